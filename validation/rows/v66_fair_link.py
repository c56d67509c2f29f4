"""V66: a link shared max-min fair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.dataplane.plane import Plane
from engine.design.population import LinkPlan, NetworkPlan, PathPlan, PlayerPlan, PopulationPlan
from validation.row import Effort, Row, near
from validation.viewing import patient, sharing, steady

VIEWERS, CAPPED = 30_000, 10_000
BEGIN_S, END_S = 20, 80


def measure(_seed: int, _effort: Effort) -> Mapping[str, float]:
    """Rates over a minute: all alike, and with a third who have 1 Mbit/s at home."""
    alike = _rates(_hungry("free", VIEWERS, 100_000.0))
    mixed = _rates(_hungry("free", VIEWERS - CAPPED, 100_000.0), _hungry("capped", CAPPED, 1_000.0))
    return {"alike": alike[0], "free": mixed[0], "capped": mixed[1]}


def _hungry(name: str, viewers: int, kbps: float) -> PopulationPlan:
    """Viewers whose segments never end, so that all of them download all the time."""
    return replace(
        patient(cap=viewers, initial=viewers, networks=(NetworkPlan(steady(kbps)),), ladder_kbps=(1e6,)),
        id=name,
        paths=(PathPlan(("link",)),),
        player=PlayerPlan("fixed", buffer_max_s=1e6),
    )


def _rates(*populations: PopulationPlan) -> list[float]:
    """Mbit/s of a viewer of each population."""
    plane = Plane(sharing((LinkPlan("link", 100.0),), *populations), 1)
    plane.step(BEGIN_S * 1_000_000_000)
    before = plane.state.classes["carried"].copy()
    plane.step(END_S * 1_000_000_000)
    units = plane.state.classes["carried"] - before
    return [
        float(each) / plane.plan.steps_per_s / population.cap / (END_S - BEGIN_S) / 1e6
        for each, population in zip(units, populations, strict=True)
    ]


ROW = Row(
    number="V66",
    section="3E",
    title="A link is shared fairly, and who cannot use a share leaves it to the others",
    setup="100 Gbit/s for 30 000 downloads; then 10 000 of them have 1 Mbit/s at home.",
    source="Max-min fairness: 100 / 30 = 3.33 Mbit/s; (100 - 10) / 20 = 4.5 Mbit/s.",
    checks=(
        near("alike", "each of 30 000", 100_000.0 / VIEWERS, ratio=0.02, unit="Mbit/s"),
        near("free", "each of the 20 000 others", 4.5, ratio=0.02, unit="Mbit/s"),
        near("capped", "each of the 10 000 with 1 Mbit/s", 1.0, ratio=0.02, unit="Mbit/s"),
    ),
    measure=measure,
    gate=True,
    seeds=1,
    short_seeds=1,
)
