"""Dead-letter queue: keeps the messages that nobody could process until they are replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import NO_LIMIT, Rows, ServiceTime

TOLD_PER_S = 1_000.0


def lower(component: Component, rows: Rows) -> None:
    """One server whose service is sending a message back; without a rate it waits to be told."""
    rate = float(component.parameters["replay_rate"])
    service = ServiceTime("constant", 1.0 / (rate if rate > 0.0 else TOLD_PER_S))
    rows.station(instances=1, slots=1, queue_limit=NO_LIMIT, service=service)
    rows.dead_letters(is_parked=rate == 0.0)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many messages ended here."""
    arrivals, back = row.get("arrivals") or 0, row.get("completions") or 0
    if not arrivals:
        return [Finding(component.id, "good", f"{component.label} is empty.")]
    text = f"{component.label} took {arrivals} messages that could not be processed; {back} were sent back."
    return [Finding(component.id, "warning", text), *explain_station(component, row)[1:]]


COMPONENT = ComponentType(
    name="dead_letter_queue",
    label="Dead-letter queue",
    family="messages",
    help="Messages that a consumer group gave up lie here. Replaying sends them back to the partition where they "
    "failed.",
    parameters=(
        Parameter(
            "replay_rate",
            "Replay rate",
            "number",
            0.0,
            "Messages a second that are sent back to where they failed. 0 keeps them until somebody replays them, and "
            "sends a thousand a second then.",
            unit="1/s",
            low=0.0,
            high=1_000_000.0,
            source="Usually nobody replays before the cause is repaired.",
        ),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    connection_kind="publish",
    called_by="consumers",
    mechanisms=("station", "dead_letters"),
    price=Price(component_per_h=0.03),
)
