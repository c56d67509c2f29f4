"""The version that somebody changed, as they send it."""

from __future__ import annotations

from django.http import HttpRequest


def version_in(request: HttpRequest) -> int | None:
    """The number in If-Match; None if there is none."""
    text = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
