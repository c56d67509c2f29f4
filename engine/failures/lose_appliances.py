"""Lost appliances: an edge serves less, and holds less."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{int(parameters['count'])} of the appliances of {label} lost"


FAILURE = FailureType(
    name="lose_appliances",
    label="Lost appliances",
    help="What only they held is gone, and the others serve what they can.",
    verb="Take appliances away",
    heal_verb="Bring appliances back",
    targets="component",
    needs="tier",
    parameters=(
        Parameter(
            *("count", "Appliances", "count", 1, "How many are lost; a storage without appliances is lost as a whole."),
            unit="count",
            low=1,
            high=200,
            source="Choice of Backlot.",
        ),
    ),
    edits=sets(tell_controller="count"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
