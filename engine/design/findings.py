"""Findings in plain words from a component's row of the summary.

A row has `arrivals`, `completions`, `errors` {kind: count}, `utilisation`, `queue_mean`, `in_system_mean`,
`latency_s` {mean, p50, p95, p99, count} and `hit_ratio` where there is one; anything may be None when nothing happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.kinds import Finding
from engine.design.model import Component

BUSY = 0.9
WARM = 0.7
"""Shares of busy slots from which a component is a bottleneck or warm: the red and the amber of the canvas."""


def explain_station(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the component was, how much of the time in it was waiting, and what it failed."""
    utilisation = row.get("utilisation")
    if not row.get("arrivals") or utilisation is None:
        return [Finding(component.id, "notice", f"{component.label} got no requests.")]
    severity = "critical" if utilisation >= BUSY else "warning" if utilisation >= WARM else "good"
    text = f"{component.label} is {utilisation * 100:.0f} % busy{_waiting(row)}."
    return [Finding(component.id, severity, text), *_errors(component, row)]


def explain_cache(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many lookups were hits, besides how busy the component was."""
    hit_ratio = row.get("hit_ratio")
    if hit_ratio is None:
        return explain_station(component, row)
    severity = "warning" if hit_ratio < 0.5 else "good"
    text = (
        f"{component.label} answers {hit_ratio * 100:.0f} % of lookups itself; the rest goes on to what lies behind it."
    )
    return [Finding(component.id, severity, text), *explain_station(component, row)]


def explain_source(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What share of the requests was answered well."""
    arrivals = row.get("arrivals") or 0
    if not arrivals:
        return [Finding(component.id, "notice", f"{component.label} sent no requests.")]
    failed = sum((row.get("errors") or {}).values()) / arrivals
    severity = "good" if failed <= 0.001 else "warning" if failed <= 0.05 else "critical"
    text = f"{component.label}: {failed * 100:.2g} % of requests failed{_slowest(row)}."
    return [Finding(component.id, severity, text)]


def milliseconds(seconds: float) -> str:
    """A time for people: "38 ms", "1.2 s"."""
    return (
        f"{seconds:.2g} s"
        if seconds >= 1.0
        else f"{seconds * 1000.0:.2g} ms"
        if seconds < 0.01
        else f"{seconds * 1000:.0f} ms"
    )


def _waiting(row: Mapping[str, Any]) -> str:
    inside, queued = row.get("in_system_mean"), row.get("queue_mean")
    mean = (row.get("latency_s") or {}).get("mean")
    if not inside or queued is None or mean is None:
        return ""
    # Little's law holds for the queue and for the whole, so times divide as the numbers of requests do.
    return f": requests wait {milliseconds(mean * queued / inside)} on average of {milliseconds(mean)} in total"


def _errors(component: Component, row: Mapping[str, Any]) -> list[Finding]:
    arrivals = row.get("arrivals") or 0
    found = []
    for kind, count in sorted((row.get("errors") or {}).items()):
        if count and arrivals:
            text = f"{component.label} failed {count / arrivals * 100:.2g} % of its requests ({kind})."
            found.append(Finding(component.id, "critical" if count > 0.05 * arrivals else "warning", text))
    return found


def _slowest(row: Mapping[str, Any]) -> str:
    p99 = (row.get("latency_s") or {}).get("p99")
    return f", and the slowest 1 % took {milliseconds(p99)} or longer" if p99 is not None else ""
