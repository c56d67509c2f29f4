"""Lowers a design and a seed into the tables of the kernel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from engine.design.discovery import component_types
from engine.design.fleets import room_beyond, watched_components
from engine.design.model import Component, Connection, Design
from engine.design.replicas import with_copies
from engine.design.rows import CLASSES, NO_LIMIT, Pace
from engine.design.teams import standbys
from engine.kernel import state as rows
from engine.kernel import stations
from engine.kernel.aligned import line_aligned
from engine.kernel.arrivals import PROCESSES, switching_of
from engine.kernel.lanes import LANES
from engine.kernel.policies import OPTIONAL
from engine.kernel.popularity import ALIAS, fill_alias, popularity
from engine.kernel.records import GROUP, SOURCE
from engine.kernel.service import SHAPES, shape_parameters
from engine.kernel.state import BALANCINGS, JITTERS, Rows, Tables
from engine.plan.balancers import uses_keys, write_balancers, zones_of
from engine.plan.caches import lay_out, lay_out_answers
from engine.plan.calling import call_rules, in_order
from engine.plan.curves import SILENCE, curve_of, curve_tables
from engine.plan.indices import check_indices
from engine.plan.lowering import Lowered, Source, lower
from engine.plan.messages import (
    UNLIMITED,
    consuming_table,
    publishing_table,
    routed_balancing,
    sending_ns,
    topics_of,
)
from engine.plan.policies import policy_table
from engine.plan.replicas import join_stores, keeps_replicas, write_replicas
from engine.plan.streams import stream_key
from engine.plan.titles import write_wishes

ALWAYS_ROOM = 2**30
NANOSECONDS = 1e9
RULES_OF_DISCIPLINES = {
    "lifo": stations.LIFO,
    "adaptive_lifo": stations.ADAPTIVE,
    "priority": stations.BY_PRIORITY,
    "processor_sharing": stations.SHARES,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A design ready to run: tables, and where to find its components, connections and sources in them.

    `component_rows`, `connection_rows` map ids to rows of the tables; rows stand in the order of sorted ids, whatever
    the drawing's. The work of the components in the rows `watched` is counted by version of the instance.
    """

    design: Design
    seed: int
    tables: Tables
    lowered: tuple[Lowered, ...]
    component_rows: Mapping[str, int]
    connection_rows: Mapping[str, int]
    shards: Rows
    entries_count: int
    rebuilds_count: int
    watched: tuple[int, ...]


def compile_plan(design: Design, seed: int) -> Plan:
    """Lowers a runnable design; the arrays of the plan are read-only and its indices checked."""
    drawn, design = design, with_copies(design)
    components = sorted(design.components, key=lambda each: each.id)
    lowered = [lower(each) for each in components]
    by_id = room_beyond(design)
    spare = [by_id[each.id] for each in components]
    place = {each.id: row for row, each in enumerate(components)}
    connections = in_order(design.calls, place)
    topics = topics_of(connections, place, lowered)
    counts = [
        own + (more if each.has_consumers is None else 0)
        for own, more, each in zip(topics.instances, spare, lowered, strict=True)
    ]
    groups, spans = _groups(connections, components, lowered, seed)
    sources, curves = _sources(design, components, lowered, seed)
    table = _connections(connections, place, lowered, seed)
    stations = _components(lowered, spans, counts)
    policies = policy_table(connections, table, stations)
    rules = _component_rules(lowered, components, seed)
    memory = lay_out_answers(lay_out(components, lowered, connections, stations, seed), table, policies)
    tables = Tables(
        components=stations,
        connections=table,
        groups=groups,
        sources=sources[0],
        caches=memory.caches,
        curve_times_ns=curves[0],
        curve_rates_per_ns=curves[1],
        alias=sources[1],
        component_rules=rules,
        call_rules=call_rules(connections, table, place, lowered),
        policies=policies,
        points=write_balancers(connections, table, stations, policies, seed),
        zones=zones_of(design, components, stations),
        times_ns=_measured_times(stations, lowered),
        publishing=publishing_table(connections, table, place, lowered, topics, seed),
        consuming=consuming_table(components, lowered, connections, place),
        joints=join_stores(rules, design.joints, place, lowered),
        component_ids=tuple(each.id for each in components),
        connection_ids=tuple(each.id for each in connections),
        class_names=tuple(each.has_source.request_class for each in lowered if each.has_source is not None),
    )
    for array in tables.arrays:
        array.flags.writeable = False
    check_indices(tables)
    return Plan(
        design=drawn,
        seed=seed,
        tables=tables,
        lowered=tuple(lowered),
        component_rows=place,
        connection_rows={each.id: row for row, each in enumerate(connections)},
        shards=memory.shards,
        entries_count=memory.entries,
        rebuilds_count=memory.rebuilds,
        watched=tuple(place[each] for each in watched_components(design)),
    )


