"""Return together: everybody who was cut off comes back in the same moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    return (Edit("scale_rate", target, float(parameters["factor"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("scale_rate", target, 1.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"Everyone returns to {label} at once: {float(parameters['factor']):g} times the traffic"


FAILURE = FailureType(
    name="return_together",
    label="Thundering return",
    help="All clients reconnect at once: traffic is several times its curve until you end it.",
    verb="Let all return at once",
    heal_verb="End the rush",
    targets="component",
    needs="source",
    parameters=(
        Parameter(
            "factor",
            "Traffic",
            "number",
            5.0,
            "Times the usual rate while the rush lasts.",
            unit="x",
            low=1.1,
            high=100.0,
            source="Reports of outages tell of several times the usual load on return.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
