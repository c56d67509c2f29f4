"""Replicas in the plain twin: every instance has a dictionary of what it keeps."""

from __future__ import annotations

import numpy as np

from engine.kernel import random
from tests.engine.twin.parts import Call, Copy, Instance, Node, Work


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
        known = [each.acknowledged.get(item, 0) for each in (node, *node.joined)]
        call.version = now + 1 if call.link.connection.writes else max(known)
        call.answers = calls[0].answers


def serve(work: Work, now: int) -> None:
    """A work was served well; what nobody here had before is told to the others."""
    assert work.instance is not None
    assert work.call is not None
    if not work.call.link.connection.writes:
        work.version = kept(work.instance, work.item)
        return
    is_new = work.version > newest(work.node, work.item)
    work.instance.versions[work.item] = max(kept(work.instance, work.item), work.version)
    if is_new:
        send(work.node, work.item, work.version, now)


def newest(node: Node, item: int) -> int:
    """What the best of the replicas of a key has."""
    return max(kept(each, item) for each in owners(node, item))


def send(node: Node, item: int, version: int, now: int) -> None:
    """Copies leave for all stores that are joined."""
    assert node.replicas is not None
    for other in node.joined:
        other.coming.append(Copy(now + round(node.replicas.lag_s * 1e9), item, version, node))
        other.kept["copies"] += 1
        node.kept["sent_copies"] += 1
        receive(other, now)


def receive(node: Node, now: int) -> None:
    """Copies that have come are at the replicas that are up."""
    for copy in [each for each in node.coming if each.at_ns <= now]:
        node.coming.remove(copy)
        for each in owners(node, copy.item):
            if each.is_up:
                each.versions[copy.item] = max(kept(each, copy.item), copy.version)


def far_wait_ns(work: Work) -> int:
    """How much longer a write takes because others must have it too."""
    told = work.node.replicas
    assert work.call is not None
    if told is None or not told.waits_for_far or not work.node.joined or work.outcome != "ok":
        return 0
    return round(told.lag_s * 1e9) if work.call.link.connection.writes else 0


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
    for other in node.joined:
        mine = [each for each in other.coming if each.sender is node]
        gone = [each for each in mine if each.version > newest(node, each.item)]
        other.coming = [each for each in other.coming if each not in gone]
        node.kept["lost_copies"] += len(gone)
    for item in range(node.keys_count):
        if instance in owners(node, item):
            for each in (node, *node.joined):
                judge(each, instance, item)


def judge(node: Node, lost: Instance, item: int) -> None:
    """Whether the newest acknowledged write of a key is nowhere any more."""
    under_way = [
        each.version
        for each in node.writes
        if each.item == item
        and each.state in ("travelling", "queued", "serving")
        and not each.is_lost
        and each.instance is not lost
    ]
    left = max([newest(each, item) for each in (node, *node.joined)] + under_way)
    known = node.acknowledged.get(item, 0)
    if known > left:
        node.kept["lost_writes"] += known > 0
        node.acknowledged[item] = left


def regain(node: Node, instance: Instance) -> None:
    """An instance is back and gets what the living have, here and at the stores that are joined."""
    if node.replicas is None or not node.replicas.repairs:
        return
    for item in range(node.keys_count):
        if instance in owners(node, item):
            keepers = [keeper for each in (node, *node.joined) for keeper in owners(each, item)]
            found = [kept(each, item) for each in keepers if each.is_up and each is not instance]
            instance.versions[item] = max([kept(instance, item), *found])
