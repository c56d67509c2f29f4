"""Lowers what is published and who consumes it: rows of PUBLISHING and CONSUMING."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.design.discovery import policy_types
from engine.design.model import Component, Connection
from engine.design.policies import LoweredPolicies, lower_policies
from engine.design.rows import COMMITS
from engine.kernel import message_rows as rows
from engine.kernel.policies import PUBLISHES
from engine.kernel.state import Rows, Tables
from engine.plan.lowering import Consumers, Lowered
from engine.plan.streams import stream_key

UNLIMITED = 2**31 - 1
NANOSECONDS = 1e9


@dataclass(frozen=True, slots=True)
class Topics:
    """Where partitions lie: `instances` of every component, and the first partition at its group of each connection
    that hands messages on (by its place among the connections)."""

    instances: tuple[int, ...]
    first_partitions: Mapping[int, int]


def topics_of(connections: Sequence[Connection], place: Mapping[str, int], lowered: Sequence[Lowered]) -> Topics:
    """Counts partitions: a group has those of all topics that it reads, one after another.

    Connections stand in the order of their rows.
    """
    instances = [each.has_station.instances if each.has_station is not None else 1 for each in lowered]
    counted = dict.fromkeys((row for row, each in enumerate(lowered) if each.has_consumers is not None), 0)
    first_partitions = {}
    for row, each in enumerate(connections):
        if hands_on(each, place, lowered):
            group = place[each.target]
            first_partitions[row] = counted[group]
            counted[group] += instances[place[each.source]]
    for group, count in counted.items():
        instances[group] = max(count, 1)
    return Topics(tuple(instances), first_partitions)


def hands_on(connection: Connection, place: Mapping[str, int], lowered: Sequence[Lowered]) -> bool:
    """True when the connection leads from the partitions of a topic to a group of consumers."""
    source, target = lowered[place[connection.source]], lowered[place[connection.target]]
    return connection.kind == "publish" and source.has_log is not None and target.has_consumers is not None


def publishing_table(
    connections: Sequence[Connection],
    table: Rows,
    place: Mapping[str, int],
    lowered: Sequence[Lowered],
    topics: Topics,
    seed: int,
) -> Rows:
    """One row a connection when any publishes, else none; marks those that do in `table`, the rows of connections."""
    if not any(each.kind == "publish" for each in connections):
        return np.zeros(0, rows.PUBLISHING)
    publishing = np.zeros(len(connections), rows.PUBLISHING)
    for row, (each, here, row_of_table) in enumerate(zip(connections, publishing, table, strict=True)):
        if each.kind != "publish":
            continue
        row_of_table["rules"] |= PUBLISHES
        row_of_table["timeout_ns"] = 0
        here["source"] = place[each.source]
        target = lowered[place[each.target]]
        for column, value in producer_of(each, place, lowered).items():
            here[column] = value
        here["stream"] = stream_key(seed, "partitions", each.target)
        if row in topics.first_partitions:
            here["routing"], here["first_partition"] = rows.TO_SAME, topics.first_partitions[row]
        elif target.has_dead_letters is not None:
            here["routing"] = rows.TO_DEAD_LETTERS
        elif target.has_log is not None and target.has_log.key == "title":
            here["routing"] = rows.TO_KEY
    return publishing


def producer_of(connection: Connection, place: Mapping[str, int], lowered: Sequence[Lowered]) -> Mapping[str, int]:
    """How a connection that publishes keeps and sends messages; what a topic hands on needs no producer."""
    target = lowered[place[connection.target]]
    told = dict(producer(connection.policies))
    if target.has_dead_letters is not None or hands_on(connection, place, lowered):
        told = {**producer({}), "room": UNLIMITED, "publish_ns": 0}
    elif target.has_log is not None:
        told["publish_ns"] *= 2 if target.has_log.acks == "all" else 1
        told["resend_ns"] *= target.has_log.acks != "0"
    return told


def sending_ns(connection: Connection, place: Mapping[str, int], lowered: Sequence[Lowered]) -> int:
    """How long anything sent over a connection is on its way."""
    delay_ns = round(connection.delay_s * NANOSECONDS)
    if connection.kind != "publish":
        return delay_ns
    return delay_ns + producer_of(connection, place, lowered)["publish_ns"]


def producer(policies: Mapping[str, Mapping[str, float | int | str | bool]]) -> Mapping[str, int]:
    """The columns of the producer of a connection, its defaults where it has none."""
    told = {name: values for name, values in policies.items() if _publishes(name, values)}
    if told:
        return lower_policies(told).publishing
    defaults = LoweredPolicies()
    kind = policy_types()["producer"]
    kind.lower({each.name: each.default for each in kind.parameters}, defaults)
    return defaults.publishing


def _publishes(name: str, values: Mapping[str, float | int | str | bool]) -> bool:
    return bool(lower_policies({name: values}).publishing)


def routed_balancing(connection: Connection, target: Lowered) -> str:
    """How a connection chooses among instances: a topic decides for those who publish to it."""
    if target.has_log is None:
        return connection.balancing
    return "random" if target.has_log.key == "user" else "round_robin"


def consuming_table(
    components: Sequence[Component],
    lowered: Sequence[Lowered],
    connections: Sequence[Connection],
    place: Mapping[str, int],
) -> Rows:
    """One row a group of consumers, in the order of the components."""
    groups = [(row, each.has_consumers) for row, each in enumerate(lowered) if each.has_consumers is not None]
    table = np.zeros(len(groups), rows.CONSUMING)
    first_consumer = 0
    for here, (row, told) in zip(table, groups, strict=True):
        _write_group(here, told)
        here["component"], here["first_consumer"] = row, first_consumer
        first_consumer += told.count
        here["dead_letters"] = _dead_letters(components[row].id, connections, place, lowered)
        here["retention_ns"] = _retention_ns(components[row].id, connections, place, lowered)
    return table


def _write_group(here: np.void, told: Consumers) -> None:
    here["consumers"], here["batch"], here["commit"] = told.count, told.batch, COMMITS.index(told.commit)
    here["retries"], here["gives_up"] = told.retries, told.gives_up
    here["session_timeout_ns"] = round(told.session_timeout_s * NANOSECONDS)
    here["pause_ns"] = round(told.pause_s * NANOSECONDS)


def _dead_letters(
    group: str, connections: Sequence[Connection], place: Mapping[str, int], lowered: Sequence[Lowered]
) -> int:
    for row, each in enumerate(connections):
        if each.source == group and lowered[place[each.target]].has_dead_letters is not None:
            return row
    return -1


def _retention_ns(
    group: str, connections: Sequence[Connection], place: Mapping[str, int], lowered: Sequence[Lowered]
) -> int:
    """The shortest of its topics that keeps messages for a time at all."""
    logs = [lowered[place[each.source]].has_log for each in connections if each.target == group]
    return min((round(each.retention_s * NANOSECONDS) for each in logs if each and each.retention_s > 0.0), default=0)


def check_messages(tables: Tables) -> None:
    """Asserts that every index of these rows lies within its table: compiled code does not look."""
    publishes = (tables.connections["rules"] & PUBLISHES) != 0
    assert len(tables.publishing) in (0, len(tables.connections))
    assert len(tables.publishing) or not publishes.any()
    same = tables.publishing[publishes[: len(tables.publishing)]]
    assert (same["source"] < len(tables.components)).all()
    assert (same["first_partition"] < 2**16).all()
    for group in tables.consuming:
        assert -1 <= group["dead_letters"] < len(tables.connections)
        assert 0 <= group["component"] < len(tables.components)
        assert tables.components[group["component"]]["instances"] < 2**16
        assert min(group["consumers"], group["batch"]) >= 1
