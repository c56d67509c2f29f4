"""V65: what the rules settle at on a link that never varies."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dataplane.plane import Plane
from engine.design.population import PlayerPlan
from validation.row import Effort, Row, every, near
from validation.viewing import patient, sharing

RUNG_3000, RUNG_4300 = 7, 8


def measure(_seed: int, _effort: Effort) -> Mapping[str, float]:
    """Half an hour of one viewer by each rule."""
    measured = {}
    for rule in ("throughput", "bola"):
        plane = Plane(sharing((), patient(player=PlayerPlan(rule))), 1)
        plane.step(1_800_000_000_000)
        books = plane.books()
        measured[f"{rule}_kbps"] = books["bitrate_bps"] / 1e3
        segments = books["segments"]
        measured[f"{rule}_share"] = (segments[RUNG_3000] + segments[RUNG_4300]) / sum(segments)
    return measured


ROW = Row(
    number="V65",
    section="3E",
    title="On a constant link the throughput rule settles, and BOLA alternates around the link",
    setup="One viewer, a link of 4 Mbit/s, half an hour.",
    source="The table's prototype; 0.9 x 4 000 lies between the rungs 3 000 and 4 300.",
    checks=(
        near("throughput_kbps", "average bitrate, throughput", 2992.0, ratio=0.03, unit="kbit/s"),
        near("bola_kbps", "average bitrate, BOLA", 3905.0, ratio=0.03, unit="kbit/s"),
        every("throughput_share", "segments of 3 000 or 4 300, throughput", low=0.98),
        every("bola_share", "segments of 3 000 or 4 300, BOLA", low=0.95),
    ),
    measure=measure,
    seeds=1,
    short_seeds=1,
)
