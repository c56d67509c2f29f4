"""Edits: changes of state from outside, made between slices at the clock of the run.

`OPERATIONS` maps each operation's name to a function (tables, state, row, value); the row is that of the component or
of the connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.kernel import crashing
from engine.kernel.events import INDEX_MASK, READY
from engine.kernel.fleet import begin_draining
from engine.kernel.growth import HEAP_MARGIN, LANE_MARGIN, reserve_heap, reserve_lanes, reserve_ring
from engine.kernel.hindering import (
    crowd_one,
    crowded_hosts,
    crowding,
    leak_station,
    pause_station,
    refuse_work,
    relieve_one,
    stall_station,
)
from engine.kernel.keeping import lose_keys, receive_keys, regain_keys
from engine.kernel.killing import doomed_works, forget_shards, kill_instance, restore_instance
from engine.kernel.life import ABSENT, BASELINE, BOOTING, DEAD, NEW, OLD, UP
from engine.kernel.lines import call_chance, cut_connection, delay_messages, lose_messages, set_share
from engine.kernel.listing import follow_registry, list_instance, tell_controller, unlist_instance
from engine.kernel.peers import welcome
from engine.kernel.planning import instances_in, plan_turn
from engine.kernel.policies import INFORMED
from engine.kernel.sending import heat_key, scale_rate, send_hot, turn_ranks
from engine.kernel.skewing import skew_clock
from engine.kernel.state import (
    CALLING,
    CALLS_LIVE,
    CLOCK,
    MARGIN,
    QUEUED,
    RING_SIZE,
    WORKS_TOP,
    State,
    Tables,
)
from engine.kernel.thinning import make_room_for_notes
from engine.kernel.tracing import NOTES_MARGIN
from engine.kernel.warming import dump_keys, warm_from_dump, warm_from_replica


def apply_edit(tables: Tables, state: State, operation: str, row: int, value: float) -> None:
    """Makes one edit now, between two calls of `advance` of which the first has returned DONE."""
    assert operation in OPERATIONS, operation
    assert 0 <= row < (len(tables.connections) if operation in ON_CONNECTIONS else len(tables.components)), row
    OPERATIONS[operation](tables, state, row, value)


def kill_instances(tables: Tables, state: State, row: int, value: float) -> None:
    """Kills the first `value` living instances of a component; those of a group are its consumers."""
    if crashing.group_of(tables, row) >= 0:
        crashing.crash_consumers(tables, state, row, round(value))
        return
    for instance in instances_in(tables, state, row, UP)[: round(value)]:
        _kill(tables, state, row, int(instance))


def restore_instances(tables: Tables, state: State, row: int, value: float) -> None:
    """Brings back the first `value` dead instances of a component, empty, when their boot is over if it takes one."""
    if crashing.group_of(tables, row) >= 0:
        crashing.return_consumers(tables, state, row, round(value))
        return
    _restore(tables, state, row, instances_in(tables, state, row, DEAD)[: round(value)])


def kill_one(tables: Tables, state: State, row: int, value: float) -> None:
    """Kills the instance with this number (0 is the first) if it is up."""
    instance = _numbered(tables, row, value)
    if state.lives[instance]["phase"] == UP:
        _kill(tables, state, row, instance)


def restore_one(tables: Tables, state: State, row: int, value: float) -> None:
    """Brings back the instance with this number if it is dead, as restore_instances does."""
    instance = _numbered(tables, row, value)
    if state.lives[instance]["phase"] == DEAD:
        _restore(tables, state, row, [instance])


def _numbered(tables: Tables, row: int, value: float) -> int:
    assert 0 <= round(value) < int(tables.components[row]["instances"]), value
    assert crashing.group_of(tables, row) < 0, "consumers have no numbers"
    return int(tables.components[row]["first_instance"]) + round(value)


def _restore(tables: Tables, state: State, row: int, chosen: list[int]) -> None:
    start_ns = int(tables.component_rules[row]["start_ns"])
    if start_ns > 0:
        _boot(tables, state, row, chosen, start_ns)
        return
    receive_keys(tables, state, row)
    for instance in chosen:
        restore_instance(
            tables.components,
            state.registers,
            state.component_states,
            state.instances,
            state.lives,
            state.living,
            row,
            instance,
        )
        regain_keys(tables, state, row, instance)
        now = int(state.registers[CLOCK])
        for policy, place in _balancers(tables, row, instance):
            welcome(tables.policies, state.policy_states, state.peers, policy, place, now)


def boot_time(_: Tables, state: State, row: int, value: float) -> None:
    """Instances that are started from now on take `value` seconds to boot."""
    state.component_states[row]["boot_ns"] = round(value * 1e9)


def start_instances(tables: Tables, state: State, row: int, value: float) -> None:
    """Boots the first `value` absent instances with the build that is released; they take work after their boot."""
    _start(tables, state, row, value, int(state.component_states[row]["released"]))


def start_new(tables: Tables, state: State, row: int, value: float) -> None:
    """As start_instances, with the new build."""
    _start(tables, state, row, value, NEW)


def start_baseline(tables: Tables, state: State, row: int, value: float) -> None:
    """As start_instances, with the old build, for an arm of their own."""
    _start(tables, state, row, value, BASELINE)


def stop_new(tables: Tables, state: State, row: int, value: float) -> None:
    """As stop_instances, of those with the new build."""
    _stop(tables, state, row, value, NEW)


def stop_baseline(tables: Tables, state: State, row: int, value: float) -> None:
    """As stop_instances, of the baselines."""
    _stop(tables, state, row, value, BASELINE)


def stop_old(tables: Tables, state: State, row: int, value: float) -> None:
    """As stop_instances, of those with the old build."""
    _stop(tables, state, row, value, OLD)


def upgrade_instances(tables: Tables, state: State, row: int, value: float) -> None:
    """The first `value` living instances with the old build run the new one from now on, without a pause."""
    _rebuild(tables, state, row, value, OLD, NEW)


def downgrade_instances(tables: Tables, state: State, row: int, value: float) -> None:
    """The first `value` living instances with the new build run the old one from now on, without a pause."""
    _rebuild(tables, state, row, value, NEW, OLD)


def release_build(_: Tables, state: State, row: int, value: float) -> None:
    """1: instances that are started from now on run the new build; 0: the old one."""
    state.component_states[row]["released"] = int(value != 0.0)


def build_slow(_: Tables, state: State, row: int, value: float) -> None:
    """Service that begins from now on at an instance with the new build takes `value` times as long besides."""
    state.component_states[row]["build_slow_factor"] = value


def build_errors(_: Tables, state: State, row: int, value: float) -> None:
    """This share of what an instance with the new build would do well fails."""
    state.component_states[row]["build_error_ratio"] = value


def split_calls(_: Tables, state: State, row: int, value: float) -> None:
    """Instances with the new build get this share of the calls, baselines an equal one; 0 ends it."""
    state.component_states[row]["arm_share"] = value
    state.component_states[row]["is_split"] = int(value > 0.0)


def _start(tables: Tables, state: State, row: int, value: float, version: int) -> None:
    chosen = instances_in(tables, state, row, ABSENT)[: round(value)]
    state.instances["version"][chosen] = version
    _boot(tables, state, row, chosen, int(state.component_states[row]["boot_ns"]))


def _boot(tables: Tables, state: State, row: int, chosen: list[int], boot_ns: int) -> None:
    now = int(state.registers[CLOCK])
    here = state.component_states[row]
    reserve_heap(state, len(chosen) + HEAP_MARGIN)
    reserve_ring(state, len(chosen) + int(state.registers[MARGIN]))
    for instance in chosen:
        _empty(tables, state, row, instance)
        _empty_copies(tables, state, row, instance)
        life = state.lives[instance]
        life["phase"], life["started_ns"], life["ready_ns"] = BOOTING, now, now + boot_ns
        here["booting"] += 1
        plan_turn(state, READY, instance, int(life["ready_ns"]))


def stop_instances(tables: Tables, state: State, row: int, value: float) -> None:
    """The last `value` living instances take no new work, finish what they have, and are gone then."""
    _stop(tables, state, row, value)


def _stop(tables: Tables, state: State, row: int, value: float, version: int | None = None) -> None:
    living = instances_in(tables, state, row, UP)[::-1]
    chosen = [each for each in living if version is None or state.instances[each]["version"] == version]
    for instance in chosen[: round(value)]:
        _empty(tables, state, row, instance)
        begin_draining(
            tables.components,
            state.component_states,
            state.instances,
            state.lives,
            state.living,
            instance,
            int(state.registers[CLOCK]),
        )


def _rebuild(tables: Tables, state: State, row: int, value: float, before: int, after: int) -> None:
    living = instances_in(tables, state, row, UP)
    for instance in [each for each in living if state.instances[each]["version"] == before][: round(value)]:
        state.instances[instance]["version"] = after
        _empty_copies(tables, state, row, instance)


def slow_station(_: Tables, state: State, row: int, value: float) -> None:
    """Service that begins from now on takes `value` times as long; 1 heals."""
    state.component_states[row]["slow_factor"] = value


def error_ratio(tables: Tables, state: State, row: int, value: float) -> None:
    """This share of the work that the component would do well fails, besides its own error ratio; 0 heals."""
    own = float(tables.components[row]["error_ratio"])
    state.component_states[row]["error_ratio"] = own + value * (1.0 - own)


def flush_cache(tables: Tables, state: State, row: int, _: float) -> None:
    """Empties every shard of a component's cache, and every copy of it."""
    here = tables.components[row]
    cache = tables.caches[int(here["cache"])]
    owner = here if cache["holder"] < 0 else tables.components[int(cache["holder"])]
    first = int(here["first_instance"]) if cache["holder"] < 0 else int(cache["first_shard"])
    _forget(tables, state, int(here["cache"]), first, first + int(owner["instances"]))


