"""A new build: a deployment gets something to bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.bringing import effects, severity, told_of
from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """What the deployment is told."""
    return (Edit("tell_controller", target, told_of(str(parameters["effect"]), float(parameters["severity"]))),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """A build that has come has come; whether it stays is the deployment's to say."""
    del target, parameters
    return ()


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log, which does not say what nobody knows yet."""
    del parameters
    return f"A new build for {label}"


FAILURE = FailureType(
    name="bring_build",
    label="New build",
    help="A deployment gets a new build to bring, good or bad. While another one is on its way it waits.",
    verb="Bring a build",
    heal_verb="",
    targets="component",
    needs="builds",
    parameters=(
        Parameter(
            "effect",
            "What is wrong with it",
            "choice",
            "fails_often",
            "What the build does to those whom it answers.",
            choices=effects(),
            source="Errors of one code path are the commonest.",
        ),
        severity(),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
