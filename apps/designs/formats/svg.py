"""SVG: the drawing as the canvas shows it, sharp at any size."""

from __future__ import annotations

from typing import Any

from apps.common.words import lazy, t
from apps.designs.drawing.picture import colours, picture
from apps.designs.formats import Format, TooLarge

COMPONENTS_MOST = 4_000


def write(document: dict[str, Any], theme: str = "light") -> bytes:
    """A picture that stands by itself, in the colours of one theme."""
    if len(document.get("components") or []) > COMPONENTS_MOST:
        raise TooLarge(
            t(
                "A picture shows at most %(components_most)s components: take JSON.",
                components_most=f"{COMPONENTS_MOST:,}",
            )
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture(document, colours(theme))}\n'.encode()


FORMAT = Format("svg", 40, "SVG", "svg", "image/svg+xml", lazy("The drawing, sharp at any size."), write)
