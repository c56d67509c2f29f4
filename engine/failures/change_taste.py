"""Change of taste: from one moment to the next other titles are popular."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    share = float(parameters["share"])
    return f"{label} turn to the titles that stood {share * 100.0:g} % of the catalogue further down"


FAILURE = FailureType(
    name="change_taste",
    label="Change of taste",
    help="From one moment to the next other titles are popular: what caches have learned is worth nothing, until they "
    "have learned anew.",
    verb="Change tastes",
    heal_verb="Change them back",
    targets="component",
    needs="source",
    parameters=(
        Parameter(
            "share",
            "How far",
            "number",
            0.5,
            "Every rank goes to the title that stood this share of the catalogue further down; those above it come "
            "behind the last.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: half of the catalogue, so that hardly any popular title stays one.",
        ),
    ),
    edits=sets(turn_ranks="share"),
    heals=sets(turn_ranks=0.0),
    sentence=sentence,
)
