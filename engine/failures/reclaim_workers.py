"""Reclaim workers: spare machines that were cheap are wanted elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['share']):.0%} of the workers of {label} are taken away"


FAILURE = FailureType(
    name="reclaim_workers",
    label="Workers reclaimed",
    help="A share of the workers is taken away, idle ones first; what the others were doing has to be begun again.",
    verb="Take workers away",
    heal_verb="Give them back",
    targets="component",
    needs="workers",
    parameters=(
        Parameter(
            "share",
            "Share",
            "number",
            0.5,
            "Of all workers.",
            unit="ratio",
            low=0.01,
            high=1.0,
            source="Choice of Backlot: half of a spot fleet at a busy hour.",
        ),
    ),
    edits=sets(tell_controller="share"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
)
