"""A design leaves: the page that offers the formats, and the files."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from apps.accounts.queries import PersonRequest
from apps.common.policy import found
from apps.designs import queries
from apps.designs.drawing.picture import THEMES, live_colours, picture
from apps.designs.formats import TooLarge, formats
from apps.designs.models import Design

# Whatever a file says of itself, it loads nothing and runs nothing when somebody opens it here.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def design_export(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """The formats, and the picture as it will be."""
    design = found(request, Design, design_id)
    # Names and labels are escaped where the picture is made.
    shown = mark_safe(picture(queries.drawn(design), live_colours()))  # noqa: S308
    context = {"design": design, "formats": formats().values(), "picture": shown, "themes": THEMES}
    return render(request, "designs/export.html", context)


def design_format(request: PersonRequest, design_id: UUID, design_format: str) -> HttpResponse:
    """The design as a file: saved by the browser, or (`?look=1`) shown."""
    return file_of(request, found(request, Design, design_id), design_format)


def file_of(request: PersonRequest, design: Design, name: str) -> HttpResponse:
    """A file of a design that somebody may read."""
    chosen = formats().get(name)
    if chosen is None or chosen.write is None:
        raise Http404
    theme = request.GET.get("theme", "light")
    try:
        content = chosen.write(queries.drawn(design), theme if theme in THEMES else "light")
    except TooLarge as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    is_text = chosen.media_type.startswith("text/") or "xml" in chosen.media_type
    answer = HttpResponse(content, content_type=f"{chosen.media_type}; charset=utf-8" if is_text else chosen.media_type)
    how = "inline" if request.GET.get("look") else "attachment"
    stem = slugify(design.name)[:60] or "design"
    answer["Content-Disposition"] = f'{how}; filename="{stem}.{chosen.suffix}"'
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "no-store"
    return answer