def _kill(tables: Tables, state: State, row: int, instance: int) -> None:
    top = int(state.registers[WORKS_TOP])
    _empty(tables, state, row, instance)
    _empty_copies(tables, state, row, instance)
    count = int(doomed_works(state.works, top, instance))
    reserve_heap(state, count + HEAP_MARGIN)
    reserve_lanes(state, count + LANE_MARGIN)
    make_room_for_notes(state, count + NOTES_MARGIN)
    cancelled = int(state.registers[CALLS_LIVE]) if tables.has_ties else 0
    reserve_ring(state, count + 2 * cancelled + int(state.registers[MARGIN]))
    used = state.works[:top]
    is_doomed = (used["instance"] == instance) & (used["state"] >= QUEUED) & (used["state"] <= CALLING)
    doomed = np.flatnonzero(is_doomed)
    oldest_first = doomed[np.argsort(used["token"][doomed], kind="stable")].astype(np.int64)
    kill_instance(
        tables.components,
        tables.connections,
        state.registers,
        state.component_states,
        state.instances,
        state.details,
        state.lives,
        state.living,
        state.lanes,
        state.lane_ends,
        state.heap,
        state.ring,
        state.works,
        state.trace.registers,
        state.trace.notes,
        state.trace.firsts_ns,
        state.calls,
        tables.call_rules,
        state.work_ties,
        state.call_ties,
        tables.caches,
        state.rebuilds,
        oldest_first,
        row,
        instance,
    )
    for policy, place in _balancers(tables, row, instance):
        state.peers[int(tables.policies[policy]["first_peer"]) + place]["own"] = 0
    assert state.registers[RING_SIZE] <= len(state.ring)
    assert doomed.max(initial=0) <= INDEX_MASK


