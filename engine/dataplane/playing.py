# mypy: disable-error-code="operator"
"""What players do: they ask for segments, measure how fast these come, play, and stand still."""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import hot_leaf, inlined, leaf
from engine.dataplane.draws import STALL_PATIENCE, waiting
from engine.dataplane.placeholder import begin_placeholder, rung_by_waiting
from engine.dataplane.records import (
    CONNECTED,
    FILLED,
    KEYLESS,
    NEVER_NS,
    NO_RUNG,
    NOTHING,
    PLAYING,
    REQUESTED,
    SAMPLES,
    STALLED,
    STARTING,
    WAITS,
)
from engine.dataplane.rules import BY_PLAN, BY_WAITING, chosen_rung, highest_below
from engine.dataplane.sessions import choose_turn, put_state


@hot_leaf
def halved(times):  # type: ignore[no-untyped-def]
    """2**-times for times >= 0, to seven digits: Taylor's series around the middle of the last halving."""
    whole = min(np.int64(times), 1000)
    x = (0.5 - (times - whole)) * 0.6931471805599453
    x2 = x * x
    series = (1.0 + x) + x2 * (0.5 + x * (1.0 / 6.0)) + x2 * x2 * (1.0 / 24.0 + x * (1.0 / 120.0) + x2 * (1.0 / 720.0))
    return series * 0.7071067811865476 * np.int64((1023 - whole) << 52).view(np.float64)


@hot_leaf
def content_ns(viewer, t):  # type: ignore[no-untyped-def]
    """Content in the buffer."""
    return viewer.buffer_ns - t if viewer.state == PLAYING else viewer.buffer_ns


@hot_leaf
def plan_fetch(viewer, player, t):  # type: ignore[no-untyped-def]
    """When the next segment is asked for: as soon as the buffer has room for it."""
    viewer.fetch, viewer.fetch_ns = NOTHING, NEVER_NS
    if viewer.segment >= viewer.segments:
        return
    viewer.fetch = WAITS
    over_ns = content_ns(viewer, t) + player.segment_ns - player.buffer_max_ns
    if over_ns <= 0:
        viewer.fetch_ns = t
    elif viewer.state == PLAYING:
        viewer.fetch_ns = t + over_ns
    if player.live_ns >= 0 and viewer.fetch_ns != NEVER_NS:
        viewer.fetch_ns = max(viewer.fetch_ns, (viewer.segment + 1) * player.segment_ns + player.live_ns)


@inlined
def choose_rung(viewer, player, rungs, first, cap_bps, t):  # type: ignore[no-untyped-def]
    """The rung of the segment that is asked for now."""
    if viewer.state == STARTING and player.fixed_bps == 0.0:
        known_bps = min(viewer.fast_bps, viewer.slow_bps)
        if known_bps == 0.0 or player.remembers == 0:
            known_bps = cap_bps
        viewer.rung = highest_below(rungs, first, np.int64(viewer.top), player.startup_factor * known_bps)
        if player.rule == BY_WAITING:
            begin_placeholder(rungs, first, player, viewer, content_ns(viewer, t) * 1e-9)
    elif player.rule == BY_WAITING:
        viewer.rung = rung_by_waiting(rungs, first, player, viewer, content_ns(viewer, t) * 1e-9, t)
    else:
        viewer.rung = chosen_rung(rungs, first, player, viewer, content_ns(viewer, t) * 1e-9)


@hot_leaf
def ask(viewer, player, latency_ns, t):  # type: ignore[no-untyped-def]
    """The request is on its way; a first one has to connect."""
    trips = 1 if viewer.flags & CONNECTED else player.round_trips
    viewer.flags |= CONNECTED
    viewer.fetch, viewer.fetch_ns = REQUESTED, t + trips * latency_ns


