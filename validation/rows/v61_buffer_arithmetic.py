"""V61: how long a buffer lasts when the link is too slow."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dataplane.plane import Plane
from engine.design.population import PlayerPlan
from validation.row import Effort, Row, near
from validation.viewing import alone

BUFFER_S, LINK_MBPS, CHOSEN_MBPS, SEGMENT_S = 20.0, 2.0, 5.0, 0.1
FAST_S, STEPS_PER_S = 60.0, 20


def measure(_seed: int, _effort: Effort) -> Mapping[str, float]:
    """A full buffer, then a slow link; until the picture stops."""
    trace = (100_000.0,) * int(FAST_S * STEPS_PER_S) + (1000.0 * LINK_MBPS,) * 200 * STEPS_PER_S
    player = PlayerPlan("fixed", segment_s=SEGMENT_S, buffer_max_s=BUFFER_S)
    plane = Plane(
        alone("fixed", trace, STEPS_PER_S, player=player, rtt_ms=0.001, ladder_kbps=(1000.0 * CHOSEN_MBPS,)), 1
    )
    plane.step(round(FAST_S * 1e9))
    while plane.books()["stalls"] == 0:
        plane.step(plane.clock_ns + plane.step_ns)
    return {"lasts_s": plane.clock_ns / 1e9 - plane.books()["stalled_s"] - FAST_S}


ROW = Row(
    number="V61",
    section="3E",
    title="A buffer lasts B / (1 - bitrate / link) on a link that is too slow",
    setup="20 s in the buffer, segments of 0.1 s at 5 Mbit/s, no round trips, a link that falls to 2 Mbit/s.",
    source="Arithmetic: the buffer loses 1 - 2/5 of a second in each second.",
    checks=(
        near("lasts_s", "until the picture stops", BUFFER_S / (1.0 - LINK_MBPS / CHOSEN_MBPS), ratio=0.02, unit="s"),
    ),
    measure=measure,
    gate=True,
    seeds=1,
    short_seeds=1,
    note="Segments are short, because content counts when its segment is whole: with segments of 4 s the picture stops"
    " after 32 s, in the middle of a download.",
)
