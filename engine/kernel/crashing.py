"""Consumers that crash and return, topics whose leaders are lost: edits of what is about messages."""

from __future__ import annotations

import numpy as np

from engine.kernel.area import integrate, integrate_up
from engine.kernel.events import KIND_BITS, REBALANCE, SEQUENCE_BITS, TAKE
from engine.kernel.growth import HEAP_MARGIN, reserve_heap, reserve_ring
from engine.kernel.heap import plan_event
from engine.kernel.message_rows import COMMIT_BEFORE
from engine.kernel.messages import put_first
from engine.kernel.outcomes import KILLED, OK
from engine.kernel.stampede import REFRESHER
from engine.kernel.state import (
    CALLING,
    CALLS_LIVE,
    CLOCK,
    HEAP_SIZE,
    MARGIN,
    MESSAGES,
    POISONED,
    PRIORITY,
    QUEUED,
    RING_FIRST,
    RING_SIZE,
    SEQUENCE,
    SERVING,
    TOKENS,
    UNCOMMITTED,
    WORKS_FREE,
    WORKS_LIVE,
    State,
    Tables,
)
from engine.kernel.ties import HAS_TIES, abandon


def group_of(tables: Tables, row: int) -> int:
    """The group of consumers of a component, -1 for others."""
    return int(tables.component_rules[row]["consumes"])


def crash_consumers(tables: Tables, state: State, row: int, count: int) -> None:
    """The first `count` living consumers die; the group notices after its session timeout."""
    group = group_of(tables, row)
    for consumer in _consumers(tables, state, row, is_up=1)[:count]:
        _crash(tables, state, row, consumer)
        _plan_rebalance(state, group, int(tables.consuming[group]["session_timeout_ns"]))


def return_consumers(tables: Tables, state: State, row: int, count: int) -> None:
    """The first `count` dead consumers come back, each with a rebalance that begins now."""
    for consumer in _consumers(tables, state, row, is_up=0)[:count]:
        integrate_up(state.component_states, row, int(state.registers[CLOCK]))
        state.component_states[row]["up"] += 1
        state.consumers[consumer]["is_up"] = 1
        state.consumers[consumer]["rank"] = -1
        _plan_rebalance(state, group_of(tables, row), 0)


def rebalance(tables: Tables, state: State, row: int, value: float) -> None:
    """Stops the consumers of a group `value` times, one pause after another is one pause: they overlap."""
    for _ in range(round(value)):
        _plan_rebalance(state, group_of(tables, row), 0)


def poison_ratio(tables: Tables, state: State, row: int, value: float) -> None:
    """This share of the messages of a group fails whenever it is tried; 0 lets those that were marked go through."""
    state.consuming_states[group_of(tables, row)]["poison_ratio"] = value


def lose_tail(tables: Tables, state: State, row: int, value: float) -> None:
    """Messages that came to a topic less than `value` seconds ago and were not taken yet are lost with the leader,
    unless its followers have them too."""
    if tables.component_rules[row]["keeps_tail"]:
        return
    since_ns = int(state.registers[CLOCK]) - round(value * 1e9)
    groups = {
        int(connection["target"])
        for connection, published in zip(tables.connections, tables.publishing, strict=False)
        if published["source"] == row and group_of(tables, int(connection["target"])) >= 0
    }
    for component in [row, *sorted(groups)]:
        first = int(tables.components[component]["first_instance"])
        for instance in range(first, first + int(tables.components[component]["instances"])):
            _lose_waiting(state, component, instance, _waiting_since(state, instance, since_ns))


def wake_consumers(tables: Tables, state: State, row: int) -> None:
    """Lets every consumer of a group look for a message."""
    consumers = _consumers(tables, state, row, is_up=1)
    reserve_ring(state, len(consumers) + int(state.registers[MARGIN]))
    for consumer in consumers:
        _plan_now(state, (TAKE << KIND_BITS) | consumer)


def _consumers(tables: Tables, state: State, row: int, is_up: int) -> list[int]:
    group = tables.consuming[group_of(tables, row)]
    first = int(group["first_consumer"])
    rows = state.consumers[first : first + int(group["consumers"])]
    return [first + int(place) for place in np.flatnonzero(rows["is_up"] == is_up)]


def _crash(tables: Tables, state: State, row: int, consumer: int) -> None:
    """What was processed and not committed is delivered again; what was committed and not processed is lost."""
    now = int(state.registers[CLOCK])
    integrate(state.component_states, row, now)
    integrate_up(state.component_states, row, now)
    here = state.consumers[consumer]
    here["is_up"], here["is_busy"] = 0, 0
    state.component_states[row]["up"] -= 1
    commits_before = tables.consuming[group_of(tables, row)]["commit"] == COMMIT_BEFORE
    in_work = _in_work(tables, state, row, consumer)
    for work in in_work:
        _leave_service(tables, state, row, work)
        if commits_before:
            _lose(state, row, work)
        else:
            _put_back(tables, state, row, work)
    if commits_before:
        _lose_fetched(tables, state, row, consumer, int(here["fetched"]) - len(in_work))
    _put_back_uncommitted(tables, state, row, consumer)
    here["fetched"] = 0


def _in_work(tables: Tables, state: State, row: int, consumer: int) -> list[int]:
    first = int(tables.components[row]["first_instance"])
    served = state.partitions["server"][first : first + int(tables.components[row]["instances"])]
    instances = first + np.flatnonzero(served == consumer)
    state.partitions["server"][instances] = -1
    works = state.works
    is_in_work = np.isin(works["instance"], instances) & (works["state"] >= SERVING) & (works["state"] <= CALLING)
    is_in_work &= works["connection"] != REFRESHER
    return [int(each) for each in np.flatnonzero(is_in_work & (works["component"] == row))]


