"""Leak: the component's own work takes longer every minute, until an instance is restarted or the leak is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Lets service times grow from now on."""
    return (Edit("leak_station", target, float(parameters["growth_per_min"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Takes service times back to normal."""
    del parameters
    return (Edit("leak_station", target, 0.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
)
