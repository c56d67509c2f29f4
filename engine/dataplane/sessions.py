"""What viewers do: they come, browse, press play, get tired, seek, pause, go on to the next episode, and leave.

Patience at the start: Krishnan, Sitaraman, Video stream quality impacts viewer behavior, IMC 2012: of those who wait
longer than 2 s, 5.8 % of all leave in every further second. Stalls: the same paper: a viewer who stands still for 1 %
of a video watches 5 % less of it, so that every second of stall takes five off the session.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf
from engine.dataplane.draws import (
    BROWSE,
    COHORT,
    DEVICE,
    LENGTH,
    NETWORK,
    PATIENCE,
    PAUSE,
    PREMIERE,
    SEEK,
    SESSION,
    TITLE,
    chance,
    lognormal,
    part_of,
    waiting,
)
from engine.dataplane.records import (
    ABSENT,
    ANSWERED,
    ASKED,
    BROWSING,
    CONNECTED,
    ENDS,
    FILLED,
    NEVER_NS,
    NEXT_EPISODE,
    NO_RUNG,
    NOTHING,
    PAUSES,
    PRESSED,
    PRESSING,
    REWOUND,
    SAME_TITLE,
    SEEKS,
    TURNED_AWAY,
)
from engine.kernel.popularity import draw_key
from engine.kernel.random import numbered

SECOND_NS = 1e9


@leaf
def put_state(viewer, count, state):  # type: ignore[no-untyped-def]
    """Moves a viewer to another state."""
    count.present[viewer.state] -= 1
    count.present[state] += 1
    viewer.state = state


@leaf
def next_session(count, expected, t0, dt_ns):  # type: ignore[no-untyped-def]
    """When the next session begins in the step of `expected` ones, or NEVER_NS; draws the time to the one after."""
    if count.until > expected:
        return NEVER_NS
    return t0 + np.int64(count.until / expected * dt_ns)


@leaf
def seat(viewers, classes_of, populations, p, count, homes, at_ns, dt_ns):  # type: ignore[no-untyped-def]
    """A new session: a viewer of population `p`, who begins to browse; counted as turned away when there is no room."""
    population = populations[p]
    key = numbered(population.key, count.sessions)
    count.sessions += 1
    v = count.free
    if v < 0:
        count.left[TURNED_AWAY] += 1
        return v
    count.free = viewers[v].segment
    viewer = viewers[v]
    network = part_of(population.network_until, population.networks, chance(key, 0, NETWORK))
    cohort = np.int64(chance(key, 0, COHORT) * population.cohorts)
    classes_of[v] = homes[population.first_home[network] + cohort].first_class
    viewer.top = population.tops[part_of(population.device_until, population.devices, chance(key, 0, DEVICE))]
    viewer.key = key
    length_s = lognormal(key, 0, LENGTH, population.session_mean_s, population.session_sigma)
    viewer.wanted_ns = np.int64(length_s * SECOND_NS)
    viewer.fast_bps, viewer.slow_bps = np.float32(0.0), np.float32(0.0)
    viewer.samples, viewer.stalls, viewer.presses, viewer.turns = 0, 0, 0, 0
    viewer.reloads, viewer.flags, viewer.held, viewer.asked, viewer.key_after_ns = 0, 0, 0, 0, 0
    viewer.recent[:] = np.float32(0.0)
    viewer.fetch, viewer.fetch_ns = NOTHING, NEVER_NS
    put_state(viewer, count, ABSENT)
    browse(viewer, population, count, at_ns, dt_ns)
    return v


@leaf
def browse(viewer, population, count, at_ns, dt_ns):  # type: ignore[no-untyped-def]
    """Looks around until the next press."""
    seconds = waiting(viewer.key, viewer.presses, BROWSE, population.browse_s)
    press_later(viewer, count, at_ns, np.int64(seconds * SECOND_NS), dt_ns)


@leaf
def press_later(viewer, count, at_ns, in_ns, dt_ns):  # type: ignore[no-untyped-def]
    """Will press, at the earliest a step from now: who answers must know a press one step ahead."""
    put_state(viewer, count, BROWSING)
    viewer.life_ns = at_ns + max(in_ns, dt_ns) - dt_ns


@leaf
def announce(viewer, population, count, titles, t, dt_ns):  # type: ignore[no-untyped-def]
    """A step before the press it is known, and for which title."""
    put_state(viewer, count, PRESSING)
    viewer.presses += np.uint16(1)
    viewer.life_ns = t + dt_ns
    if viewer.flags & SAME_TITLE == 0:
        if population.premiere_ratio > chance(viewer.key, viewer.presses, PREMIERE):
            viewer.title = population.premiere
        else:
            key = numbered(viewer.key, viewer.presses) ^ TITLE
            viewer.title = draw_key(titles, population.first_title, population.titles, key)
        viewer.segment, viewer.segments, viewer.reloads = 0, 0, 0


@leaf
def press(viewer, population, count, player, t):  # type: ignore[no-untyped-def]
    """Presses play and waits for the answer, as long as patience lasts."""
    put_state(viewer, count, PRESSED)
    count.presses += 1
    if viewer.segment == viewer.segments:  # not a second try
        if player.live_ns >= 0:
            viewer.segment = live_segment(player, t)
        viewer.segments = viewer.segment + episode_segments(population, player.segment_ns)
    viewer.began_ns, viewer.buffer_ns, viewer.last_rung = t, 0, NO_RUNG
    viewer.flags &= ~(CONNECTED | FILLED | SAME_TITLE)
    viewer.reloads &= ~REWOUND
    viewer.life_ns = NEVER_NS
    if population.hazard_per_s > 0.0:
        patience_s = population.patience_s + chance(viewer.key, viewer.presses, PATIENCE) / population.hazard_per_s
        viewer.life_ns = t + np.int64(patience_s * SECOND_NS)
    if population.has_control == 0:
        viewer.fetch, viewer.fetch_ns = ANSWERED, t + population.control_ns
    elif viewer.fetch == NOTHING:
        viewer.fetch = ASKED


@leaf
def live_segment(player, t):  # type: ignore[no-untyped-def]
    """With which segment one begins who joins a live picture: as many behind the newest as a start needs."""
    return max(newest_segment(player, t) - player.start_segments + 1, 0)


@leaf
def newest_segment(player, t):  # type: ignore[no-untyped-def]
    """The last live segment that can be fetched, if all is well."""
    return (t - player.live_ns) // player.segment_ns - 1


@leaf
def episode_segments(population, segment_ns):  # type: ignore[no-untyped-def]
    """Segments of an episode, at least one."""
    return max(np.int64(population.title_s * SECOND_NS) // segment_ns, 1)


@leaf
def choose_turn(viewer, population, segment_ns):  # type: ignore[no-untyped-def]
    """What the viewer, who does not play at the moment, will do next, and after how much playing."""
    content_ns = np.int64(viewer.segments - viewer.segment) * segment_ns + viewer.buffer_ns
    viewer.turn_ns, viewer.deed = content_ns, NEXT_EPISODE
    if viewer.wanted_ns < viewer.turn_ns:
        viewer.turn_ns, viewer.deed = viewer.wanted_ns, ENDS
    for deed, per_s, purpose in ((SEEKS, population.seek_per_s, SEEK), (PAUSES, population.pause_per_s, PAUSE)):
        if per_s > 0.0:
            after_ns = np.int64(waiting(viewer.key, viewer.turns, purpose, 1.0 / per_s) * SECOND_NS)
            if after_ns < viewer.turn_ns:
                viewer.turn_ns, viewer.deed = after_ns, deed
    viewer.turns += np.uint16(1)


@leaf
def shorten(viewer, cost, stalled_ns):  # type: ignore[no-untyped-def]
    """A stall takes its share off the session; True when nothing is left."""
    viewer.wanted_ns -= np.int64(cost * stalled_ns)
    if viewer.wanted_ns < viewer.turn_ns:
        viewer.turn_ns, viewer.deed = max(viewer.wanted_ns, 0), ENDS
    return viewer.wanted_ns <= 0


@leaf
def draw_until(population, count):  # type: ignore[no-untyped-def]
    """The time to the next session, in expected sessions."""
    return waiting(population.key, count.sessions, SESSION, 1.0)