def _leave_service(tables: Tables, state: State, row: int, work: int) -> None:
    instance = int(state.works[work]["instance"])
    if state.works[work]["flags"] & HAS_TIES:
        _abandon(tables, state, work)
    state.instances[instance]["busy"] -= 1
    state.instances[instance]["in_system"] -= 1
    state.component_states[row]["busy"] -= 1
    state.component_states[row]["in_system"] -= 1


def _abandon(tables: Tables, state: State, work: int) -> None:
    """Gives up the calls that a message waits for and that its component would cancel."""
    reserve_ring(state, 2 * int(state.registers[CALLS_LIVE]) + int(state.registers[MARGIN]))
    first, size = int(state.registers[RING_FIRST]), int(state.registers[RING_SIZE])
    ties = tables.call_rules, state.work_ties, state.call_ties
    _, state.registers[RING_SIZE] = abandon(state.works, state.calls, *ties, work, np.int64(0), state.ring, first, size)


def _put_back(tables: Tables, state: State, row: int, work: int) -> None:
    """A message waits again, before all others of its partition."""
    here = state.works[work]
    state.registers[TOKENS] += 1
    here["token"] = state.registers[TOKENS]
    here["position"] = tables.components[row]["first_group"]
    here["flags"] &= POISONED | PRIORITY
    here["pending"], here["state"], here["outcome"] = 0, QUEUED, OK
    put_first(state.instances, state.works, int(here["instance"]), work)
    state.component_states[row]["in_system"] += 1
    state.component_states[row]["queued"] += 1


def _put_back_uncommitted(tables: Tables, state: State, row: int, consumer: int) -> None:
    here = state.consumers[consumer]
    chain, work = [], int(here["first"])
    for _ in range(int(here["uncommitted"])):
        chain.append(work)
        work = int(state.works[work]["next"])
    for each in reversed(chain):
        assert state.works[each]["state"] == UNCOMMITTED
        _put_back(tables, state, row, each)
    state.consuming_states[group_of(tables, row)]["duplicates"] += len(chain)
    here["uncommitted"] = 0


def _lose_fetched(tables: Tables, state: State, row: int, consumer: int, count: int) -> None:
    """The next `count` messages that the consumer would have taken, one of each partition in turn."""
    first, instances = int(tables.components[row]["first_instance"]), int(tables.components[row]["instances"])
    here = state.consumers[consumer]
    if here["rank"] < 0:
        return
    own = [first + place for place in range(int(here["rank"]), instances, int(here["ranks"]))]
    turn = int(here["turn"]) if here["turn"] < len(own) else 0
    while count > 0 and any(state.instances[each]["queued"] > 0 for each in own):
        instance = own[turn % len(own)]
        turn += 1
        if state.instances[instance]["queued"] > 0:
            _lose_waiting(state, row, instance, [0])
            count -= 1


def _waiting_since(state: State, instance: int, since_ns: int) -> list[int]:
    """Which of those that wait at an instance came after a time, as places in its queue."""
    work, found = int(state.instances[instance]["head"]), []
    for place in range(int(state.instances[instance]["queued"])):
        if state.works[work]["arrived_ns"] > since_ns:
            found.append(place)
        work = int(state.works[work]["next"])
    return found


def _lose_waiting(state: State, row: int, instance: int, places: list[int]) -> None:
    """Loses what waits at some places of a queue."""
    integrate(state.component_states, row, int(state.registers[CLOCK]))
    lost, before, work = set(places), -1, int(state.instances[instance]["head"])
    for place in range(int(state.instances[instance]["queued"])):
        following = int(state.works[work]["next"])
        if place in lost:
            if before < 0:
                state.instances[instance]["head"] = following
            else:
                state.works[before]["next"] = following
            if int(state.instances[instance]["tail"]) == work:
                state.instances[instance]["tail"] = before
            state.instances[instance]["in_system"] -= 1
            state.component_states[row]["in_system"] -= 1
            _lose(state, row, work)
        else:
            before = work
        work = following
    state.instances[instance]["queued"] -= len(lost)
    state.component_states[row]["queued"] -= len(lost)


def _lose(state: State, row: int, work: int) -> None:
    """A message that is out of all queues ends as killed."""
    state.component_states[row]["errors"][KILLED] += 1
    if state.trace.firsts_ns[row, KILLED] < 0:
        state.trace.firsts_ns[row, KILLED] = state.registers[CLOCK]
    here = state.works[work]
    here["token"] = here["state"] = 0
    here["next"] = state.registers[WORKS_FREE]
    state.registers[WORKS_FREE] = work
    state.registers[WORKS_LIVE] -= 1
    state.registers[MESSAGES] -= 1


def _plan_rebalance(state: State, group: int, wait_ns: int) -> None:
    action = (REBALANCE << KIND_BITS) | (2 * group)
    if wait_ns == 0:
        reserve_ring(state, 1 + int(state.registers[MARGIN]))
        _plan_now(state, action)
        return
    reserve_heap(state, HEAP_MARGIN)
    state.registers[SEQUENCE] += 1
    key = (int(state.registers[SEQUENCE]) << SEQUENCE_BITS) | action
    at_ns = int(state.registers[CLOCK]) + wait_ns
    state.registers[HEAP_SIZE] = plan_event(state.heap, int(state.registers[HEAP_SIZE]), False, at_ns, key)


def _plan_now(state: State, action: int) -> None:
    place = (int(state.registers[RING_FIRST]) + int(state.registers[RING_SIZE])) & (len(state.ring) - 1)
    state.ring[place] = action
    state.registers[RING_SIZE] += 1
