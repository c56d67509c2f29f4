"""BOLA on live pictures: time that is spent waiting for segments counts as content.

As published BOLA reaches the highest rungs with content that a live picture never has. What is added to the content,
the placeholder, grows while nothing is fetched because nothing is there to be fetched, so that downloads alone decide.
A rung above the last one is not begun unless throughput carries it (BOLA-O).

Source: BolaRule.js of dash.js, version 3 (`updatePlaceholderBuffer`, `checkNewSegment`, `getMaxIndex`); Spiteri,
Sitaraman, Sparacio, From theory to practice, MMSys 2018. Left out: no fetching is put off.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf
from engine.dataplane.records import AT_REQUEST, IS_STEADY, NO_RUNG, PLACEHOLDER
from engine.dataplane.rules import BY_WAITING, highest_below, most_useful

KEPT = 0.99
"""What is left of the placeholder after a segment."""


@leaf
def begin_placeholder(rungs, first, player, viewer, content_s):  # type: ignore[no-untyped-def]
    """As much as makes BOLA choose the rung that was chosen otherwise, until there is a segment of content."""
    viewer.recent[PLACEHOLDER] = np.float32(max(rungs[first + viewer.rung].from_s - content_s, 0.0))
    viewer.recent[AT_REQUEST] = np.float32(content_s)
    viewer.recent[IS_STEADY] = np.float32(1.0 if content_s >= player.segment_ns * 1e-9 else 0.0)


@leaf
def rung_by_waiting(rungs, first, player, viewer, content_s, t):  # type: ignore[no-untyped-def]
    """The rung of the next segment: by throughput until there was a segment of content, then by BOLA."""
    top = np.int64(viewer.top)
    carried = highest_below(rungs, first, top, player.safety * min(viewer.fast_bps, viewer.slow_bps))
    if viewer.recent[IS_STEADY] == 0.0:
        viewer.rung = carried
        begin_placeholder(rungs, first, player, viewer, content_s)
        return carried
    waited_s = np.float64(viewer.recent[PLACEHOLDER]) + max(t - viewer.first_byte_ns, 0) * 1e-9
    last = np.int64(0) if viewer.last_rung == NO_RUNG else np.int64(viewer.last_rung)
    rung = most_useful(rungs, first, top, viewer.last_rung, content_s + waited_s)
    if rung > max(last, carried):
        rung = max(last, carried)
    over_s = max(content_s + waited_s - rungs[first + rung].until_s, 0.0)
    viewer.recent[PLACEHOLDER] = np.float32(max(waited_s - over_s, 0.0))
    viewer.recent[AT_REQUEST] = np.float32(content_s)
    viewer.first_byte_ns = t
    return rung


@leaf
def trim_placeholder(viewer, player, rung, t):  # type: ignore[no-untyped-def]
    """A segment of a rung has come: with what was there when it was asked for, no more than it was worth."""
    if player.rule == BY_WAITING:
        most_s = max(rung.until_s - np.float64(viewer.recent[AT_REQUEST]), 0.0)
        viewer.recent[PLACEHOLDER] = np.float32(min(KEPT * np.float64(viewer.recent[PLACEHOLDER]), most_s))
        viewer.first_byte_ns = t


@leaf
def empty_placeholder(viewer, player):  # type: ignore[no-untyped-def]
    """The content has run out, and so does what was counted as some."""
    if player.rule == BY_WAITING:
        viewer.recent[PLACEHOLDER] = np.float32(0.0)


@leaf
def begin_anew(viewer, player):  # type: ignore[no-untyped-def]
    """Another place of the picture is begun as the first one was."""
    if player.rule == BY_WAITING:
        viewer.recent[IS_STEADY] = np.float32(0.0)
