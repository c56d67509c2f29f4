"""Builds that come to a component, as deployments and the failure that brings one speak of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.design.discovery import build_types
from engine.design.kinds import Parameter

BY_TIME, BY_CALL = "time", "call"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Build:
    """A build with which something is wrong with a chance: so much (0 to 1) of an effect of `engine.builds`, or
    nothing."""

    effect: str = NOTHING
    severity: float = 1.0
    chance: float = 1.0

    def is_bad(self, drawn: float) -> bool:
        """Whether it turns out bad, by a draw in (0, 1)."""
        return self.effect != NOTHING and drawn < self.chance

    @property
    def slower_per_min(self) -> float:
        """By how much of their normal length service times grow every minute where it is bad."""
        return 0.0 if self.effect == NOTHING else build_types()[self.effect].slower_per_min * self.severity


def effects() -> tuple[str, ...]:
    """What may be wrong with a build, nothing first."""
    return (NOTHING, *build_types())


def steady_effects() -> tuple[str, ...]:
    """The same without those that become worse with time."""
    return (NOTHING, *(name for name, each in build_types().items() if not each.slower_per_min))


def severity(*, is_advanced: bool = False) -> Parameter:
    """How much of its effect a build has."""
    return Parameter(
        "severity",
        "How bad it is",
        "number",
        1.0,
        "How much of the effect there is: 1 is all of it, 0.1 a tenth.",
        unit="ratio",
        low=0.0001,
        high=1.0,
        source="The whole effect.",
        advanced=is_advanced,
    )


def told_of(effect: str, severity: float) -> float:
    """The one number by which a deployment is told of a build: its effect before the point, how bad it is behind it."""
    return 1.0 + effects().index(effect) + severity / 2.0


def build_told(told: float) -> Build:
    """The build that a deployment was told of."""
    place = int(told)
    return Build(effects()[place - 1], round(2.0 * (told - place), 9))
