"""JSON: the document as it is stored."""

from __future__ import annotations

import json
from typing import Any

from apps.common.words import lazy
from apps.designs.formats import Format


def write(document: dict[str, Any], _theme: str = "light") -> bytes:
    """The document, indented."""
    return (json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


FORMAT = Format(
    "json", 20, "JSON", "json", "application/json", lazy("The whole design for programs; can be imported again."), write
)
