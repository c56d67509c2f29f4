"""Add delay: calls over a connection take longer on the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Disturbs the connection."""
    return (Edit("delay_messages", target, float(parameters["delay_ms"]) / 1000.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"Calls over {label} take {float(parameters['delay_ms']):g} ms longer"


FAILURE = FailureType(
    name="add_delay",
    label="Slow line",
    help="Every call over it takes longer; callers with a short timeout see failures though the callee is well.",
    verb="Slow down the line",
    heal_verb="Restore its speed",
    targets="connection",
    needs="",
    parameters=(
        Parameter(
            "delay_ms",
            "Delay",
            "number",
            100.0,
            "Added to the network time of a call, both ways together.",
            unit="ms",
            low=0.1,
            high=10000.0,
            source="A detour over another continent.",
        ),
    ),
    edits=edits,
    heals=sets(delay_messages=0.0),
    sentence=sentence,
)
