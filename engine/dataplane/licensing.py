"""Keys that run out: what a player is allowed to decrypt, and when it asks for more.

Time is cut into periods, each with a key of its own, number n from (n - 1) T to n T. A player holds the keys up to a
number, asks for the next one at some time in the last J seconds before it is needed, and stands still without it.

Where keys have leaked all of them are changed by force, at once: players ask anew at some time in the next J seconds,
and what they hold is good until then, and for the grace.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import compiled, leaf
from engine.dataplane.draws import DEVICE_CLOCK, FORCED, PATIENCE, RENEWAL, RETRY, STALL_PATIENCE, chance, waiting
from engine.dataplane.records import (
    ABSENT,
    ASKING,
    BY_DEVICE,
    BY_TITLE,
    KEY_REFUSED,
    KEYLESS,
    LEAKED,
    NEVER_NS,
    PLAYING,
    PRESSED,
    PRESSING,
    RETRIES,
    STALLED,
    STARTING,
    TO_ASK,
)


@leaf
def period_of(population, t):  # type: ignore[no-untyped-def]
    """The number of the key of a time."""
    return t // population.period_ns + 1


@leaf
def ahead_ns(viewer, population):  # type: ignore[no-untyped-def]
    """How much the clock of the device is ahead; negative for one that is behind."""
    if population.skew_ns == 0:
        return np.int64(0)
    return np.int64((2.0 * chance(viewer.key, 0, DEVICE_CLOCK) - 1.0) * population.skew_ns)


@leaf
def planned_ns(viewer, population, number):  # type: ignore[no-untyped-def]
    """When the viewer means to ask for the key after a number."""
    early = np.int64(chance(viewer.key, number, RENEWAL) * population.jitter_ns)
    return np.int64(number) * population.period_ns - early - ahead_ns(viewer, population)


@leaf
def renewal_ns(viewer, population):  # type: ignore[no-untyped-def]
    """When the viewer means to ask again: for the key after the last one, or sooner for one in the place of a leaked
    one."""
    at_ns = planned_ns(viewer, population, viewer.asked)
    if viewer.held & LEAKED:
        late_ns = np.int64(chance(viewer.key, population.forced, FORCED) * population.jitter_ns)
        at_ns = min(at_ns, population.forced_ns + late_ns)
    return at_ns


@leaf
def keys_end_ns(viewer, population):  # type: ignore[no-untyped-def]
    """Until when the player can decrypt; a clock that is ahead lets it believe that the time is over sooner. Leaked
    keys are good until everybody has had the time to ask for others, whatever a clock says."""
    held = np.int64(viewer.held & ~LEAKED)
    if held == 0:
        return np.int64(0)
    end_ns = held * population.period_ns + population.grace_ns - max(ahead_ns(viewer, population), 0)
    if viewer.held & LEAKED:
        end_ns = min(end_ns, population.forced_ns + population.jitter_ns + population.grace_ns)
    return end_ns


@leaf
def ask_turn(viewer, population, t, dt_ns):  # type: ignore[no-untyped-def]
    """From `t` on, when the next request for a key becomes known, which is a step before it is sent.

    A request that failed is repeated at the same places of every `retry_ns`, at others for each viewer.
    """
    if viewer.flags & ASKING:
        return NEVER_NS
    if viewer.flags & RETRIES:
        place = np.int64(chance(viewer.key, 0, RETRY) * population.retry_ns)
        return t + (place - t) % population.retry_ns
    if viewer.held == 0:
        return t
    return max(renewal_ns(viewer, population) - dt_ns, t)


@leaf
def patience_end_ns(viewer, population):  # type: ignore[no-untyped-def]
    """When one who waits for a start, or stands still, has had enough."""
    if viewer.state == STALLED:
        if population.stall_patience_s <= 0.0:
            return NEVER_NS
        seconds = waiting(viewer.key, viewer.stalls, STALL_PATIENCE, population.stall_patience_s)
    else:
        if population.hazard_per_s <= 0.0:
            return NEVER_NS
        seconds = population.patience_s + chance(viewer.key, viewer.presses, PATIENCE) / population.hazard_per_s
    return viewer.began_ns + np.int64(seconds * 1e9)


@leaf
def waits_for_key(viewer, population, t):  # type: ignore[no-untyped-def]
    """Whether the viewer can do nothing without a key."""
    if viewer.state == STALLED:
        return viewer.flags & KEYLESS != 0
    return viewer.state in (PRESSED, STARTING) and keys_end_ns(viewer, population) <= t


@leaf
def list_ask(viewer, v, population, count, key_asks, registers, place, t, t0, dt_ns):  # type: ignore[no-untyped-def]
    """A request for a key will be sent one step after `t`; `place` counts the list. In the place of a leaked key comes
    that of the moment, unless the next one would be asked for by now."""
    is_due = viewer.held & LEAKED == 0 or planned_ns(viewer, population, viewer.asked) <= t + dt_ns
    is_next = viewer.held > 0 and is_due and viewer.flags & RETRIES == 0
    viewer.asked = max(np.int64(viewer.asked) + is_next, period_of(population, t + dt_ns))
    viewer.flags = (viewer.flags & ~RETRIES) | ASKING | TO_ASK
    viewer.key_after_ns = t - t0 + 1
    count.key_asks += 1
    key_asks[registers[place]] = v
    registers[place] += 1


@leaf
def take_keys(viewer, population, count, t):  # type: ignore[no-untyped-def]
    """The answer is there; False when it was none. Who would have asked for the next key by now gets that one too."""
    viewer.key_after_ns = 0
    refused = viewer.flags & KEY_REFUSED != 0
    viewer.flags &= ~(ASKING | KEY_REFUSED)
    if refused:
        viewer.flags |= RETRIES
        count.key_failures += 1
        return False
    number = max(np.int64(viewer.asked), period_of(population, t))
    if planned_ns(viewer, population, number) <= t:
        number += 1
    viewer.asked, viewer.held = number, number + population.predelivered
    return True


@leaf
def mind_keys(viewer, v, population, count, key_asks, registers, place, t, t0, dt_ns):  # type: ignore[no-untyped-def]
    """After anything has happened to a viewer: asks for what a press needs, and sees to it that keys have a turn."""
    if viewer.state == PRESSING and viewer.flags & ASKING == 0:
        if population.scope == BY_TITLE:
            viewer.held = 0
        elif population.scope == BY_DEVICE and viewer.held == 0:
            viewer.asked = period_of(population, t + dt_ns)
            viewer.held = viewer.asked + population.predelivered
        if keys_end_ns(viewer, population) <= t + dt_ns:
            list_ask(viewer, v, population, count, key_asks, registers, place, t, t0, dt_ns)
    else:
        mind_turn(viewer, population, t, dt_ns)


@leaf
def mind_turn(viewer, population, t, dt_ns):  # type: ignore[no-untyped-def]
    """Sees to it that whoever watches, or waits for a key, has a turn when there is something to do about keys."""
    if viewer.state == PLAYING:
        turn_ns = min(ask_turn(viewer, population, t, dt_ns), max(keys_end_ns(viewer, population), t))
        viewer.life_ns = min(viewer.buffer_ns, viewer.turn_ns, turn_ns)
    elif waits_for_key(viewer, population, t):
        turn_ns = ask_turn(viewer, population, t, dt_ns)
        viewer.life_ns = min(patience_end_ns(viewer, population), turn_ns)


@leaf
def key_instant(viewer, t0):  # type: ignore[no-untyped-def]
    """When the answer for a key comes in this step, or NEVER_NS."""
    if viewer.key_after_ns == 0 or viewer.flags & TO_ASK:
        return NEVER_NS
    return t0 + np.int64(viewer.key_after_ns) - 1


@leaf
def is_key_turn(viewer, population, t):  # type: ignore[no-untyped-def]
    """Whether what a viewer does at `t`, no fetch going on, is about keys."""
    if viewer.fetch_ns <= viewer.life_ns:
        return False
    if viewer.state == PLAYING:
        return min(viewer.turn_ns, viewer.buffer_ns) > t
    return waits_for_key(viewer, population, t) and patience_end_ns(viewer, population) > t


@compiled
def tell_key_asks(viewers, found, at_ns, begin_ns):  # type: ignore[no-untyped-def]
    """When the requests for keys on a list are sent, which from now on are on their way."""
    for place in range(found.shape[0]):
        viewer = viewers[found[place]]
        at_ns[place] = begin_ns + np.int64(viewer.key_after_ns) - 1
        viewer.key_after_ns = 0
        viewer.flags &= ~TO_ASK


@compiled
def answer_keys(viewers, wakes, fetches, asked, whose, are_good, after_ns, begin_ns):  # type: ignore[no-untyped-def]
    """Answers to requests for keys, `after_ns` into the step to come; `whose` are the lower bits of the session's key.
    Returns how many were still waited for."""
    taken = 0
    for place in range(asked.shape[0]):
        v = asked[place]
        viewer = viewers[v]
        if viewer.state != ABSENT and viewer.flags & ASKING and viewer.key & np.uint64(0xFFFF) == whose[place]:
            viewer.key_after_ns = after_ns[place] + 1
            if not are_good[place]:
                viewer.flags |= KEY_REFUSED
            wakes[v], fetches[v] = min(wakes[v], begin_ns + after_ns[place]), False
            taken += 1
    return taken


@compiled
def leak_keys(viewers, wakes, fetches, populations, p, now_ns, dt_ns):  # type: ignore[no-untyped-def]
    """All keys of a population are changed by force, between two steps: whoever has one asks for another."""
    population = populations[p]
    population.forced += 1
    population.forced_ns = now_ns
    for v in range(population.first_slot, population.first_slot + population.slots):
        viewer = viewers[v]
        if viewer.state != ABSENT and viewer.held > 0:
            viewer.held |= LEAKED
            mind_turn(viewer, population, now_ns, dt_ns)
            wakes[v], fetches[v] = min(wakes[v], viewer.life_ns), False


@compiled
def holds_leaked(viewers, populations, p):  # type: ignore[no-untyped-def]
    """Whether somebody of a population watches with a leaked key."""
    population = populations[p]
    for v in range(population.first_slot, population.first_slot + population.slots):
        if viewers[v].state == PLAYING and viewers[v].held & LEAKED:
            return True
    return False
