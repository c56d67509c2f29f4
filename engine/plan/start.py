"""The state in which a run begins: everything empty, every instance alive, every source about to send."""

from __future__ import annotations

import numpy as np

from engine.design.limits import LOOKUPS_OF_A_CALLER
from engine.kernel import life, stations
from engine.kernel import state as rows
from engine.kernel.aligned import heap_rows, line_aligned
from engine.kernel.arrivals import NEVER, first_phase, next_exposure
from engine.kernel.driven import ENDED_REQUEST, GIVEN_REQUEST
from engine.kernel.heap import EVENT
from engine.kernel.histogram import BUCKETS
from engine.kernel.joints import COPY
from engine.kernel.loading import load_popular
from engine.kernel.message_rows import CONSUMER, CONSUMING_STATE, PARTITION, PUBLISHING_STATE
from engine.kernel.messages import assign_partitions
from engine.kernel.peers import PEER
from engine.kernel.policies import INFORMED, POLICY_STATE, PUBLISHES
from engine.kernel.random import PAUSES, numbered, uniform_index
from engine.kernel.records import CACHE_STATE, ENTRY, REBUILD, SOURCE_STATE
from engine.kernel.replicas import STORE_STATE
from engine.kernel.sending import plan_arrival, want_users
from engine.kernel.state import (
    CALLS_FREE,
    GONE,
    IN_FLIGHT_LIMIT,
    MARGIN,
    MESSAGES_LIMIT,
    REGISTERS,
    VARIES,
    WORKS_FREE,
    State,
    Tables,
)
from engine.kernel.ties import CALL_TIE, WORK_TIE
from engine.plan.calling import widest_group
from engine.plan.plan import Plan
from engine.plan.replicas import first_versions
from engine.plan.streams import stream_key
from engine.plan.titles import first_ranks
from engine.plan.tracing import NO_TRACING, Tracing, empty_log

POOL = 1024
MESSAGES = 2_000_000  # that a run may hold, 64 bytes each
COPIES = OUTBOX = 64  # rows to begin with
LEAST_SAMPLES = 2_048
SAMPLES_OF_A_ROW = 64  # enough that a line of a histogram, once fetched, is often counted in again


def initial_state(
    plan: Plan,
    in_flight_limit: int,
    pool: int = POOL,
    tracing: Tracing = NO_TRACING,
    *,
    messages_limit: int = MESSAGES,
) -> State:
    """The state at time 0. `pool` rows are there for works, calls and events to begin with (a power of two)."""
    tables = plan.tables
    margin = _margin(plan)
    while pool < 4 * margin:
        pool *= 2
    histograms, instances = len(tables.components) + len(tables.connections), _instances(plan)
    state = State(
        registers=np.zeros(REGISTERS, np.int64),
        component_states=_component_states(tables),
        instances=instances,
        details=_details(plan, len(instances)),
        lives=_lives(tables),
        arms=np.zeros(life.VERSIONS * len(plan.watched), life.ARM),
        arm_latency=np.zeros((life.VERSIONS * len(plan.watched), BUCKETS), np.int32),
        living=np.arange(len(instances), dtype=np.int32),
        shards=plan.shards.copy(),
        ranks=_ranks(plan),
        entries=_entries(plan),
        rebuilds=_rebuilds(plan),
        cache_states=np.zeros(len(tables.caches), CACHE_STATE),
        connection_states=_connection_states(tables),
        source_states=np.zeros(len(tables.sources), SOURCE_STATE),
        policy_states=_policy_states(tables),
        peers=_peers(tables),
        publishing_states=_publishing_states(tables),
        consuming_states=_consuming_states(plan),
        consumers=_consumers(tables),
        partitions=_partitions(tables, len(instances)),
        latency=np.zeros((histograms, BUCKETS), np.int32),
        window=np.zeros((histograms, BUCKETS), np.int32),
        octaves=np.zeros(histograms, np.int64),
        samples=np.zeros((2, max(LEAST_SAMPLES, SAMPLES_OF_A_ROW * histograms)), np.int64),
        tally=np.zeros(histograms, np.int32),
        trace=empty_log(tracing, histograms),
        lanes=np.zeros((int(tables.connections["lane"].max(initial=-1)) + 1, pool), EVENT),
        lane_ends=np.zeros((int(tables.connections["lane"].max(initial=-1)) + 1, 2), np.int64),
        heap=heap_rows(pool),
        ring=np.zeros(pool, np.int64),
        works=line_aligned(pool, rows.WORK),
        sharers=line_aligned(pool if (tables.components["queue_rule"] & stations.SHARES).any() else 1, stations.SHARER),
        calls=line_aligned(pool, rows.CALL),
        work_ties=np.zeros(pool if tables.has_ties else 1, WORK_TIE),
        call_ties=np.zeros(pool if tables.has_ties else 1, CALL_TIE),
        people=np.zeros(pool if tables.policies["hashes_people"].any() else 1, np.int32),
        versions=first_versions(tables),
        stores=np.zeros(len(tables.components), STORE_STATE),
        copies=np.zeros((len(tables.joints), COPIES), COPY),
        copy_ends=np.zeros((len(tables.joints), 2), np.int64),
        inbox=np.zeros(1, GIVEN_REQUEST),
        outbox=np.zeros(OUTBOX, ENDED_REQUEST),
        tags=np.zeros(1, np.int64),
    )
    state.registers[[WORKS_FREE, CALLS_FREE, IN_FLIGHT_LIMIT, MARGIN]] = -1, -1, in_flight_limit, margin
    _bring_up(plan, state)
    varying = plan.tables.component_rules["varies"][state.lives["component"]] != 0
    state.instances["hindrance"][varying] |= VARIES
    state.registers[MESSAGES_LIMIT] = messages_limit
    for group in range(len(tables.consuming)):
        assign_partitions(tables.components, tables.consuming, state.consumers, state.partitions, group)
    _load_caches(plan, state)
    _start_sources(tables, state)
    return state


