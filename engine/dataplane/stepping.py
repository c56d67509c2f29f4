"""One step: bandwidths, arrivals, fair shares, and then every viewer to whom something happens, each up to its end.

Within a step viewers do not know of one another: rates hold, and events of one viewer come in their order. Most viewers
have nothing to do in a step; of these three numbers are read and none is written.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.access import renew_access
from engine.dataplane.compiled import compiled, hot_leaf, inlined, leaf, loop
from engine.dataplane.due import count_joins, list_ends, list_wakes
from engine.dataplane.happening import (
    act,
    answered,
    cancel,
    drops_fetch,
    join,
    key_came,
    part,
    segment_came,
    stall_for_key,
)
from engine.dataplane.licensing import ask_turn, is_key_turn, key_instant, keys_end_ns, list_ask, mind_keys
from engine.dataplane.living import turned_back
from engine.dataplane.missing import ask_behind
from engine.dataplane.playing import ask, choose_rung
from engine.dataplane.records import (
    ANSWERED,
    ASKED,
    COMES,
    CONNECTED,
    NEVER_NS,
    PLAYING,
    PRESSED,
    PRESSING,
    REFUSED,
    REQUESTED,
    WAITS,
)
from engine.dataplane.serving import serving_route, wait_for_bytes
from engine.dataplane.sessions import draw_until, next_session, seat
from engine.dataplane.sharing import expected_active, share_links
from engine.design.carriers import HOPS
from engine.kernel.fetching import fetch_line, fetch_row
from engine.kernel.histogram import bucket_of

STEP, DT_NS, STEPS_PER_S, ASKS, EVENTS, KEY_ASKS, MISSED = range(7)
REGISTERS = 7
AHEAD = 12
"""So many turns before that of a viewer memory is asked for the row: it takes as long as that to come."""


@compiled
def step(  # type: ignore[no-untyped-def]
    viewers,
    wakes,
    fetches,
    targets,
    classes_of,
    asks,
    key_asks,
    due,
    marks,
    classes,
    ends,
    scratch,
    room,
    before,
    homes,
    links,
    first_member,
    members,
    populations,
    counts,
    players,
    rungs,
    titles,
    trace_bps,
    supply,
    starts,
    registers,
):
    """One step further. `scratch` (f8, 4 x classes) and `room` (f8, links x 3) keep nothing."""
    dt_ns = registers[DT_NS]
    t0 = registers[STEP] * dt_ns
    t1 = t0 + dt_ns
    registers[ASKS], registers[KEY_ASKS], registers[MISSED] = 0, 0, 0
    renew_access(homes, trace_bps, registers[STEP], registers[STEPS_PER_S])
    welcome(viewers, wakes, fetches, classes_of, populations, counts, homes, t0, dt_ns)
    joins, begun, expected, rates = scratch[0], scratch[1], scratch[2], scratch[3]
    flags = marks.view(np.uint8)
    woken = list_wakes(wakes, t1, marks, flags, due)
    count_joins(viewers, wakes, fetches, classes_of, t1, dt_ns, due[:woken], joins, begun)
    expected_active(classes, joins, begun, before, expected)
    is_set = np.zeros(classes.shape[0], np.bool_)
    share_links(classes, homes, links, first_member, members, expected, rates, room, is_set)
    for c in range(classes.shape[0]):
        ends[c] = classes[c].virtual + classes[c].rate
    found = list_ends(wakes, targets, classes_of, ends, t1, marks, flags, due, woken)
    live(
        viewers,
        wakes,
        fetches,
        targets,
        classes_of,
        asks,
        key_asks,
        due[:found],
        woken,
        classes,
        homes,
        populations,
        counts,
        players,
        rungs,
        titles,
        supply,
        starts,
        registers,
    )
    close(classes, ends, links)
    registers[STEP] += 1


@loop
def live(  # type: ignore[no-untyped-def]
    viewers,
    wakes,
    fetches,
    targets,
    classes_of,
    asks,
    key_asks,
    due,
    woken,
    classes,
    homes,
    populations,
    counts,
    players,
    rungs,
    titles,
    supply,
    starts,
    registers,
):
    """Everything that happens in this step to the viewers of the list `due`, of whom the first `woken` may ask."""
    dt_ns, steps_per_s = registers[DT_NS], registers[STEPS_PER_S]
    t0, t1 = registers[STEP] * dt_ns, (registers[STEP] + 1) * dt_ns
    asking = woken if supply[1].shape[0] > 1 else 0
    for turn in range(due.shape[0]):
        look_ahead(viewers, wakes, targets, classes_of, due, turn + AHEAD, asking)
        v = np.int64(due[turn])
        viewer, wake, p = viewers[v], wakes[v], classes[classes_of[v]].population
        population, books = populations[p], counts[p]
        player = players[population.player]
        while True:
            registers[EVENTS] += 1
            row, target = classes[classes_of[v]], targets[v]
            t = NEVER_NS
            if target <= row.virtual + row.rate:
                t = t0 - ((row.virtual - target) * dt_ns) // row.rate
            if t == NEVER_NS and wake >= t1:
                break
            rung = rungs[population.first_rung + viewer.rung]
            units = rung.bits * steps_per_s
            if about_keys(viewer, v, population, books, player, key_asks, starts, p, registers, t, wake):
                pass
            elif t <= wake:
                part(row, target, units, units)
                targets[v] = NEVER_NS
                note_start(starts, p, segment_came(viewer, v, population, books, player, rung, t))
            elif viewer.fetch_ns > viewer.life_ns:
                if drops_fetch(viewer, wake):
                    targets[v] = cancel(viewer, books, row, target, units, wake, t0, dt_ns)
                act(viewer, v, population, books, player, titles, wake, dt_ns)
                list_press(viewer, v, population, asks, registers)
            elif viewer.fetch == REQUESTED:
                targets[v] = join(viewer, row, units, wake, t0, dt_ns)
            elif viewer.fetch == WAITS:
                home = homes[row.home]
                choose_rung(viewer, player, rungs, population.first_rung, home.cap_bps, wake)
                if player.live_ns < 0 or not turned_back(supply, population, viewer, books, player, wake):
                    size = rungs[population.first_rung + viewer.rung].bits
                    last, first = serving_route(supply, population, viewer, size, wake)
                    classes_of[v] = home.first_class + last
                    row = classes[home.first_class + last]
                    ask(viewer, player, row.latency_ns, wake)
                    wait_behind(supply, population, viewer, registers, first, last, wake)
                    if viewer.fetch_ns < min(t1, viewer.life_ns):
                        targets[v] = join(viewer, row, size * steps_per_s, viewer.fetch_ns, t0, dt_ns)
            else:
                answered(viewer, v, population, books, player, wake, dt_ns)
            wakes[v] = wake = next_wake(viewer, v, population, books, key_asks, registers, min(t, wake))
        fetches[v] = wake == viewer.fetch_ns and viewer.state != PRESSING


@hot_leaf
def look_ahead(viewers, wakes, targets, classes_of, due, turn, asking):  # type: ignore[no-untyped-def]
    """Asks memory for the row of a turn to come; the first `asking` of the list need both of its lines."""
    if turn < due.shape[0]:
        fetch_row(viewers, due[turn])
        fetch_row(wakes, due[turn])
        fetch_row(targets, due[turn])
        fetch_row(classes_of, due[turn])
        if turn < asking:
            fetch_line(viewers, due[turn], 1)


@hot_leaf
def wait_behind(supply, population, viewer, registers, first, last, wake):  # type: ignore[no-untyped-def]
    """What a request costs beyond the way there: others are asked for what is missed, and bytes come late."""
    if first != last:
        ask_behind(supply, population, viewer, registers, MISSED, first, last, wake)
    if supply[6].shape[0] > 0:
        wait_for_bytes(supply, population, viewer, first, last)


@leaf
def list_press(viewer, v, population, asks, registers):  # type: ignore[no-untyped-def]
    """Notes a press that somebody outside is to answer."""
    if viewer.state == PRESSING and population.has_control != 0:
        asks[registers[ASKS]] = v
        registers[ASKS] += 1


@hot_leaf
def note_start(starts, p, took_ns):  # type: ignore[no-untyped-def]
    """Counts a start, if there was one."""
    if took_ns >= 0:
        starts[p, bucket_of(took_ns)] += 1


@inlined
def about_keys(  # type: ignore[no-untyped-def]
    viewer, v, population, books, player, key_asks, starts, p, registers, t, wake
):
    """Does what the viewer's next turn asks for if it is about keys, else nothing and says so."""
    return population.period_ns > 0 and keys_turn(
        viewer, v, population, books, player, key_asks, starts, p, registers, t, wake
    )