def _components(lowered: Sequence[Lowered], spans: Sequence[tuple[int, int]], counts: Sequence[int]) -> Rows:
    table = line_aligned(len(lowered), rows.COMPONENT)
    first_instance = caches_count = 0
    for row, (each, (first_group, groups_end)) in enumerate(zip(lowered, spans, strict=True)):
        here = table[row]
        here["first_instance"] = first_instance
        here["first_group"], here["groups_end"] = first_group, groups_end
        here["cache"] = -1
        _write_station(here, each)
        here["instances"] = counts[row]
        if each.has_cache is not None:
            here["cache"] = caches_count
            caches_count += 1
        first_instance += int(here["instances"])
    return table


def _write_station(here: np.void, lowered: Lowered) -> None:
    """The columns of a station; without one, a single instance with room for all that answers at once."""
    station = lowered.has_station
    here["instances"], here["slots"], here["queue_limit"], here["holds_slot"] = 1, ALWAYS_ROOM, UNLIMITED, 1
    if station is None:
        if lowered.has_cache is not None and lowered.has_cache.lookup_s is not None:
            here["mean_ns"] = lowered.has_cache.lookup_s * NANOSECONDS
        return
    shape, mean_ns = SHAPES[station.service.shape], station.service.mean_s * NANOSECONDS
    here["has_station"] = 1
    here["instances"], here["slots"] = station.instances, station.slots
    here["queue_limit"] = UNLIMITED if station.queue_limit == NO_LIMIT else station.queue_limit
    # Who shares slots has given its share back when its calls begin: there is no slot to be taken from it.
    here["holds_slot"] = station.holds_slot or station.discipline == "processor_sharing"
    here["error_ratio"] = station.error_ratio
    here["queue_rule"] = (
        RULES_OF_DISCIPLINES.get(station.discipline, 0)
        + stations.DROPS_EXPIRED * station.drops_expired
        + stations.SHEDS * (station.shedding is not None)
    )
    handles_messages = lowered.has_consumers is not None or lowered.has_dead_letters is not None
    here["queue_rule"] |= stations.HANDLES_MESSAGES * handles_messages
    here["shape"], here["mean_ns"] = SHAPES["constant"], mean_ns
    if mean_ns > 0.0 and (station.service.cv2 > 0.0 or shape == SHAPES["exponential"]):
        here["shape"] = shape
        parameters = shape_parameters(shape, mean_ns, station.service.cv2)
        here["first_parameter"], here["second_parameter"] = parameters


def _measured_times(table: Rows, lowered: Sequence[Lowered]) -> rows.Floats:
    """The times of all traces one behind another in ns; writes into `table` where those of each component stand."""
    times: list[float] = []
    for here, each in zip(table, lowered, strict=True):
        if here["shape"] == SHAPES["trace"] and each.has_station is not None:
            values = each.has_station.service.values_s
            here["first_parameter"], here["second_parameter"] = len(times), len(values)
            times += [value * NANOSECONDS for value in values]
    return np.array(times or [0.0])


