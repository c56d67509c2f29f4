"""Stale bundle: some viewers run an app whose calls are not understood any more."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['ratio']):.0%} of the viewers run an old bundle of {label}"


FAILURE = FailureType(
    name="stale_bundle",
    label="Stale bundle",
    help="A share of the viewers runs an old bundle, whose calls are wrong until their app starts again or asks. It "
    "ends by itself; to understand the old calls again ends it at once.",
    verb="Let bundles go stale",
    heal_verb="Understand old calls again",
    targets="component",
    needs="bundles",
    parameters=(
        Parameter(
            "ratio",
            "Share of viewers",
            "number",
            0.2,
            "How many run an old bundle when it begins.",
            unit="ratio",
            low=0.01,
            high=1.0,
            source="Choice of Backlot: devices that are rarely updated.",
        ),
    ),
    edits=sets(tell_controller="ratio"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
)
