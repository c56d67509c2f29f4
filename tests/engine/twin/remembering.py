"""Caches in the plain twin: lookups, what they wait for, and what is stored."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel import random
from tests.engine.twin import memory, stampede, zonal
from tests.engine.twin.chooser import Chooser
from tests.engine.twin.evictions import Keys
from tests.engine.twin.parts import Instance, Link, Node, Work
from tests.engine.twin.stampede import Rebuild


class Remembering(Chooser):
    """Keys."""

    def is_missed(self, node: Node, work: Work) -> bool:
        """Looks a key up; True when the component itself goes on behind a miss, else the work has ended, or waits."""
        assert node.cache is not None
        node.lookups += 1
        found = self.consult(node, work) if node.cache.refilling.guards else self.look_up(node, work)
        if node.cache.zonal.replicas > 1:
            assert work.instance is not None
            others = zonal.others(node, work.instance) if found == "miss" else []
            work.is_from_afar |= bool(others)
            if any(self.look_into(node, each.keys, work) == "hit" for each in others):
                found = "hit"
            node.guarded["from_afar"] += work.is_from_afar and found == "hit"
        if found == "waits":
            self.release(work)
            self.serve_next(node, work.instance)
            return False
        node.hits += found == "hit"
        if node.cache.looks_aside or found == "hit":
            self.end(work, "ok" if found == "hit" else "miss")
            return False
        work.fills = True
        return True

    def look_up(self, node: Node, work: Work) -> str:
        """In a cache that guards nothing."""
        return self.look_into(node, memory.looked_into(node, work), work)

    def look_into(self, node: Node, keys: Keys, work: Work) -> str:
        """In one shard."""
        keys.ask(work.item)
        if work.item not in keys:
            return "miss"
        if keys.until_ns[work.item] <= self.now:
            keys.drop(work.item)
            return "miss"
        self.renew(node, keys, work)
        keys.use(work.item)
        return "hit"

    def renew(self, node: Node, keys: Keys, work: Work) -> None:
        """A read may make an entry young again."""
        assert node.cache is not None
        if node.cache.renews_on_read:
            keys.until_ns[work.item] = self.now + stampede.life_ns(node, work.item, work.key)

    def consult(self, node: Node, work: Work) -> str:
        """In a cache that guards the rebuilding of keys."""
        assert node.cache is not None
        assert work.call is not None
        told, keys = node.cache.refilling, memory.looked_into(node, work)
        rebuild = stampede.rebuild_of(node, work.call.parent, work.item)
        keys.ask(work.item)
        left_ns = keys.until_ns[work.item] - self.now if work.item in keys else None
        if left_ns is not None and left_ns + round(told.stale_s * 1e9) <= 0:
            keys.drop(work.item)
            left_ns = None
        found = self.judge(node, work, rebuild, keys, left_ns)
        if rebuild.waiting and not rebuild.is_planned:
            self.plan_wake(node, rebuild)
        return found

    def judge(self, node: Node, work: Work, rebuild: Rebuild, keys: Keys, left_ns: int | None) -> str:
        """What a lookup gets that finds so much time left, or nothing."""
        assert node.cache is not None
        told = node.cache.refilling
        if left_ns is None:
            if not told.waits or not stampede.is_rebuilder(work) or self.takes_lease(node, rebuild, work):
                return "miss"
            node.guarded["coalesced"] += 1
            work.waits_for = rebuild
            rebuild.waiting.append(work)
            return "waits"
        if left_ns > 0:
            if stampede.is_early(node, rebuild, left_ns, work.key):
                node.guarded["early_refreshes"] += 1
                return "miss"
            self.renew(node, keys, work)
        else:
            if told.waits and self.takes_lease(node, rebuild, work):
                return "miss"
            node.guarded["stale_served"] += 1
            node.guarded["stale_most_ns"] = max(node.guarded["stale_most_ns"], -left_ns)
        keys.use(work.item)
        is_old = left_ns <= round(told.ahead * node.cache.ttl_s * 1e9)
        if told.refreshes and is_old and self.takes_lease(node, rebuild, work):
            node.guarded["refreshes"] += 1
            self.refresh(work, rebuild)
        return "hit"

    def takes_lease(self, node: Node, rebuild: Rebuild, work: Work) -> bool:
        """True for whoever may rebuild a key, because nobody does."""
        assert node.cache is not None
        assert work.call is not None
        if not stampede.is_rebuilder(work) or rebuild.until_ns > self.now:
            return False
        rebuild.until_ns = self.now + round(node.cache.refilling.lease_s * 1e9)
        rebuild.holder = work.call.parent.number
        rebuild.is_planned = False
        return True

    def refresh(self, lookup: Work, rebuild: Rebuild) -> None:
        """Work of the caller that makes the calls of a miss, and that nobody waits for."""
        assert lookup.call is not None
        parent = lookup.call.parent
        self.number += 1
        key = np.uint64(random.below(lookup.key, random.REFRESH, 0))
        work = Work(parent.node, key, lookup.item, self.number, None, self.now, state="calling")
        work.priority, work.person, work.instance = parent.priority, parent.person, parent.instance
        work.only_for = lookup.call.link.connection.target
        work.missed.add(work.only_for)
        if work.instance is not None:
            work.instance.refreshers.append(work)
        rebuild.holder = work.number
        self.later(0, lambda: self.go_on(work))

    def plan_wake(self, node: Node, rebuild: Rebuild) -> None:
        """Those who wait look again when the lease is over, unless something happens before."""
        rebuild.plan += 1
        rebuild.is_planned = True
        plan = rebuild.plan

        def come() -> None:
            if rebuild.plan == plan and rebuild.is_planned:
                self.wake(node, rebuild)

        self.later(rebuild.until_ns - self.now, come)

    def wake(self, node: Node, rebuild: Rebuild) -> None:
        """The first of those who wait: with the answer, or as the one that rebuilds the key now."""
        is_free = rebuild.until_ns <= self.now
        if is_free:
            rebuild.is_planned = False
        if not rebuild.waiting or not (rebuild.waiting[0].is_answered or is_free):
            return
        work = rebuild.waiting[0]
        self.wait_no_more(work)
        if work.is_answered:
            node.hits += 1
        else:
            self.takes_lease(node, rebuild, work)
        if rebuild.waiting and not rebuild.is_planned and rebuild.until_ns > self.now:
            self.plan_wake(node, rebuild)
        if rebuild.waiting and (rebuild.waiting[0].is_answered or rebuild.until_ns <= self.now):
            self.later(0, lambda: self.wake(node, rebuild))
        self.end(work, "ok" if work.is_answered else "miss")

    def wait_no_more(self, work: Work) -> None:
        """A lookup that waits for a key leaves those who do."""
        if work.waits_for is not None:
            work.waits_for.waiting.remove(work)
            work.waits_for = None

    def keep_answer(self, link: Link, parent: Work, took_ns: int) -> None:
        """What a call made on a miss answers is stored in the cache that was asked before, and in those before that."""
        for before in stampede.asked_before(self.links, link):
            node = before.target
            if not node.listed() or before.is_cut:
                continue
            if memory.is_copied(node):
                life_ns = stampede.life_ns(node, parent.item, parent.key)
                if life_ns:
                    memory.copy_at(node, parent).put(parent.item, self.now + life_ns)
            elif node.cache is not None and node.cache.zonal.replicas > 1:
                zonal.store(node, parent, self.now)
            elif (shard := self.shard_of(node, parent.item, node.shards_stream)).is_gone:
                continue
            else:
                self.store(node, shard, parent.item, parent.key)
            if node.cache is not None and node.cache.refilling.guards:
                self.let_all_have_it(node, stampede.rebuild_of(node, parent, parent.item), took_ns)

    def let_all_have_it(self, node: Node, rebuild: Rebuild, took_ns: int) -> None:
        """A key was rebuilt: whoever waits for it now gets it, one after another."""
        rebuild.took_ns, rebuild.until_ns, rebuild.is_planned = took_ns, 0, False
        for each in rebuild.waiting:
            each.is_answered = True
        if rebuild.waiting:
            self.later(0, lambda: self.wake(node, rebuild))

    def give_back(self, link: Link, parent: Work) -> None:
        """A call made on a miss has failed for good: its caller will not rebuild the key."""
        for before in stampede.asked_before(self.links, link):
            node = before.target
            if node.cache is None or not node.cache.refilling.guards:
                continue
            rebuild = stampede.rebuild_of(node, parent, parent.item)
            if rebuild.holder == parent.number and rebuild.until_ns:
                rebuild.until_ns, rebuild.is_planned = 0, False
                if rebuild.waiting:
                    self.later(0, lambda node=node, rebuild=rebuild: self.wake(node, rebuild))  # type: ignore[misc]

    def store(self, node: Node, instance: Instance, item: int, key: Any) -> None:
        """Puts a key into a shard; no other shard keeps it."""
        life_ns = stampede.life_ns(node, item, key)
        if not life_ns:
            return
        for each in node.instances:
            if each is not instance:
                each.keys.drop(item)
        instance.keys.put(item, self.now + life_ns)

    def load_caches(self) -> None:
        """Caches that begin full have the most popular keys that exist, as many as fit."""
        for node in self.nodes.values():
            if node.cache is None or not node.cache.refilling.starts_full:
                continue
            items = [each for each in range(node.keys_count) if stampede.exists(node, each)]
            if not memory.is_copied(node):
                self.load_shards(node, items)
                continue
            callers = {each.connection.source for each in self.links.values() if each.target is node}
            for caller in callers:
                for place, instance in enumerate(self.nodes[caller].instances):
                    keys = memory.copy_of(node, self.nodes[caller], instance)
                    for item in reversed(items[: keys.capacity]):
                        key = random.numbered(node.absent_stream + np.uint64(place), item)
                        keys.put(item, stampede.life_ns(node, item, np.uint64(key)))

    def load_shards(self, node: Node, items: list[int]) -> None:
        """Every key at its home, in every replica."""
        if node.cache is not None and node.cache.zonal.replicas > 1:
            zonal.load(node, items)
            return
        homes: dict[Instance, list[int]] = {each: [] for each in node.instances}
        for item in items:
            home = self.shard_of(node, item, node.shards_stream)
            if len(homes[home]) < home.keys.capacity:
                homes[home].append(item)
        for item in reversed(items):
            home = self.shard_of(node, item, node.shards_stream)
            if item in homes[home]:
                self.store(node, home, item, np.uint64(random.numbered(node.shards_stream, item)))

    def end(self, work: Work, outcome: str) -> None:
        """See `callee`."""
        raise NotImplementedError

    def release(self, work: Work) -> None:
        """See `callee`."""
        raise NotImplementedError

    def serve_next(self, node: Node, instance: Instance | None) -> None:
        """See `callee`."""
        raise NotImplementedError