def _bring_up(plan: Plan, state: State) -> None:
    """The instances with which every component begins; the spare ones are absent."""
    for row, lowered in enumerate(plan.lowered):
        first = int(plan.tables.components[row]["first_instance"])
        count = lowered.has_station.instances if lowered.has_station is not None else 1
        state.component_states[row]["up"] = state.component_states[row]["listed"] = count
        if lowered.has_consumers is not None:
            # Its consumers live and die; partitions do neither.
            count = int(plan.tables.components[row]["instances"])
            state.lives["phase"][first : first + count] = life.DEAD
        for name in ("is_up", "is_listed"):
            state.instances[name][first : first + count] = 1
        if lowered.has_consumers is not None:
            continue
        state.lives["phase"][first : first + count] = life.UP
    state.instances["hindrance"][state.lives["phase"] == life.ABSENT] = GONE
    for place, row in enumerate(plan.watched):
        first = int(plan.tables.components[row]["first_instance"])
        end = first + int(plan.tables.components[row]["instances"])
        state.instances["is_watched"][first:end] = 1
        state.lives["arm"][first:end] = life.VERSIONS * place


def _margin(plan: Plan) -> int:
    """What one turn of the loop may at most add to a pool: the widest group of calls, two actions for each that is
    cancelled and for its hedge, and a little for the rest."""
    tables = plan.tables
    groups = tables.groups
    by_component = tables.components["groups_end"] - tables.components["first_group"]
    assert (by_component >= 0).all()
    widest = int((groups["end"] - groups["first"]).max(initial=0))
    # Nobody waits for what is published, so one step may publish over all connections of a component; and when a
    # rebalance is over every consumer of the group looks for a message.
    publishes = (tables.connections["rules"] & PUBLISHES) != 0
    sources = tables.publishing["source"][publishes] if publishes.any() else np.zeros(0, np.int64)
    messages = int(np.bincount(sources).max(initial=0)) + int(tables.consuming["consumers"].max(initial=0))
    calls = 4 * widest_group(groups, tables.call_rules) if tables.has_ties else widest
    # What a call has answered may be stored in several caches, in each of which others wait for it.
    return calls + messages + 8 + (LOOKUPS_OF_A_CALLER if plan.rebuilds_count else 0)


def _instances(plan: Plan) -> rows.Rows:
    tables = plan.tables
    table = line_aligned(int(tables.components["instances"].sum()), rows.INSTANCE)
    table["head"] = table["tail"] = -1
    for here, lowered in zip(tables.components, plan.lowered, strict=True):
        own = table[int(here["first_instance"]) :][: int(here["instances"])]
        if lowered.has_consumers is not None:
            own["hindrance"] = rows.SHARED
        elif lowered.has_dead_letters is not None and lowered.has_dead_letters.is_parked:
            own["hindrance"] = rows.STALLED
    return table


def _lives(tables: Tables) -> rows.Rows:
    table = np.zeros(int(tables.components["instances"].sum()), life.LIFE)
    table["phase"], table["arm"] = life.ABSENT, -1
    table["ready_ns"] = table["gone_ns"] = life.LONG_AGO
    table["component"] = np.repeat(np.arange(len(tables.components)), tables.components["instances"])
    return table


def _details(plan: Plan, instances_count: int) -> rows.Rows:
    table = np.zeros(instances_count, stations.DETAIL)
    table["class_tails"] = table["root"] = -1
    for row in np.flatnonzero(plan.tables.component_rules["pause_ns"]):
        first = int(plan.tables.components[row]["first_instance"])
        count = int(plan.tables.components[row]["instances"])
        table["pause_offset_ns"][first : first + count] = _pause_offsets(plan, int(row), count)
    return table


