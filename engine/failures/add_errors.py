"""Add errors: a share of the requests fails after they were served, on top of what fails anyway."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(error_ratio="share"),
    heals=sets(error_ratio=0.0),
    sentence=sentence,
)