@inlined
def next_wake(viewer, v, population, books, key_asks, registers, now_ns):  # type: ignore[no-untyped-def]
    """When something happens to the viewer next but for a segment that comes, after what happened at a time."""
    key_ns = NEVER_NS
    if population.period_ns > 0:
        t0 = registers[STEP] * registers[DT_NS]
        mind_keys(viewer, v, population, books, key_asks, registers, KEY_ASKS, now_ns, t0, registers[DT_NS])
        key_ns = key_instant(viewer, t0)
    return min(viewer.fetch_ns, viewer.life_ns, key_ns)


@leaf
def keys_turn(  # type: ignore[no-untyped-def]
    viewer, v, population, books, player, key_asks, starts, p, registers, t, wake
):
    """The turn of a viewer who needs keys; False when it is about something else."""
    dt_ns = registers[DT_NS]
    t0 = registers[STEP] * dt_ns
    if wake <= t and key_instant(viewer, t0) <= wake:
        note_start(starts, p, key_came(viewer, population, books, player, wake))
        return True
    if t <= wake or not is_key_turn(viewer, population, wake):
        return False
    if viewer.state == PLAYING and keys_end_ns(viewer, population) <= wake:
        stall_for_key(viewer, population, books, player, wake)
    elif ask_turn(viewer, population, wake, dt_ns) <= wake:
        list_ask(viewer, v, population, books, key_asks, registers, KEY_ASKS, wake, t0, dt_ns)
    return True


