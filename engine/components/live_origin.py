"""Live origin: makes segments while they are watched, in several pipelines, and serves all that was made so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count, time_s
from engine.design.carriers import EVERYTHING, CarrierPlan, LivePlan
from engine.design.carrying import SHEET, explain_carrier, rtt
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

OWN = "Choice of Backlot."


def lower(component: Component, rows: Rows) -> None:
    """It handles bytes alone."""
    del component
    rows.role("live")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What left it, and which segments were not there in time."""
    found = explain_carrier(component, row)
    told = row.get("controller") or {}
    if told.get("segments"):
        text = f"Of {told['segments']:,} segments {told['late']:,} came late, {told['missing_segments']:,} not at all."
        found.append(Finding(component.id, "warning" if told["missing_segments"] else "good", text))
    return found


def carrying(component: Component) -> CarrierPlan:
    """A tier that has everything that was made so far."""
    given = component.parameters
    return CarrierPlan(
        component.id,
        gbps=float(given["egress_gbps"]),
        keeps=EVERYTHING,
        rtt_ms=float(given["rtt_ms"]),
        live=LivePlan(
            segment_s=float(given["segment_s"]),
            delay_s=float(given["delay_s"]),
            pipelines=int(given["pipelines"]),
            defect_ratio=float(given["defect_ratio"]),
            failover_s=float(given["failover_s"]),
            holds=bool(given["holds"]),
            retry_s=float(given["retry_s"]),
            past_s=float(given["past_s"]),
            busy_ratio=float(given["busy_ratio"]),
            throttle_s=float(given["throttle_max_age_s"]),
        ),
    )


def _ratio(name: str, label: str, default: float, help_text: str, source: str) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=source)


COMPONENT = ComponentType(
    name="live_origin",
    label="Live origin",
    family="bytes",
    help="Makes segments while they are watched, in pipelines side by side, and serves what was made so far. Viewers "
    "whose streams end here watch live, each as near to the newest segment as possible.",
    parameters=(
        time_s("segment_s", "Segment", 2.0, 1.0, 10.0, "Content of a segment, for all who watch.", SHEET),
        time_s("delay_s", "Making", 1.0, 0.0, 30.0, "From the end of a segment to its being there.", OWN),
        count("pipelines", "Pipelines", 2, 1, 3, "Regions that make every segment, side by side.", SHEET),
        _ratio("defect_ratio", "Bad segments", 0.001, "Chance that a pipeline spoils a segment.", SHEET),
        time_s("failover_s", "Failover", 0.5, 0.0, 30.0, "After it another pipeline's segment is taken.", OWN),
        Parameter(
            *("holds", "Holds requests", "flag", True, "Who asks for what is late waits; off: asks again."),
            source=SHEET,
        ),
        time_s("retry_s", "Asks again", 1.0, 0.1, 30.0, "After it a player whom nobody holds asks again.", OWN),
        time_s("past_s", "Past", 30.0, 0.0, 3_600.0, "Segments older than this are the past.", OWN),
        _ratio("busy_ratio", "Busy from", 0.9, "Use of the egress from which reads of the past are refused.", OWN),
        time_s("throttle_max_age_s", "Refused for", 5.0, 0.1, 60.0, "Who is refused asks again after it.", SHEET),
        Parameter(
            *("egress_gbps", "Egress", "number", 20.0, "What leaves it at most."),
            unit="Gbit/s",
            low=0.01,
            high=10_000.0,
            source=SHEET,
        ),
        rtt(60.0),
    ),
    lower=lower,
    explain=explain,
    connection_kind="stream",
    mechanisms=("live",),
    carrying=carrying,
)
