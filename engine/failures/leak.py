"""Leak: the component's own work takes longer every minute, until an instance is restarted or the leak is mended."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{label} leaks memory: {100.0 * float(parameters['growth_per_min']):g} % slower every minute"


FAILURE = FailureType(
    name="leak",
    label="Memory leak",
    help="Requests take longer and longer there. An instance that is killed and restored begins anew.",
    verb="Leak",
    heal_verb="Mend the leak",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "growth_per_min",
            "Growth a minute",
            "number",
            0.2,
            "Share of their normal length by which service times grow every minute.",
            unit="ratio",
            low=0.01,
            high=60.0,
            source="Choice of Backlot: a component that is half busy is full after five minutes.",
        ),
    ),
    edits=sets(leak_station="growth_per_min"),
    heals=sets(leak_station=0.0),
    sentence=sentence,
)
