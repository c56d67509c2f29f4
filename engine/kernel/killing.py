"""Ends the work of instances that die, and brings instances back."""

from __future__ import annotations

import numpy as np

from engine.kernel.area import integrate, integrate_up
from engine.kernel.cache import empty_shard, first_entry_of
from engine.kernel.compiled import compiled, leaf
from engine.kernel.events import ANSWER, KIND_BITS, SEQUENCE_BITS
from engine.kernel.fleet import begin_work, end_work
from engine.kernel.heap import plan_event
from engine.kernel.lanes import push_lane
from engine.kernel.life import DEAD
from engine.kernel.outcomes import KILLED
from engine.kernel.policies import PUBLISHES
from engine.kernel.shedding import forget_work
from engine.kernel.stampede import REFRESHER, WOKEN, end_waiting
from engine.kernel.state import (
    ANSWERING,
    CALLING,
    CLOCK,
    HEAP_SIZE,
    QUEUED,
    RING_FIRST,
    RING_SIZE,
    SEQUENCE,
    WORKS_FREE,
    WORKS_LIVE,
)
from engine.kernel.ties import HAS_TIES, abandon
from engine.kernel.tracing import NOTE_ENDED, TRACED, note_work
from engine.kernel.works import free_work


@compiled
def doomed_works(works, top, instance):  # type: ignore[no-untyped-def]
    """How many works an instance holds: queued, in service, or waiting for calls of their own."""
    count = 0
    for w in range(top):
        count += works[w].instance == instance and QUEUED <= works[w].state <= CALLING
    return count


@leaf
def _abandon_calls(registers, ring, works, calls, call_rules, work_ties, call_ties, w):  # type: ignore[no-untyped-def]
    """What a killed work would cancel is given up."""
    if works[w].flags & HAS_TIES:
        first, size = registers[RING_FIRST], registers[RING_SIZE]
        _, registers[RING_SIZE] = abandon(
            works, calls, call_rules, work_ties, call_ties, w, np.int64(0), ring, first, size
        )


@leaf
def _answer(registers, lanes, lane_ends, heap, ring, w, lane, delay_ns, now):  # type: ignore[no-untyped-def]
    """Plans that the answer of a killed work reaches its caller."""
    if delay_ns > 0:
        registers[SEQUENCE] += 1
        key = (registers[SEQUENCE] << SEQUENCE_BITS) | (ANSWER << KIND_BITS) | w
        if lane >= 0:
            push_lane(lanes, lane_ends, lane, now + delay_ns, key)
        else:
            registers[HEAP_SIZE] = plan_event(heap, registers[HEAP_SIZE], False, now + delay_ns, key)
    else:
        ring[(registers[RING_FIRST] + registers[RING_SIZE]) & (ring.shape[0] - 1)] = (ANSWER << KIND_BITS) | w
        registers[RING_SIZE] += 1


@compiled
def kill_instance(  # type: ignore[no-untyped-def]
    components,
    connections,
    registers,
    states,
    instances,
    details,
    lives,
    living,
    lanes,
    lane_ends,
    heap,
    ring,
    works,
    tracing,
    notes,
    firsts_ns,
    calls,
    call_rules,
    work_ties,
    call_ties,
    caches,
    rebuilds,
    order,
    c,
    i,
):
    """Kills a living instance: its work ends as killed, in the order of `order` (work rows, oldest first).

    Lanes, heap and ring must have room for every work of the instance, the ring also for two actions for every call
    that is cancelled.
    """
    now = registers[CLOCK]
    integrate(states, c, now)
    integrate_up(states, c, now)
    states[c].busy -= instances[i].busy
    states[c].queued -= instances[i].queued
    states[c].in_system -= instances[i].in_system
    instances[i].busy = 0
    instances[i].queued = 0
    instances[i].in_system = 0
    states[c].paid_ns += now - lives[i].started_ns
    forget_work(details, i)
    lives[i].phase = DEAD
    end_work(components, states, instances, lives, living, i, now)
    for w in order:
        _abandon_calls(registers, ring, works, calls, call_rules, work_ties, call_ties, w)
        if works[w].connection == REFRESHER:
            free, live = free_work(works, work_ties, w, registers[WORKS_FREE], registers[WORKS_LIVE])
            registers[WORKS_FREE], registers[WORKS_LIVE] = free, live
            continue
        if works[w].pending >= WOKEN and components[c].cache >= 0:
            end_waiting(caches, rebuilds, works, components[c].cache, w)
        states[c].errors[KILLED] += 1
        works[w].outcome = KILLED
        works[w].state = ANSWERING
        if firsts_ns[c, KILLED] < 0:
            firsts_ns[c, KILLED] = now
        if works[w].flags & TRACED:
            note_work(tracing, notes, NOTE_ENDED, now, works[w])
        is_message = connections[works[w].connection].rules & PUBLISHES != 0  # gone at once, nobody waits
        delay_ns = 0 if is_message else connections[works[w].connection].delay_ns
        lane = connections[works[w].connection].lane
        _answer(registers, lanes, lane_ends, heap, ring, w, lane, delay_ns, now)


@compiled
def restore_instance(components, registers, states, instances, lives, living, c, i):  # type: ignore[no-untyped-def]
    """Brings a dead instance back, empty."""
    integrate_up(states, c, registers[CLOCK])
    lives[i].started_ns = registers[CLOCK]
    lives[i].ready_ns = registers[CLOCK]
    begin_work(components, states, instances, lives, living, i)


@compiled
def forget_shards(caches, shards, entries, cache, first, end):  # type: ignore[no-untyped-def]
    """Empties the shards first to end - 1 of a cache."""
    for i in range(first, end):
        empty_shard(first_entry_of(caches, cache, i), shards, entries, i)