def _balancers(tables: Tables, row: int, instance: int) -> Iterator[tuple[int, int]]:
    """The informed balancers that know an instance of a component: row of the policy, place of the instance in it."""
    place = instance - int(tables.components[row]["first_instance"])
    is_informed = (tables.connections["target"] == row) & (tables.connections["rules"] & INFORMED != 0)
    for each in np.flatnonzero(is_informed):
        yield int(tables.connections[each]["policy"]), place


def _forget(tables: Tables, state: State, cache: int, first: int, end: int) -> None:
    forget_shards(tables.caches, state.shards, state.entries, cache, first, end)


def _empty(tables: Tables, state: State, row: int, instance: int) -> None:
    if tables.components[row]["cache"] >= 0:
        _forget(tables, state, int(tables.components[row]["cache"]), instance, instance + 1)
    lose_keys(tables, state, row, instance)


def _empty_copies(tables: Tables, state: State, row: int, instance: int) -> None:
    """A process that begins anew remembers nothing."""
    place = instance - int(tables.components[row]["first_instance"])
    for cache in np.flatnonzero(tables.caches["holder"] == row):
        shard = int(tables.caches[cache]["first_shard"]) + place
        _forget(tables, state, int(cache), shard, shard + 1)


OPERATIONS: dict[str, Callable[[Tables, State, int, float], None]] = {
    each.__name__: each
    for each in (
        kill_instances,
        restore_instances,
        kill_one,
        restore_one,
        boot_time,
        start_instances,
        stop_instances,
        start_new,
        start_baseline,
        stop_new,
        stop_baseline,
        stop_old,
        upgrade_instances,
        downgrade_instances,
        release_build,
        build_slow,
        build_errors,
        split_calls,
        follow_registry,
        list_instance,
        unlist_instance,
        tell_controller,
        skew_clock,
        slow_station,
        error_ratio,
        stall_station,
        pause_station,
        leak_station,
        crowding,
        crowded_hosts,
        crowd_one,
        relieve_one,
        refuse_work,
        cut_connection,
        lose_messages,
        delay_messages,
        call_chance,
        set_share,
        flush_cache,
        scale_rate,
        heat_key,
        send_hot,
        turn_ranks,
        dump_keys,
        warm_from_replica,
        warm_from_dump,
        crashing.rebalance,
        crashing.poison_ratio,
        crashing.lose_tail,
    )
}
ON_CONNECTIONS = frozenset({"cut_connection", "lose_messages", "delay_messages", "call_chance", "set_share"})
