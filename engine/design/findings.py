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

FEW_ERRORS = 0.001
MANY_ERRORS = 0.05
"""Shares of failed requests above which a finding warns, and above which it is critical."""

HARDLY = 0.01
"""Share of the time in a component below which waiting is not worth a number."""

REASONS = {
    "failed": "by itself",
    "dependency": "because something it called failed",
    "queue_full": "because a queue was full",
    "timeout": "because an answer came too late",
    "killed": "because instances were killed",
    "unavailable": "because no instance was left",
    "misdirected": "because callers still called instances that were gone",
    "cut": "because a connection was cut",
    "refused": "because it refused all calls",
    "expired": "because their turn came too late",
    "quorum_lost": "because too few replicas of a key were up",
    "replica_down": "because that replica was down",
    "shed": "because dearer requests needed the room",
}
"""Why requests fail, by the names of errors in the summary."""


def explain_station(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the component was, how much of the time in it was waiting, and what it failed."""
    utilisation = row.get("utilisation")
    if not row.get("arrivals") or utilisation is None:
        return [Finding(component.id, "notice", f"{component.label} got no requests.")]
    severity = "critical" if utilisation >= BUSY else "warning" if utilisation >= WARM else "good"
    text = f"{component.label} is {share_for_people(utilisation)} busy{_waiting(row)}."
    return [Finding(component.id, severity, text), *_errors(component, row)]


def explain_cache(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many lookups were hits, besides how busy the component was."""
    hit_ratio = row.get("hit_ratio")
    if hit_ratio is None:
        return explain_station(component, row)
    severity = "warning" if hit_ratio < 0.5 else "good"
    text = f"{component.label} answers {share_for_people(hit_ratio)} of lookups itself; the rest goes on behind it."
    return [Finding(component.id, severity, text), *_guarding(component, row), *explain_station(component, row)]


def _guarding(component: Component, row: Mapping[str, Any]) -> list[Finding]:
    """What other zones did, and what was done against stampedes."""
    found = []
    if row.get("warmed"):
        found.append(Finding(component.id, "notice", f"{row['warmed']:,} keys were brought to {component.label}."))
    if row.get("from_afar"):
        text = f"{row['from_afar']:,} of the hits of {component.label} came from another zone."
        found.append(Finding(component.id, "notice", text))
    if row.get("coalesced"):
        text = f"{row['coalesced']:,} lookups at {component.label} waited for a key that another was rebuilding."
        found.append(Finding(component.id, "notice", text))
    if row.get("stale_served"):
        oldest = time_for_people(row["stale_age_s_max"])
        text = f"{component.label} gave {row['stale_served']:,} old answers, the oldest {oldest} after its end."
        found.append(Finding(component.id, "notice", text))
    return found


def explain_source(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What share of the requests was answered well."""
    arrivals = row.get("arrivals") or 0
    if not arrivals:
        return [Finding(component.id, "notice", f"{component.label} sent no requests.")]
    failed = sum((row.get("errors") or {}).values()) / arrivals
    severity = "good" if failed <= FEW_ERRORS else _severity_of_errors(failed)
    text = f"{component.label}: {share_for_people(failed)} of requests failed{_slowest(row)}."
    return [Finding(component.id, severity, text)]


def time_for_people(seconds: float) -> str:
    """A time in two digits: "1.2 s", "38 ms", "0.24 ms"."""
    if seconds >= 1.0:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000.0:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000.0:.2g} ms"


def share_for_people(share: float) -> str:
    """A share as a percentage in two digits: "94 %", "0.31 %"."""
    return f"{share * 100.0:.0f} %" if share >= 0.1 else f"{share * 100.0:.2g} %"


def _waiting(row: Mapping[str, Any]) -> str:
    inside, queued = row.get("in_system_mean"), row.get("queue_mean")
    mean = (row.get("latency_s") or {}).get("mean")
    if not inside or queued is None or mean is None:
        return ""
    # Little's law holds for the queue and for the whole, so times divide as the numbers of requests do.
    waiting = queued / inside
    if waiting < HARDLY:
        return f": requests take {time_for_people(mean)} on average and hardly wait"
    return f": requests wait {time_for_people(mean * waiting)} on average of {time_for_people(mean)} in total"


def _errors(component: Component, row: Mapping[str, Any]) -> list[Finding]:
    arrivals = row.get("arrivals") or 0
    found = []
    for kind, count in sorted((row.get("errors") or {}).items()):
        if count and arrivals:
            share = count / arrivals
            text = f"{component.label} failed {share_for_people(share)} of its requests {reason_of(kind)}."
            found.append(Finding(component.id, _severity_of_errors(share), text))
    return found


def reason_of(error: str) -> str:
    """Why requests failed, in words, by the name that the summary gives the error."""
    return REASONS.get(error, f"({error.replace('_', ' ')})")


def _severity_of_errors(share: float) -> str:
    return "critical" if share > MANY_ERRORS else "warning" if share > FEW_ERRORS else "notice"


def _slowest(row: Mapping[str, Any]) -> str:
    p99 = (row.get("latency_s") or {}).get("p99")
    return f", and the slowest 1 % took {time_for_people(p99)} or longer" if p99 is not None else ""
