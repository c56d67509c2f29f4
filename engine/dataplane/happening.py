"""What happens to one viewer at one instant: a segment is there, a request goes on, or the viewer acts."""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import hot_leaf, leaf
from engine.dataplane.draws import GOES_ON, PAUSING, PLACE, RELOADS, chance, waiting
from engine.dataplane.licensing import keys_end_ns, take_keys
from engine.dataplane.living import note_edge
from engine.dataplane.placeholder import begin_anew, empty_placeholder, trim_placeholder
from engine.dataplane.playing import (
    end_stall,
    has_enough,
    measure_throughput,
    note_reservoir,
    plan_fetch,
    play,
    stall,
    start,
    stop,
    take_segment,
)
from engine.dataplane.records import (
    ABSENT,
    ANSWERED,
    BROWSING,
    COMES,
    DONE,
    ENDS,
    FAILED,
    KEYLESS,
    NEVER_NS,
    NEXT_EPISODE,
    NOTHING,
    PAUSED,
    PAUSES,
    PLAYING,
    PRESSING,
    REWOUND,
    SAME_TITLE,
    SEEKING,
    SPOILT,
    STALLED,
    STARTING,
    TIRED_OF_STALL,
    TIRED_OF_START,
    WAITS,
)
from engine.dataplane.sessions import (
    announce,
    browse,
    choose_turn,
    episode_segments,
    live_segment,
    press,
    press_later,
    put_state,
    shorten,
)


@hot_leaf
def virtual_at(row, t, t0, dt_ns):  # type: ignore[no-untyped-def]
    """Units that a download of a class would have got since the start, up to an instant of this step."""
    return row.virtual + row.rate * (t - t0) // dt_ns


@hot_leaf
def join(viewer, row, units, t, t0, dt_ns):  # type: ignore[no-untyped-def]
    """The first byte is there: the download takes its share. Returns where `virtual` will be when it is over."""
    begin = virtual_at(row, t, t0, dt_ns)
    row.active += 1
    row.started += begin
    viewer.fetch, viewer.fetch_ns, viewer.first_byte_ns = COMES, NEVER_NS, t
    return begin + units


@hot_leaf
def part(row, target, units, got):  # type: ignore[no-untyped-def]
    """A download is over after `got` of its units."""
    row.active -= 1
    row.started -= target - units
    row.done += got


@leaf
def cancel(viewer, count, row, target, units, t, t0, dt_ns):  # type: ignore[no-untyped-def]
    """What is fetched is not wanted any more; the new value of its target."""
    if viewer.fetch == COMES:
        got = virtual_at(row, t, t0, dt_ns) - (target - units)
        part(row, target, units, got)
        count.cancelled += got
    viewer.fetch, viewer.fetch_ns = NOTHING, NEVER_NS
    return NEVER_NS


@leaf
def leave(viewer, v, count, reason):  # type: ignore[no-untyped-def]
    """Gone, for a reason; the slot is free. Playing, stall and download have been ended by who calls."""
    count.left[reason] += 1
    put_state(viewer, count, ABSENT)
    viewer.segment = count.free
    count.free = v
    viewer.fetch, viewer.fetch_ns, viewer.life_ns = NOTHING, NEVER_NS, NEVER_NS


@hot_leaf
def segment_came(viewer, v, population, count, player, rung, t):  # type: ignore[no-untyped-def]
    """A segment of a rung is whole. Returns how long a start took if it was one, else -1."""
    took_ns = np.int64(-1)
    measure_throughput(viewer, player, rung.bits, t - viewer.first_byte_ns)
    take_segment(viewer, count, player, rung)
    if player.live_ns >= 0:
        note_edge(viewer, count, player, t)
        trim_placeholder(viewer, player, rung, t)
    state = viewer.state
    if state == PLAYING:
        viewer.life_ns = min(viewer.buffer_ns, viewer.turn_ns)
    elif state == STALLED and viewer.flags & KEYLESS == 0:
        if shorten(viewer, population.stall_cost, end_stall(viewer, count, t)):
            leave(viewer, v, count, SPOILT)
            return took_ns
        play(viewer, count, t)
    elif state == STARTING and has_enough(viewer, player) and may_play(viewer, population, t):
        took_ns = start(viewer, population, count, player, t)
    elif state == SEEKING and has_enough(viewer, player):
        choose_turn(viewer, population, player.segment_ns)
        play(viewer, count, t)
    note_reservoir(viewer, player, t)
    plan_fetch(viewer, player, t)
    return took_ns


@leaf
def answered(viewer, v, population, count, player, t, dt_ns):  # type: ignore[no-untyped-def]
    """The control plane has answered a press."""
    if viewer.fetch == ANSWERED:
        count.answers += 1
        put_state(viewer, count, STARTING)
        plan_fetch(viewer, player, t)
    else:
        refused(viewer, v, population, count, t, dt_ns)