def _component_rules(lowered: Sequence[Lowered], components: Sequence[Component], seed: int) -> Rows:
    """What only some stations have; the rule in the first table says whether it is looked at."""
    table = np.zeros(len(lowered), stations.COMPONENT_RULE)
    groups_count = 0
    for here, each in zip(table, lowered, strict=True):
        here["consumes"], here["replays"] = -1, each.has_dead_letters is not None
        if each.has_log is not None:
            here["keeps_tail"] = each.has_log.acks == "all" and each.has_log.is_replicated
        if each.has_consumers is not None:
            here["consumes"] = groups_count
            groups_count += 1
        station = each.has_station
        if station is None:
            continue
        here["deadline_margin_ns"] = _nanoseconds(station.deadline_margin_s)
        _write_pace(here, station.pace)
        here["lifo_after_ns"] = _nanoseconds(station.lifo_after_s)
        if station.shedding is not None:
            here["has_partitions"] = station.shedding.rule == "partitions"
            here["class_limits"] = [limit * station.slots for limit in station.shedding.limits]
    write_replicas(table, components, lowered, seed)
    return table


def _write_pace(here: np.void, pace: Pace) -> None:
    here["varies"], here["start_ns"] = pace.varies, _nanoseconds(pace.start_s)
    here["usl_sigma"], here["usl_kappa"] = pace.usl_sigma, pace.usl_kappa
    here["warmup_ns"], here["warmup_factor"] = _nanoseconds(pace.warmup_s), pace.warmup_factor
    here["run_ns"], here["pause_ns"] = _nanoseconds(pace.pause_every_s), _nanoseconds(pace.pause_s)
    here["noise_ratio"], here["noise_factor"] = pace.noise_ratio, pace.noise_factor


def _connections(
    connections: Sequence[Connection],
    place: Mapping[str, int],
    lowered: Sequence[Lowered],
    seed: int,
) -> Rows:
    table = line_aligned(len(connections), rows.CONNECTION)
    ways_ns = [sending_ns(each, place, lowered) for each in connections]
    lanes = _lanes(ways_ns)
    lookups: dict[tuple[str, str], tuple[int, int]] = {}
    lookups_count: dict[str, int] = {}
    shared: dict[tuple[str, int], float] = {}
    for row, each in enumerate(connections):
        here = table[row]
        _write_connection(here, each, seed)
        here["target"] = place[each.target]
        here["balancing"] = BALANCINGS[routed_balancing(each, lowered[place[each.target]])]
        here["lane"] = lanes.get(ways_ns[row], -1)
        here["lookup_bit"] = here["miss_bit"] = here["fill"] = here["fill_over"] = -1
        cache = lowered[place[each.target]].has_cache
        if cache is not None and cache.looks_aside:
            here["lookup_bit"] = lookups_count.get(each.source, 0)
            lookups_count[each.source] = int(here["lookup_bit"]) + 1
            lookups.setdefault((each.source, each.target), (row, int(here["lookup_bit"])))
        if each.on_miss is not None:
            here["fill_over"], here["miss_bit"] = lookups[each.source, each.on_miss]
            here["fill"] = place[each.on_miss]
        here["only_for"] = -1 if each.only_for is None else CLASSES.index(each.only_for)
        here["share_from"] = here["share_until"] = -1.0
        if each.share is not None:
            start = shared.get((each.source, each.order), 0.0)
            here["share_from"], here["share_until"] = start, start + each.share
            shared[each.source, each.order] = start + each.share
    return table


def _lanes(delays_ns: Sequence[int]) -> dict[int, int]:
    """The commonest delays in ns, each with its lane."""
    counts = Counter(delay for delay in delays_ns if delay > 0)
    commonest = sorted(counts, key=lambda delay: (-counts[delay], delay))[:LANES]
    return {delay: lane for lane, delay in enumerate(commonest)}


def _write_connection(here: np.void, connection: Connection, seed: int) -> None:
    here["stream"] = stream_key(seed, "connection", connection.id)
    here["attempts"] = connection.retry.attempts
    here["timeout_ns"] = max(_nanoseconds(connection.timeout_s), 1) if connection.timeout_s is not None else 0
    here["delay_ns"] = _nanoseconds(connection.delay_s)
    here["fallback_ns"] = _nanoseconds(connection.fallback_s)
    here["backoff_ns"] = connection.retry.backoff_s * NANOSECONDS
    here["backoff_cap_ns"] = connection.retry.backoff_cap_s * NANOSECONDS
    here["probability"] = connection.probability
    here["rules"] = OPTIONAL * connection.optional
    here["balancing"] = BALANCINGS[connection.balancing]
    here["jitter"] = JITTERS[connection.retry.jitter]


