"""Fields for tests."""

from __future__ import annotations

from typing import Any

from engine.design.fields import Field


def field(kind: str, **others: Any) -> Field:
    """A field of a kind without bounds, unless others say so."""
    return Field("it", kind, "A field.", **others)