@leaf
def refused(viewer, v, population, count, t, dt_ns):  # type: ignore[no-untyped-def]
    """Nothing plays: some press once more, the others leave."""
    count.refusals += 1
    tries = viewer.reloads < population.reloads
    if tries and chance(viewer.key, viewer.presses, RELOADS) < population.reload_ratio:
        count.reloads += 1
        viewer.reloads += np.uint8(1)
        viewer.flags |= SAME_TITLE
        viewer.fetch, viewer.fetch_ns = NOTHING, NEVER_NS
        press_later(viewer, count, t, population.reload_ns, dt_ns)
    else:
        leave(viewer, v, count, FAILED)


@leaf
def act(viewer, v, population, count, player, titles, t, dt_ns):  # type: ignore[no-untyped-def]
    """The viewer does something, nothing being fetched that would have to be cancelled."""
    state = viewer.state
    if state == BROWSING:
        announce(viewer, population, count, titles, t, dt_ns)
    elif state == PRESSING:
        press(viewer, population, count, player, t)
    elif state == PAUSED:
        choose_turn(viewer, population, player.segment_ns)
        play(viewer, count, t)
        if viewer.fetch == WAITS:
            plan_fetch(viewer, player, t)
    elif state == PLAYING and viewer.turn_ns > t:
        stall(viewer, population, count, t)
        empty_placeholder(viewer, player)
    elif state == PLAYING:
        turn(viewer, v, population, count, player, t, dt_ns)
    elif state == STALLED:
        end_stall(viewer, count, t)
        leave(viewer, v, count, TIRED_OF_STALL)
    else:
        leave(viewer, v, count, TIRED_OF_START)


@leaf
def may_play(viewer, population, t):  # type: ignore[no-untyped-def]
    """Whether the viewer has the key, if one is needed."""
    return population.period_ns == 0 or keys_end_ns(viewer, population) > t


@leaf
def stall_for_key(viewer, population, count, player, t):  # type: ignore[no-untyped-def]
    """There is content in the buffer, and the key for it is not there."""
    stall(viewer, population, count, t)
    viewer.flags |= KEYLESS
    count.key_stalls += 1
    count.keyless += 1
    count.keyless_since_ns += t
    if viewer.fetch == WAITS:
        plan_fetch(viewer, player, t)


@leaf
def key_came(viewer, population, count, player, t):  # type: ignore[no-untyped-def]
    """Who has waited for a key and has it goes on; the end of a session that the stall has used up is left to play.

    Returns how long a start took if it was one, else -1.
    """
    took_ns = np.int64(-1)
    if not take_keys(viewer, population, count, t):
        return took_ns
    if viewer.state == STALLED and viewer.flags & KEYLESS:
        shorten(viewer, population.stall_cost, end_stall(viewer, count, t))
        play(viewer, count, t)
        if viewer.fetch == WAITS:
            plan_fetch(viewer, player, t)
    elif viewer.state == STARTING and has_enough(viewer, player):
        took_ns = start(viewer, population, count, player, t)
        if viewer.fetch == WAITS:
            plan_fetch(viewer, player, t)
    return took_ns


@leaf
def drops_fetch(viewer, t):  # type: ignore[no-untyped-def]
    """Whether what the viewer does now ends a download."""
    if viewer.state == PLAYING:
        return viewer.turn_ns <= t and viewer.deed != PAUSES
    return viewer.state not in (BROWSING, PRESSING, PAUSED)


@leaf
def turn(viewer, v, population, count, player, t, dt_ns):  # type: ignore[no-untyped-def]
    """The viewer, who plays, ends the session, seeks, pauses, or has seen the episode."""
    stop(viewer, count, t)
    if viewer.deed == ENDS:
        leave(viewer, v, count, DONE)
    elif viewer.deed == NEXT_EPISODE:
        count.episodes += 1
        if chance(viewer.key, viewer.turns, GOES_ON) < population.next_ratio:
            viewer.flags |= SAME_TITLE
            press_later(viewer, count, t, population.next_ns, dt_ns)
        else:
            browse(viewer, population, count, t, dt_ns)
    elif viewer.deed == PAUSES:
        count.pauses += 1
        put_state(viewer, count, PAUSED)
        viewer.life_ns = t + np.int64(waiting(viewer.key, viewer.turns, PAUSING, population.pause_s) * 1e9)
        if viewer.fetch == WAITS:
            plan_fetch(viewer, player, t)
    else:
        count.seeks += 1
        put_state(viewer, count, SEEKING)
        episode = episode_segments(population, player.segment_ns)
        place = np.int64(chance(viewer.key, viewer.turns, PLACE) * episode)
        viewer.segment, viewer.buffer_ns = viewer.segments - episode + place, 0
        begin_anew(viewer, player)
        if player.live_ns >= 0:
            edge = live_segment(player, t)
            if viewer.segment < edge:
                viewer.reloads |= REWOUND
            else:
                viewer.segment = edge
        viewer.life_ns = NEVER_NS
        plan_fetch(viewer, player, t)
