"""V64: the highest bitrate whatever happens."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dataplane.plane import Plane
from engine.design.population import PlayerPlan
from validation.row import Effort, Row, near
from validation.viewing import varying


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Half an hour at 5 800 kbit/s over links that carry 4 000 on average."""
    plane = Plane(varying(effort.pick(full=240, short=60), player=PlayerPlan("fixed")), seed)
    plane.step(1_800_000_000_000)
    return {"rebuffer": plane.books()["rebuffer_ratio"]}


ROW = Row(
    number="V64",
    section="3E",
    title="A fixed top rung stands still a third of the time",
    setup="The links of V63, always 5 800 kbit/s.",
    source="The table's prototype; by arithmetic 1 - 4 000 / 5 800 = 31 %.",
    checks=(near("rebuffer", "share of time stood still", 0.32, ratio=0.1),),
    measure=measure,
)
