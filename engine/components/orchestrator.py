"""Orchestrator: a service that gathers answers from others in stages, within a time that it sets itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """A station, and a deadline that its calls carry on."""
    parameters = component.parameters
    station.lower_station(component, rows, "service_ms_mean", holds_slot=bool(parameters["holds_slot_while_calling"]))
    rows.deadline(
        limit_s=float(parameters["total_deadline_ms"]) / 1000.0,
        passes_on=bool(parameters["passes_deadline_on"]),
        cancels=bool(parameters["cancels_calls"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy it was, and how many requests ran out of time."""
    late = (row.get("errors") or {}).get("deadline_exceeded", 0)
    text = f"{component.label} gave up {late:,} requests because their time was over."
    return [*explain_station(component, row), *([Finding(component.id, "warning", text)] if late else [])]


COMPONENT = ComponentType(
    name="orchestrator",
    label="Orchestrator",
    family="compute",
    help="Calls others in stages (the order of its connections) and answers when all are done, or fails when its time "
    "is over. The deadline travels with its calls, so nobody works for an answer that comes too late.",
    parameters=(
        station.instances(3, "Equal copies.", "Three survive the loss of one with half more load each."),
        station.slots(16, "Requests that an instance gathers for at once.", "Choice of Backlot: it mostly waits."),
        station.time_ms(
            "service_ms_mean",
            "Service time",
            12.0,
            "Mean time of its own work on a request, calls not included.",
            "Choice of Backlot: assembling answers is light work.",
        ),
        station.distribution("lognormal", "Latencies of services are skewed to the right; lognormal fits them well."),
        station.variability(0.8, "Median 9 ms and a p99 of about 54 ms."),
        station.measured_times(),
        station.queue_limit(50, "Choice of Backlot: wait a few tens of milliseconds, then refuse."),
        Parameter(
            "total_deadline_ms",
            "Deadline",
            "number",
            1_000.0,
            "From the arrival of a request; when it is over the request fails, whatever is still missing.",
            unit="ms",
            low=10.0,
            high=30_000.0,
            source="Choice of Backlot: a viewer who presses play notices a second.",
        ),
        Parameter(
            "stage_timeout_ms",
            "Timeout of a stage",
            "number",
            250.0,
            "The timeout of its calls that have none of their own; calls of one order are one stage.",
            unit="ms",
            low=1.0,
            high=10_000.0,
            source="Choice of Backlot: a quarter of the deadline, so that one stage cannot use it up.",
        ),
        Parameter(
            "passes_deadline_on",
            "Passes the deadline on",
            "flag",
            True,
            "Its callees know how long the answer is of use, and theirs too.",
            source="gRPC and the systems that follow it propagate deadlines by default.",
            advanced=True,
        ),
        Parameter(
            "cancels_calls",
            "Cancels calls",
            "flag",
            True,
            "Calls that are still under way when it gives up are called off; otherwise their work is done for nothing.",
            source="gRPC cancels the children of a cancelled call.",
            advanced=True,
        ),
        Parameter(
            "holds_slot_while_calling",
            "Holds its slot while calling",
            "flag",
            False,
            "On for blocking code (a thread waits for the answer), off for asynchronous code.",
            source="Orchestrating layers are commonly asynchronous, because they mostly wait.",
            advanced=True,
        ),
    ),
    lower=lower,
    explain=explain,
    mechanisms=("station", "deadline"),
    price=Price(component_per_h=0.2, slot_per_h=0.1 / 8.0),
)
