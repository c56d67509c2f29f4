"""Lost pipelines: fewer of them make segments, or none."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{int(parameters['count'])} of the pipelines of {label} lost"


FAILURE = FailureType(
    name="lose_pipelines",
    label="Lost pipelines",
    help="The first pipelines stop. Another one takes over after the failover; without any nothing new is there.",
    verb="Stop pipelines",
    heal_verb="Start the pipelines",
    targets="component",
    needs="live",
    parameters=(
        Parameter(
            *("count", "Pipelines", "count", 1, "How many stop."),
            unit="count",
            low=1,
            high=3,
            source="Choice of Backlot.",
        ),
    ),
    edits=sets(tell_controller="count"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
