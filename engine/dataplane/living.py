"""Live segments as players ask for them: those that are late, missing, or so old that a busy origin refuses them.

A player stays near the edge of the stream: when what it would fetch next is too far behind, it goes on with the newest.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf
from engine.dataplane.playing import content_ns
from engine.dataplane.records import MISSING, RECENT, REWOUND
from engine.dataplane.serving import serving_tier
from engine.dataplane.sessions import live_segment, newest_segment


@leaf
def catch_up(viewer, count, player, t):  # type: ignore[no-untyped-def]
    """Who has fallen back too far, and not on purpose, goes on with the newest segments; as many are to come as
    before."""
    if player.behind_ns == 0 or viewer.reloads & REWOUND:
        return
    if (newest_segment(player, t) - viewer.segment) * player.segment_ns > player.behind_ns:
        skip(viewer, live_segment(player, t) - viewer.segment)
        count.jumps += 1


@leaf
def skip(viewer, segments):  # type: ignore[no-untyped-def]
    """Goes on so many segments later; as many as before are to come."""
    viewer.segment += segments
    viewer.segments += segments


@leaf
def turned_back(supply, population, viewer, count, player, t):  # type: ignore[no-untyped-def]
    """Whether the segment that a viewer asks for, after having caught up, cannot be had now; then the time of the next
    request is set."""
    catch_up(viewer, count, player, t)
    if population.live < 0:
        return False
    lives, late = supply[7], supply[8]
    row = lives[population.live]
    there_ns = np.int64(viewer.segment + 1) * player.segment_ns + player.live_ns
    if t - there_ns < (RECENT - 1) * player.segment_ns:
        late_ns = late[row.first + viewer.segment % RECENT]
        if late_ns == MISSING:
            count.skipped += 1
            skip(viewer, 1)
            viewer.fetch_ns = max(t, there_ns + player.segment_ns)
            return True
        if t < there_ns + late_ns:
            count.refused_early += row.holds == 0
            viewer.fetch_ns = there_ns + late_ns if row.holds else t + row.retry_ns
            return True
    if row.is_busy and t - there_ns > row.past_ns and serving_tier(supply, population, viewer, t) == row.tier:
        count.refused_past += 1
        viewer.fetch_ns = t + row.throttle_ns
        return True
    return False


@leaf
def note_edge(viewer, count, player, t):  # type: ignore[no-untyped-def]
    """How far behind the clock a live picture is when a segment of it has come."""
    if viewer.reloads & REWOUND == 0:
        count.at_edge += 1
        count.behind_ns += t - (np.int64(viewer.segment) * player.segment_ns - content_ns(viewer, t))