@leaf
def welcome(viewers, wakes, fetches, classes_of, populations, counts, homes, t0, dt_ns):  # type: ignore[no-untyped-def]
    """Sessions that begin in this step."""
    for p in range(populations.shape[0]):
        books = counts[p]
        expected = books.rate_per_s * dt_ns * 1e-9
        while True:
            at_ns = next_session(books, expected, t0, dt_ns)
            if at_ns == NEVER_NS:
                break
            v = seat(viewers, classes_of, populations, p, books, homes, at_ns, dt_ns)
            if v >= 0:
                wakes[v], fetches[v] = viewers[v].life_ns, False
            books.until += draw_until(populations[p], books)
        books.until -= expected


@compiled
def gather(viewers, wakes, fetches, classes_of, populations, counts, homes, p, sessions, dt_ns):  # type: ignore[no-untyped-def]
    """Sessions of one population that begin at time 0."""
    for _ in range(sessions):
        v = seat(viewers, classes_of, populations, p, counts[p], homes, 0, dt_ns)
        if v >= 0:
            wakes[v], fetches[v] = viewers[v].life_ns, False


@leaf
def close(classes, ends, links):  # type: ignore[no-untyped-def]
    """Books of classes and links at the end of a step."""
    for link in range(links.shape[0]):
        links[link].now = 0
    for c in range(classes.shape[0]):
        row = classes[c]
        row.virtual = ends[c]
        carried = row.done + row.active * row.virtual - row.started
        for hop in range(HOPS):
            if row.links[hop] >= 0:
                links[row.links[hop]].now += carried - row.carried
        row.carried = carried
    for link in range(links.shape[0]):
        row = links[link]
        row.carried += row.now
        capacity = np.int64(row.capacity_bps)
        row.debt = max(row.debt + row.now - capacity, -capacity // 4 if row.level < np.inf else 0)


@compiled
def ask_again(  # type: ignore[no-untyped-def]
    viewers, wakes, fetches, targets, classes_of, classes, counts, rungs, populations, is_dead, now_ns, dt_ns
):
    """Whoever waits for bytes of a class that is marked in `is_dead` asks somebody else, at the begin of a step."""
    steps_per_s = 1_000_000_000 // dt_ns
    for v in range(viewers.shape[0]):
        viewer = viewers[v]
        if not is_dead[classes_of[v]] or viewer.fetch not in (COMES, REQUESTED):
            continue
        row = classes[classes_of[v]]
        population = populations[row.population]
        units = rungs[population.first_rung + viewer.rung].bits * steps_per_s
        targets[v] = cancel(viewer, counts[row.population], row, targets[v], units, now_ns, now_ns, dt_ns)
        viewer.fetch, viewer.fetch_ns = WAITS, now_ns
        viewer.flags &= ~CONNECTED
        wakes[v], fetches[v] = min(now_ns, viewer.life_ns), False


@compiled
def answer(viewers, wakes, fetches, asked, presses, are_good, at_ns):  # type: ignore[no-untyped-def]
    """Answers to presses, told by viewer and number of the press; returns how many were still waited for."""
    taken = 0
    for place in range(asked.shape[0]):
        v = asked[place]
        viewer = viewers[v]
        waits = viewer.fetch == ASKED if viewer.state == PRESSED else viewer.state == PRESSING
        if waits and viewer.presses == presses[place]:
            viewer.fetch = ANSWERED if are_good[place] else REFUSED
            viewer.fetch_ns = max(at_ns[place], viewer.life_ns + 1) if viewer.state == PRESSING else at_ns[place]
            wakes[v], fetches[v] = min(viewer.fetch_ns, viewer.life_ns), False
            taken += 1
    return taken


@compiled
def carried_by_viewers(viewers, targets, classes_of, classes, populations, rungs, steps_per_s):  # type: ignore[no-untyped-def]
    """Units that downloads under way have got, added up viewer by viewer (i8, classes): the slow half of the books."""
    got = np.zeros(classes.shape[0], np.int64)
    for v in range(viewers.shape[0]):
        viewer = viewers[v]
        if viewer.fetch == COMES:
            row = classes[classes_of[v]]
            units = rungs[populations[classes[classes_of[v]].population].first_rung + viewer.rung].bits * steps_per_s
            got[classes_of[v]] += units - (targets[v] - row.virtual)
    return got
