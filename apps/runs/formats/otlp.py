"""OTLP JSON: the requests that were traced, as a trace viewer opens them.

Source: the OpenTelemetry protocol, JSON encoding of `TracesData`: ids in hexadecimal, 64-bit numbers as text,
enumerations as numbers, names in camel case. Each attempt of a call is two spans: at its caller and at its callee.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from apps.runs.explaining import traces_of
from apps.runs.formats import Format, NothingThere
from apps.runs.models import Run

INTERNAL, SERVER, CLIENT = 1, 2, 3
UNSET, OK, ERROR = 0, 1, 2
WELL = ("ok", "miss")
LAST = ("ended", "served", "started", "arrived")


def write(run: Run) -> bytes:
    """All stored traces, grouped by component."""
    traces = traces_of(run)
    if not traces:
        raise NothingThere("No request of this run was traced; traces come when a run has ended.")
    labels = {each["id"]: each.get("label") or each["id"] for each in json.loads(run.document)["components"]}
    began_ns = int((run.started or run.created).timestamp() * 1e6) * 1000
    by_component: dict[str, list[dict[str, Any]]] = {}
    for trace in traces:
        for component, span in _spans(run, trace, began_ns, labels):
            by_component.setdefault(component, []).append(span)
    told = [_resource(run, name, labels.get(name, name), spans) for name, spans in by_component.items()]
    return json.dumps({"resourceSpans": told}, separators=(",", ":")).encode()


def _resource(run: Run, component: str, label: str, spans: list[dict[str, Any]]) -> dict[str, Any]:
    attributes = {
        "service.name": label,
        "service.namespace": run.name,
        "backlot.component": component,
        "backlot.run": str(run.pk),
        "backlot.seed": str(run.seed),
    }
    scope = {"name": "backlot", "version": run.engine_version}
    return {"resource": {"attributes": _attributes(attributes)}, "scopeSpans": [{"scope": scope, "spans": spans}]}


def _spans(
    run: Run, trace: dict[str, Any], began_ns: int, labels: dict[str, str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(component, span) of a trace: the request at its source, then two for each attempt of a call."""
    start_ns = began_ns + round(trace["clock_s"] * 1e9)
    trace_id = _hex(f"{run.pk} {trace['token']}", 32)
    # The span of a place in the list as others name it as their parent: the callee's, or the caller's if nothing came.
    inner: list[str] = []
    for place, span in enumerate(trace["spans"]):
        client_id, server_id = (_hex(f"{trace_id} {place} {side}", 16) for side in ("client", "server"))
        is_root = span["parent"] is None
        has_arrived = is_root or span["arrived"] is not None
        inner.append(server_id if has_arrived else client_id)
        parent = "" if is_root else inner[span["parent"]]
        name = labels.get(span["component"], span["component"])
        common = {"traceId": trace_id}
        if is_root:
            told = {"backlot.request": str(trace["number"] + 1), "backlot.outcome": trace["outcome"]}
            times = _times(start_ns, span["call"], span["ended"])
            yield span["component"], common | _span(server_id, "", name, INTERNAL, times, told, trace["outcome"])
            continue
        caller = trace["spans"][span["parent"]]["component"]
        told = {"backlot.connection": span["connection"] or "", "backlot.attempt": str(span["attempt"] + 1)}
        conclusion = span["conclusion"]
        times = _times(start_ns, span["call"], _last(span, ("concluded", *LAST, "sent")))
        yield caller, common | _span(client_id, parent, f"call {name}", CLIENT, times, told, conclusion)
        if has_arrived:
            waited = span["started"] - span["arrived"] if span["started"] is not None else None
            queued = {} if waited is None else {"backlot.queued_ns": str(waited)}
            times = _times(start_ns, span["arrived"], _last(span, LAST))
            yield span["component"], common | _span(server_id, client_id, name, SERVER, times, queued, span["outcome"])


def _span(
    span_id: str,
    parent: str,
    name: str,
    kind: int,
    times: dict[str, str],
    told: dict[str, str],
    outcome: str | None,
) -> dict[str, Any]:
    status: dict[str, Any] = {"code": OK if outcome in WELL else UNSET if outcome is None else ERROR}
    if outcome is not None and outcome not in WELL:
        status["message"] = outcome.replace("_", " ")
    return {
        "spanId": span_id,
        **({"parentSpanId": parent} if parent else {}),
        "name": name,
        "kind": kind,
        **times,
        "attributes": _attributes(told),
        "status": status,
    }


def _times(start_ns: int, began_ns: float, ended_ns: float | None) -> dict[str, str]:
    """Beginning and end as text: JSON's numbers have no room for nanoseconds since 1970."""
    end_ns = began_ns if ended_ns is None else max(ended_ns, began_ns)
    return {"startTimeUnixNano": str(start_ns + int(began_ns)), "endTimeUnixNano": str(start_ns + int(end_ns))}


def _last(span: dict[str, Any], names: tuple[str, ...]) -> float | None:
    """The first of these moments that there was."""
    return next((span[name] for name in names if span[name] is not None), None)


def _attributes(told: dict[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in told.items()]


def _hex(text: str, digits: int) -> str:
    """An id that is the same whenever the file is written; never all zeros."""
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


FORMAT = Format(
    "otlp",
    10,
    "Traces as OTLP JSON",
    "otlp.json",
    "application/json",
    "The requests that were traced, for Jaeger, Grafana and other trace viewers.",
    write,
)
