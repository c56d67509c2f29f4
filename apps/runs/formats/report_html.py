"""The report as one HTML file that needs nothing beside it: to send, to keep, to print."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from django.conf import settings
from django.template import loader
from django.urls import reverse
from django.utils.safestring import mark_safe

from apps.common.blocks import fragment
from apps.common.words import lazy, t
from apps.designs.drawing.picture import colours, picture
from apps.runs import explaining, queries
from apps.runs.formats import Format, NothingThere
from apps.runs.formats.plots import plots
from apps.runs.formats.series import series_of
from apps.runs.live.rows import whole_log
from apps.runs.models import Run

SHEETS = ("tokens", "base", "controls", "pages", "explanation", "printed")
LIVE = re.compile(r'\s(?:hx-[a-z-]+|data-tiers)="[^"]*"')


def write(run: Run) -> bytes:
    """The report, the drawing and four charts, in the light theme."""
    if run.summary is None:
        raise NothingThere(
            t("This run left no result to report.") if run.has_ended else t("The report comes with the end.")
        )
    page = reverse("run_page", args=[run.pk])
    told: dict[str, Any] = {"run": run, "log": whole_log(run), "address": page, "page": page}
    told |= queries.report_of(run) | explaining.explained(run)
    report = fragment(None, "runs/report.html", told, "run_report")  # type: ignore[arg-type]
    inks = colours("light")
    context = {
        "run": run,
        "address": settings.ADDRESS.rstrip("/"),
        "style": mark_safe(_style()),  # noqa: S308 - our own sheets
        "picture": mark_safe(picture(json.loads(run.document), inks)),  # noqa: S308 - escaped where it is made
        "plots": plots(series_of(run)),
        "report": mark_safe(_still(report)),  # noqa: S308 - a page of ours
    }
    return loader.render_to_string("runs/printed.html", context).encode()


@functools.cache
def _style() -> str:
    folder = settings.ROOT / "static" / "css"
    return "\n".join((folder / f"{name}.css").read_text() for name in SHEETS)


def _still(report: str) -> str:
    """What only lives on the site is taken out; links lead there."""
    return LIVE.sub("", report).replace('href="/', f'href="{settings.ADDRESS.rstrip("/")}/')


FORMAT = Format(
    "html",
    40,
    lazy("Report as HTML"),
    "html",
    "text/html; charset=utf-8",
    lazy("The report with drawing and charts in one file, to send and to print."),
    write,
)
