"""The rules by which players choose a rung.

Each gets the rungs of its population, the row of its player, the highest rung that the device plays, the content in the
buffer in seconds and the throughput that is expected in bit/s (0 when none was measured); each returns a rung.
Sources stand at the kinds, in engine/players.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import inlined, leaf, roomy_leaf
from engine.dataplane.records import FILLED, NO_RUNG, SAMPLES

RULES = {"throughput": 0, "map": 1, "bola": 2, "plan": 3, "fixed": 4, "bola_live": 5}
BY_THROUGHPUT, BY_LINE, BY_UTILITY, BY_PLAN = 0, 1, 2, 3
BY_WAITING = 5
"""What stands in placeholder.py."""
AHEAD = 5
"""Segments that are planned ahead."""


@inlined
def highest_below(rungs, first, top, rate_bps):  # type: ignore[no-untyped-def]
    """The highest rung that is not above a rate; the lowest when all are."""
    rung = 0
    while rung < top and rungs[first + rung + 1].rate_bps <= rate_bps:
        rung += 1
    return rung


@leaf
def on_the_line(player, lowest_bps, highest_bps, buffer_s):  # type: ignore[no-untyped-def]
    """A rate on the line from the lowest one at the reservoir to the highest above reservoir and cushion."""
    part = min(max((buffer_s - player.reservoir_s) / player.cushion_s, 0.0), 1.0)
    return lowest_bps + part * (highest_bps - lowest_bps)


@inlined
def most_useful(rungs, first, top, last, buffer_s):  # type: ignore[no-untyped-def]
    """BOLA: the highest rung whose threshold the buffer has reached, looked for from the last one on."""
    rung = 0 if last == NO_RUNG else np.int64(last)
    while rung < top and rungs[first + rung + 1].from_s <= buffer_s:
        rung += 1
    while rung > 0 and rungs[first + rung].from_s > buffer_s:
        rung -= 1
    return rung


@leaf
def harmonic_mean(recent):  # type: ignore[no-untyped-def]
    """Of the throughputs that are remembered; 0 when there are none."""
    total, count = 0.0, 0
    for place in range(SAMPLES):
        if recent[place] > 0.0:
            total += 1.0 / recent[place]
            count += 1
    return count / total if count > 0 else 0.0


@roomy_leaf
def planned(rungs, first, top, player, last, buffer_s, expected_bps):  # type: ignore[no-untyped-def]
    """The first rung of the best plan: quality in kbit/s, less weighted changes, less weighted seconds of stall.

    Of all plans that end with the same rung only the best so far is kept, so that a plan costs rungs squared a segment
    and not rungs to the fifth.
    """
    values, fills = np.empty((2, 16)), np.empty((2, 16))
    begins = np.empty((2, 16), np.int64)
    segment_s, room_s = player.segment_ns * 1e-9, player.buffer_max_ns * 1e-9
    for rung in range(top + 1):
        change = 0.0 if last == NO_RUNG else abs(rungs[first + rung].rate_bps - rungs[first + last].rate_bps)
        took_s = rungs[first + rung].bits / expected_bps
        stall_s = max(took_s - buffer_s, 0.0)
        values[0, rung] = (rungs[first + rung].rate_bps - player.change_weight * change) * 1e-3
        values[0, rung] -= player.stall_weight_kbps * stall_s
        fills[0, rung] = min(max(buffer_s - took_s, 0.0) + segment_s, room_s)
        begins[0, rung] = rung
    now = 0
    for _ in range(AHEAD - 1):
        _one_segment_further(rungs, first, top, player, expected_bps, values, fills, begins, now)
        now = 1 - now
    best = 0
    for rung in range(1, top + 1):
        if values[now, rung] > values[now, best]:
            best = rung
    return begins[now, best]


@leaf
def _one_segment_further(  # type: ignore[no-untyped-def]
    rungs, first, top, player, expected_bps, values, fills, begins, now
):
    """The best plan that ends with each rung, one segment longer: from row `now` to the other one."""
    segment_s, room_s = player.segment_ns * 1e-9, player.buffer_max_ns * 1e-9
    for rung in range(top + 1):
        rate_bps, took_s = rungs[first + rung].rate_bps, rungs[first + rung].bits / expected_bps
        values[1 - now, rung] = -np.inf
        for before in range(top + 1):
            change = abs(rate_bps - rungs[first + before].rate_bps)
            stall_s = max(took_s - fills[now, before], 0.0)
            value = values[now, before] + (rate_bps - player.change_weight * change) * 1e-3
            value -= player.stall_weight_kbps * stall_s
            if value > values[1 - now, rung]:
                values[1 - now, rung] = value
                fills[1 - now, rung] = min(max(fills[now, before] - took_s, 0.0) + segment_s, room_s)
                begins[1 - now, rung] = begins[now, before]


@inlined
def chosen_rung(rungs, first, player, viewer, buffer_s):  # type: ignore[no-untyped-def]
    """The rung of the next segment of a viewer whose player has measured throughput or not."""
    top, rule = np.int64(viewer.top), player.rule
    expected_bps = min(viewer.fast_bps, viewer.slow_bps)
    limit_bps = player.safety * expected_bps
    if rule == BY_UTILITY and buffer_s >= player.follows_throughput_below_s:
        rung = most_useful(rungs, first, top, viewer.last_rung, buffer_s)
    elif rule == BY_PLAN and expected_bps > 0.0:
        rung = planned(rungs, first, top, player, viewer.last_rung, buffer_s, harmonic_mean(viewer.recent))
    else:
        if rule == BY_LINE and (viewer.flags & FILLED or expected_bps == 0.0):
            lowest, highest = rungs[first].rate_bps, rungs[first + top].rate_bps
            limit_bps = on_the_line(player, lowest, highest, buffer_s)
        elif rule > BY_PLAN:
            limit_bps = player.fixed_bps
        rung = highest_below(rungs, first, top, limit_bps)
    return rung
