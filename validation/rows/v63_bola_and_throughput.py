"""V63: BOLA and the throughput rule on the same varying links."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dataplane.plane import Plane
from engine.design.population import PlayerPlan
from validation.row import Effort, Row, at_most, near
from validation.viewing import varying

DURATION_S = 1800.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Half an hour of viewers with a link of their own each, once by each rule; the links are the same ones."""
    viewers = effort.pick(full=240, short=60)
    measured = {}
    for rule in ("bola", "throughput"):
        plane = Plane(varying(viewers, player=PlayerPlan(rule)), seed)
        plane.step(round(DURATION_S * 1e9))
        books = plane.books()
        measured[f"{rule}_kbps"] = books["bitrate_bps"] / 1e3
        measured[f"{rule}_rebuffer"] = books["rebuffer_ratio"]
        measured[f"{rule}_switches"] = books["switches"] / viewers
    return measured


ROW = Row(
    number="V63",
    section="3E",
    title="BOLA gets more out of a varying link than the throughput rule, and changes more often",
    setup="Half an hour; links of 4 Mbit/s on average, cv 0.6, memory 8 s; at most 30 s in the buffer.",
    source="The table's prototype (12 links); direction as in Huang et al., SIGCOMM 2014.",
    checks=(
        near("bola_kbps", "average bitrate, BOLA", 3732.0, ratio=0.08, unit="kbit/s"),
        near("throughput_kbps", "average bitrate, throughput", 2451.0, ratio=0.08, unit="kbit/s"),
        at_most("bola_rebuffer", "share of time stood still, BOLA", 0.001),
        at_most("throughput_rebuffer", "share of time stood still, throughput", 0.001),
        near("bola_switches", "changes of the rung, BOLA", 221.0, ratio=0.08),
        near("throughput_switches", "changes of the rung, throughput", 153.0, ratio=0.08),
    ),
    measure=measure,
    gate=True,
)