@hot_leaf
def measure_throughput(viewer, player, bits, took_ns):  # type: ignore[no-untyped-def]
    """A quick and a slow mean, each forgetting half within its half-life of downloading; the first sample begins
    both."""
    took_s = max(took_ns, 1) * 1e-9
    rate = bits / took_s
    if viewer.fast_bps == 0.0:
        viewer.fast_bps, viewer.slow_bps = np.float32(rate), np.float32(rate)
    else:
        fast, slow = halved(took_s * player.fast_per_s), halved(took_s * player.slow_per_s)
        viewer.fast_bps = np.float32(fast * viewer.fast_bps + (1.0 - fast) * rate)
        viewer.slow_bps = np.float32(slow * viewer.slow_bps + (1.0 - slow) * rate)
    if player.rule == BY_PLAN:
        viewer.recent[viewer.samples % SAMPLES] = np.float32(rate)
        viewer.samples += 1


@hot_leaf
def take_segment(viewer, count, player, rung):  # type: ignore[no-untyped-def]
    """A segment is there: it is in the buffer and in the books."""
    rung.segments += 1
    count.bits += rung.bits
    if viewer.last_rung != viewer.rung and viewer.last_rung != NO_RUNG:
        count.switches += 1
    viewer.last_rung = viewer.rung
    viewer.segment += 1
    viewer.buffer_ns += player.segment_ns


@hot_leaf
def note_reservoir(viewer, player, t):  # type: ignore[no-untyped-def]
    """Remembers that the buffer has once held the reservoir."""
    if content_ns(viewer, t) >= player.reservoir_s * 1e9:
        viewer.flags |= FILLED


@leaf
def has_enough(viewer, player):  # type: ignore[no-untyped-def]
    """Whether one who starts may play: as many segments as the player wants, or all there are."""
    return viewer.buffer_ns >= player.start_segments * player.segment_ns or viewer.segment >= viewer.segments


@leaf
def play(viewer, count, t):  # type: ignore[no-untyped-def]
    """The picture moves."""
    put_state(viewer, count, PLAYING)
    viewer.buffer_ns += t
    viewer.turn_ns += t
    viewer.began_ns = t
    viewer.life_ns = min(viewer.buffer_ns, viewer.turn_ns)
    count.playing_since_ns += t


@leaf
def stop(viewer, count, t):  # type: ignore[no-untyped-def]
    """The picture stops: a spell of playing goes to the books. The state has to be put by who calls."""
    viewer.buffer_ns -= t
    viewer.turn_ns -= t
    viewer.wanted_ns -= t - viewer.began_ns
    count.playing_since_ns -= viewer.began_ns
    count.played_ns += t - viewer.began_ns


@leaf
def stall(viewer, population, count, t):  # type: ignore[no-untyped-def]
    """The buffer is empty."""
    stop(viewer, count, t)
    put_state(viewer, count, STALLED)
    viewer.began_ns = t
    count.stalls += 1
    viewer.stalls += np.uint16(1)
    count.stalled_since_ns += t
    viewer.life_ns = NEVER_NS
    if population.stall_patience_s > 0.0:
        seconds = waiting(viewer.key, viewer.stalls, STALL_PATIENCE, population.stall_patience_s)
        viewer.life_ns = t + np.int64(seconds * 1e9)


@leaf
def end_stall(viewer, count, t):  # type: ignore[no-untyped-def]
    """Books of a stall; returns how long it was."""
    took_ns = t - viewer.began_ns
    count.stalled_since_ns -= viewer.began_ns
    count.stalled_ns += took_ns
    if viewer.flags & KEYLESS:
        count.keyless -= 1
        count.keyless_since_ns -= viewer.began_ns
        count.key_stalled_ns += took_ns
        viewer.flags &= ~KEYLESS
    return took_ns


@leaf
def start(viewer, population, count, player, t):  # type: ignore[no-untyped-def]
    """First picture of a title; returns how long the start took since the press."""
    took_ns = t - viewer.began_ns
    count.starts += 1
    count.start_ns += took_ns
    choose_turn(viewer, population, player.segment_ns)
    play(viewer, count, t)
    return took_ns
