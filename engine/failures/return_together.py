"""Return together: everybody who was cut off comes back in the same moment."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(scale_rate="factor"),
    heals=sets(scale_rate=1.0),
    sentence=sentence,
)
