"""The page on how true the model is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from apps.common.blocks import rendered
from apps.fidelity import queries


def fidelity(request: HttpRequest) -> HttpResponse:
    """What is modelled, what is left out, and the rows; words of the query that mean nothing are ignored."""
    chosen = queries.chosen(request.GET.get("section", ""), request.GET.get("verdict", ""), request.GET.get("sort", ""))
    record = queries.record()
    context = {
        "record": record,
        "histogram": record["histogram"],
        "worst_error_percent": 100.0 * record["histogram"]["worst_error_ratio"],
        "mechanisms": queries.mechanisms(),
        "chosen": chosen,
        "filters": queries.filters(chosen),
        "counts": queries.counts(),
        "rows": queries.rows(chosen),
    }
    return rendered(request, "fidelity/page.html", context, "fidelity_rows")