def _pause_offsets(plan: Plan, row: int, count: int) -> list[int]:
    """Where in its round of running and pausing each instance of a component begins."""
    rules = plan.tables.component_rules[row]
    stream = np.uint64(stream_key(plan.seed, "pauses", plan.tables.component_ids[row]))
    round_ns = int(rules["run_ns"] + rules["pause_ns"])
    return [uniform_index(np.uint64(numbered(stream, place)), PAUSES, round_ns) for place in range(count)]


def _component_states(tables: Tables) -> rows.Rows:
    table = line_aligned(len(tables.components), rows.COMPONENT_STATE)
    table["slow_factor"] = table["build_slow_factor"] = 1.0
    table["error_ratio"] = tables.components["error_ratio"]
    return table


def _connection_states(tables: Tables) -> rows.Rows:
    table = line_aligned(len(tables.connections), rows.CONNECTION_STATE)
    table["oldest_timer"] = table["newest_timer"] = -1
    for name in ("share_from", "share_until"):
        table[name] = tables.connections[name]
    table["share"] = table["share_until"] - table["share_from"]
    return table


def _policy_states(tables: Tables) -> rows.Rows:
    table = line_aligned(len(tables.policies), POLICY_STATE)
    table["budget_level"] = tables.policies["budget_ceiling"]
    table["rate_level"] = tables.policies["rate_ceiling"]
    table["breaker_probe"] = -1
    table["limit"] = tables.policies["permits"]
    table["recent_until_ns"] = tables.policies["limit_recent_ns"]
    table["refreshed_ns"] = -NEVER
    return table


def _peers(tables: Tables) -> rows.Rows:
    informed = (tables.connections["rules"] & INFORMED) != 0
    targets = tables.connections["target"][informed]
    table = line_aligned(int(tables.components["instances"][targets].sum()), PEER)
    table["told_ns"] = -1
    return table


def _publishing_states(tables: Tables) -> rows.Rows:
    table = np.zeros(len(tables.publishing), PUBLISHING_STATE)
    table["first_blocked"] = table["last_blocked"] = -1
    return table


def _consuming_states(plan: Plan) -> rows.Rows:
    table = np.zeros(len(plan.tables.consuming), CONSUMING_STATE)
    groups = [each.has_consumers for each in plan.lowered if each.has_consumers is not None]
    table["poison_ratio"] = [each.poison_ratio for each in groups]
    return table


def _consumers(tables: Tables) -> rows.Rows:
    table = np.zeros(int(tables.consuming["consumers"].sum()), CONSUMER)
    table["is_up"] = 1
    table["first"] = table["last"] = -1
    for group, here in enumerate(tables.consuming):
        table["group"][int(here["first_consumer"]) :][: int(here["consumers"])] = group
    return table


def _partitions(tables: Tables, instances_count: int) -> rows.Rows:
    """One row an instance where anybody consumes, so that a partition is found by its instance."""
    table = np.zeros(instances_count if len(tables.consuming) else 0, PARTITION)
    table["owner"] = table["server"] = -1
    return table


def _ranks(plan: Plan) -> rows.Counts:
    told = [each.has_source.wishes.correlation for each in plan.lowered if each.has_source is not None]
    return first_ranks(plan.tables.sources, told)


def _entries(plan: Plan) -> rows.Rows:
    table = np.zeros(max(plan.entries_count, 1), ENTRY)
    table["shard"] = table["newer"] = table["older"] = -1
    return table


def _rebuilds(plan: Plan) -> rows.Rows:
    table = np.zeros(max(plan.rebuilds_count, 1), REBUILD)
    table["first"] = table["last"] = -1
    for row, each in enumerate(plan.lowered):
        if each.has_cache is not None and each.has_cache.refilling.guards:
            first = int(plan.tables.caches[int(plan.tables.components[row]["cache"])]["first_rebuild"])
            # Those of the caches behind it are written after these.
            table["took_ns"][first:] = round(each.has_cache.refilling.rebuild_s * 1e9)
    return table


def _load_caches(plan: Plan, state: State) -> None:
    """Caches that begin full have the most popular keys that exist, as many as fit."""
    tables = plan.tables
    for row in np.flatnonzero(tables.components["cache"] >= 0):
        cache = int(tables.components[row]["cache"])
        if tables.caches[cache]["starts_full"] != 0:
            owner = int(tables.caches[cache]["holder"])
            load_popular(
                tables.components,
                tables.caches,
                state.component_states,
                state.instances,
                state.living,
                state.shards,
                state.entries,
                int(row) if owner < 0 else owner,
                cache,
            )


def _start_sources(tables: Tables, state: State) -> None:
    for row, source in enumerate(tables.sources):
        here, stream = state.source_states[row], np.uint64(source["stream"])
        here["scale"], here["varies"] = 1.0, source["varies"]
        if source["users"] > 0:
            want_users(tables, state, row, int(source["users"]))
            continue
        phase, switching = first_phase(stream), float(source["switching"])
        here["exposure"], here["phase"] = next_exposure(int(source["process"]), stream, 0, phase, switching)
        plan_arrival(tables, state, row)
