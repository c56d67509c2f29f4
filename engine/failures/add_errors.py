"""Add errors: a share of the requests fails after they were served, on top of what fails anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Adds a share of failures."""
    return (Edit("error_ratio", target, float(parameters["share"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Takes the added failures away."""
    del parameters
    return (Edit("error_ratio", target, 0.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['share']) * 100:g} % of requests to {label} fail"


FAILURE = FailureType(
    name="add_errors",
    label="Errors",
    help="A share of the requests fails there: a bad release, a bad row, an expired certificate.",
    verb="Add errors",
    heal_verb="Stop errors",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "share",
            "Share of requests",
            "number",
            0.2,
            "Which share of the requests fails, besides those that fail anyway.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: enough to see retries at work.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