def _groups(
    connections: Sequence[Connection], components: Sequence[Component], lowered: Sequence[Lowered], seed: int
) -> tuple[Rows, list[tuple[int, int]]]:
    """Groups of calls of equal order, and where each component's groups lie."""
    steering = {each.id for each, told in zip(components, lowered, strict=True) if told.is_steering}
    found: list[tuple[int, int, int, int, bool, int]] = []
    spans: dict[str, tuple[int, int]] = {}
    first = 0
    waiting = standbys(connections)
    for (source, order, waits), members in groupby(
        connections, key=lambda each: (each.source, each.order, each.id in waiting)
    ):
        calls = list(members)
        first += len(calls)
        if waits:
            continue
        key = stream_key(seed, "share", source, str(order))
        enough = max((each.enough or 0 for each in calls), default=0)
        is_selective = any(each.only_for is not None for each in calls)
        found.append((first - len(calls), first, key, _shares_of(calls, source in steering), is_selective, enough))
        spans[source] = (spans.get(source, (len(found) - 1, 0))[0], len(found))
    return np.array(found, GROUP), [spans.get(each.id, (0, 0)) for each in components]


def _shares_of(calls: Sequence[Connection], is_steered: bool) -> int:
    """Whether a group of calls has shares, and whether they may change."""
    if all(each.share is None for each in calls):
        return 0
    return rows.STEERED if is_steered else rows.FIXED


def _sources(
    design: Design, components: Sequence[Component], lowered: Sequence[Lowered], seed: int
) -> tuple[tuple[Rows, Rows], tuple[rows.Floats, rows.Floats]]:
    """Source rows with the alias tables of their keys, and the points of their curves."""
    described = [
        (row, component.id, each.has_source)
        for row, (component, each) in enumerate(zip(components, lowered, strict=True))
        if each.has_source is not None
    ]
    spans, times, rates = curve_tables(
        [
            SILENCE if source.users or component_types()[components[row].type].watching else curve_of(design, source_id)
            for row, source_id, source in described
        ]
    )
    has_keys = any(each.has_cache is not None for each in lowered) or uses_keys(design) or keeps_replicas(design)
    first_alias, alias = _alias_tables([source for _, _, source in described]) if has_keys else ({}, _no_alias())
    table = np.zeros(len(described), SOURCE)
    for here, (row, source_id, source), (first, end) in zip(table, described, spans, strict=True):
        here["stream"] = stream_key(seed, "source", source_id)
        here["component"], here["process"] = row, PROCESSES[source.process]
        here["priority"] = CLASSES.index(source.priority)
        here["first_point"], here["points_end"] = first, end
        here["users"], here["think_ns"] = source.users, source.think_s * NANOSECONDS
        here["people"] = source.people
        here["switching"] = switching_of(source.burstiness) if source.process == "mmpp" else 0.0
        # Where nothing asks for keys none is drawn: draws are keyed, so nothing else changes.
        here["keys_count"] = source.keys_count if has_keys else 1
        here["first_alias"] = first_alias.get((source.keys_count, source.zipf_alpha), 0)
    write_wishes(table, lowered, seed)
    return (table, alias), (times, rates)


def _alias_tables(sources: Sequence[Source]) -> tuple[dict[tuple[int, float], int], Rows]:
    """One alias table for each pair of key count and exponent, all in one array, and where each begins."""
    pairs = sorted({(each.keys_count, each.zipf_alpha) for each in sources})
    starts: dict[tuple[int, float], int] = {}
    tables = []
    first = 0
    for keys_count, zipf_alpha in pairs:
        table = np.zeros(keys_count, ALIAS)
        fill_alias(popularity(keys_count, zipf_alpha), table)
        starts[keys_count, zipf_alpha] = first
        first += keys_count
        tables.append(table)
    return starts, np.concatenate(tables) if tables else _no_alias()


def _no_alias() -> Rows:
    return np.zeros(1, ALIAS)


def _nanoseconds(seconds: float) -> int:
    return round(seconds * NANOSECONDS)
