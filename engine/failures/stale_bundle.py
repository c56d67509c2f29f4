"""Stale bundle: some viewers run an app whose calls are not understood any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    return (Edit("tell_controller", target, float(parameters["ratio"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("tell_controller", target, 0.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
)
