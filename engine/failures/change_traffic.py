"""Change traffic: a source sends more (or less) than its shape says."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"Traffic of {label} set to {float(parameters['factor']):g} times its shape"


FAILURE = FailureType(
    name="change_traffic",
    label="Changed traffic",
    help="The source sends this many times what its traffic shape says.",
    verb="Change traffic",
    heal_verb="Back to normal traffic",
    targets="component",
    needs="source",
    parameters=(
        Parameter(
            "factor",
            "Factor",
            "number",
            2.0,
            "How many times the traffic; 0 stops it.",
            unit="x",
            low=0.0,
            high=100.0,
            source="Choice of Backlot: double the traffic is what a popular start brings.",
        ),
    ),
    edits=sets(scale_rate="factor"),
    heals=sets(scale_rate=1.0),
    sentence=sentence,
    is_usual=True,
)
