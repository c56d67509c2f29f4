"""Which instance takes a call, in the plain twin."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel import random
from tests.engine.twin import replicas, zonal
from tests.engine.twin.parts import Instance, Link, Node, Work
from tests.engine.twin.sources import Sources


class Chooser(Sources):
    """The choice among the instances that callers know."""

    def choose(self, node: Node, link: Link, work: Work) -> Instance | None:
        """The instance that takes a call; None when none is listed."""
        listed = node.listed()
        if not listed:
            return None
        if node.cache is not None and node.cache.zonal.replicas > 1:
            return zonal.asked(node, work)
        if node.cache is not None:
            return self.shard_of(node, work.item, node.shards_stream)
        if node.replicas is not None:
            return replicas.keeper(node, work)
        if link.connection.copies > 1:
            assert work.call is not None
            key = work.call.parent.key ^ link.stream
            place = int(random.uniform_index(key, random.COPIES, 2**30)) + work.call.copy
            return listed[place % len(listed)]
        turn, link.turn = link.turn, link.turn + 1
        balancer = self.balancers[link.connection.id]
        is_split = node.arm_share > 0.0
        if balancer is not None:
            assert work.call is not None
            chosen: Instance = (
                self.choose_in_arm(node, work, turn)
                if is_split
                else balancer.choose(listed, work, turn, work.from_zone, self.now)
            )
            if work.call.awaits is work:
                work.call.chosen = chosen
            return chosen
        count = len(listed)
        if is_split:
            return self.choose_in_arm(node, work, turn)
        if count == 1:
            return listed[0]
        if link.balancing == "round_robin":
            return listed[turn % count]
        one = int(random.uniform_index(work.key, random.BALANCE, count))
        if link.balancing == "random":
            return listed[one]
        if link.balancing == "least_outstanding":
            return min(listed[one:] + listed[:one], key=lambda each: len(each.inside))
        two = int(random.uniform_index(work.key, random.SECOND_CHOICE, count - 1))
        two += two >= one
        return min(listed[one], listed[two], key=lambda each: len(each.inside))

    def choose_in_arm(self, node: Node, work: Work, turn: int) -> Instance:
        """Arms take their shares of the calls; instances of an arm take turns."""
        listed, drawn = node.listed(), random.uniform(work.key, random.ARM)
        has_baseline = any(each.version == 2 for each in listed)
        version = 1 if drawn < node.arm_share else 2 if drawn < 2.0 * node.arm_share and has_baseline else 0
        arm = [each for each in listed if each.version == version] or listed
        return arm[turn % len(arm)]

    def shard_of(self, node: Node, item: int, stream: Any) -> Instance:
        """The home of a key, or its substitute while that is down."""
        hashed = random.mix(np.uint64((int(stream) + item) % 2**64))
        home = node.instances[int(hashed) % len(node.instances)]
        listed = node.listed()
        return home if home in listed else listed[int(random.mix(np.uint64(hashed))) % len(listed)]
