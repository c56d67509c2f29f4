"""PNG: the SVG drawn by the browser, twice as large, for slides and chats."""

from __future__ import annotations

from apps.common.words import lazy
from apps.designs.formats import Format

FORMAT = Format(
    "png", 50, "PNG", "png", "image/png", lazy("The drawing as pixels, for slides and chats."), drawn_from="svg"
)
