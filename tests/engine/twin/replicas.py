"""Replicas in the plain twin: every instance has a dictionary of what it keeps."""

from __future__ import annotations

import numpy as np

from engine.kernel import random
from tests.engine.twin.parts import Call, Instance, Node, Work


def owners(node: Node, item: int) -> list[Instance]:
    """The instances that keep a key, its home first."""
    told = node.replicas
    assert told is not None
    home = int(random.mix(np.uint64((int(node.replica_stream) + item) % 2**64))) % told.nodes
    return [node.instances[(home + copy) % told.nodes] for copy in range(told.copies)]


def lacking(node: Node, work: Work) -> str:
    """Why an attempt cannot be served, empty when it can."""
    if node.replicas is None or work.call is None:
        return ""
    keepers, writes = owners(node, work.item), work.call.link.connection.writes
    quorum = node.replicas.write_quorum if writes else node.replicas.read_quorum
    if sum(each.is_up for each in keepers) < quorum:
        return "quorum_lost"
    return "replica_down" if writes and not keepers[work.call.copy].is_up else ""


def keeper(node: Node, work: Work) -> Instance:
    """The instance that takes an attempt."""
    assert work.call is not None
    keepers = owners(node, work.item)
    if work.call.link.connection.writes:
        return keepers[work.call.copy]
    key = work.call.parent.key ^ work.call.link.stream
    living = [each for each in keepers if each.is_up]
    return living[(int(random.uniform_index(key, random.COPIES, 2**30)) + work.call.copy) % len(living)]


def kept(instance: Instance, item: int) -> int:
    """The version of a key at an instance."""
    return instance.versions.get(item, instance.oldest)


def begin(calls: list[Call], now: int) -> None:
    """The copies of one call begin."""
    node, item = calls[0].link.target, calls[0].parent.item
    for call in calls:
        call.version = now + 1 if call.link.connection.writes else node.acknowledged.get(item, 0)
        call.answers = calls[0].answers


def serve(work: Work) -> None:
    """A work was served well."""
    assert work.instance is not None
    assert work.call is not None
    if work.call.link.connection.writes:
        work.instance.versions[work.item] = max(kept(work.instance, work.item), work.version)
    else:
        work.version = kept(work.instance, work.item)


def conclude(call: Call) -> None:
    """A call went well; its teams have counted that."""
    node, item, is_copied = call.link.target, call.parent.item, call.link.connection.copies > 1
    if is_copied and call.team is not None and call.team.needed != 0:
        return
    if call.link.connection.writes:
        node.acknowledged[item] = max(node.acknowledged.get(item, 0), call.version)
        node.kept["writes"] += 1
    else:
        node.kept["reads"] += 1
        node.kept["stale_reads"] += max(call.answers, default=-1) < call.version


def lose(node: Node, instance: Instance) -> None:
    """An instance loses its disk."""
    if node.replicas is None or instance.place >= node.replicas.nodes:
        return
    instance.versions, instance.oldest = {}, -1
    under_way = [
        each
        for each in node.writes
        if each.state in ("travelling", "queued", "serving") and not each.is_lost and each.instance is not instance
    ]
    for item in range(node.keys_count):
        keepers = owners(node, item)
        if instance in keepers:
            left = [kept(each, item) for each in keepers] + [each.version for each in under_way if each.item == item]
            known = node.acknowledged.get(item, 0)
            if known > max(left):
                node.kept["lost_writes"] += known > 0
                node.acknowledged[item] = max(left)


def regain(node: Node, instance: Instance) -> None:
    """An instance is back and gets what the living have."""
    if node.replicas is None or not node.replicas.repairs:
        return
    for item in range(node.keys_count):
        keepers = owners(node, item)
        if instance in keepers:
            found = [kept(each, item) for each in keepers if each.is_up and each is not instance]
            instance.versions[item] = max([kept(instance, item), *found])
