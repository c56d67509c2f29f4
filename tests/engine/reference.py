"""The plain twin of the event loop: the same model once more, slow, for reading.

It works from the design and the mechanisms that its components ask for, not from the tables of a plan, and keeps one
timer a call, Python lists as queues and ordered dictionaries as caches. It shares with the kernel only the draws (the
leaves that turn keys into numbers), so equal traces say that loop, plan and pools do what is meant.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.design.kinds import Edit
from engine.kernel import arrivals
from engine.kernel.pausing import AFTER_ALL_NS
from tests.engine.twin import memory, replicas, sharing, warming, zonal
from tests.engine.twin.caller import Caller
from tests.engine.twin.parts import Instance, Node


class Twin(Caller):
    """One run of a design, with everything that can be done to it."""

    def edit(self, edit: Edit) -> None:
        """Makes one edit now."""
        getattr(self, f"edit_{edit.operation}")(edit.target, edit.value)

    def edit_kill_instances(self, target: str, value: float) -> None:
        """Everything inside the killed ones ends as killed, oldest first; no slot is given on."""
        node = self.nodes[target]
        if node.group is not None:
            self.crash_consumers(node, round(value))
            return
        for instance in node.living()[: round(value)]:
            self.kill(node, instance)

    def edit_kill_one(self, target: str, value: float) -> None:
        """The one with this number, if it is up."""
        instance = self.nodes[target].instances[round(value)]
        if instance.is_up:
            self.kill(self.nodes[target], instance)

    def kill(self, node: Node, instance: Instance) -> None:
        """It is dead, and so is what it had."""
        doomed = sorted((*instance.inside, *instance.refreshers), key=lambda each: each.number)
        instance.phase, instance.busy = "dead", 0
        node.paid_ns += self.now - instance.started_ns
        instance.inside.clear()
        instance.refreshers.clear()
        instance.queue.clear()
        sharing.clear(instance)
        instance.keys.clear()
        memory.forget_copies(instance)
        replicas.lose(node, instance)
        for work in doomed:
            self.abandon(work)
            if work.only_for:
                work.state = "gone"
                continue
            self.wait_no_more(work)
            node.in_system -= 1
            node.fail("killed")
            work.outcome, work.state = "killed", "answering"
            self.note("ended", work, "killed")
            if work.link is not None:
                continue
            assert work.call is not None
            self.later(
                round(work.call.link.connection.delay_s * 1e9),
                lambda work=work: self.answer(work),  # type: ignore[misc]
            )

    def edit_restore_instances(self, target: str, value: float) -> None:
        """The dead come back empty."""
        group = self.nodes[target].group
        for consumer in [each for each in group.consumers if not each.is_up][: round(value)] if group else []:
            consumer.is_up, consumer.own = True, None
            self.later(0, lambda: self.begin_rebalance(self.nodes[target]))
        if group is not None:
            return
        for instance in [each for each in self.nodes[target].instances if each.phase == "dead"][: round(value)]:
            self.restore(self.nodes[target], instance)

    def edit_restore_one(self, target: str, value: float) -> None:
        """The one with this number, if it is dead."""
        instance = self.nodes[target].instances[round(value)]
        if instance.phase == "dead":
            self.restore(self.nodes[target], instance)

    def restore(self, node: Node, instance: Instance) -> None:
        """It comes back, after its boot if it has one."""
        instance.started_ns = self.now
        if node.station is not None and node.station.pace.start_s > 0.0:
            self.boot(instance, round(node.station.pace.start_s * 1e9))
        else:
            self.come_up(instance)

    def edit_boot_time(self, target: str, value: float) -> None:
        """Boots that begin from now on."""
        self.nodes[target].boot_ns = round(value * 1e9)

    def edit_start_instances(self, target: str, value: float) -> None:
        """The absent boot."""
        self.start(self.nodes[target], value, self.nodes[target].released)

    def edit_start_new(self, target: str, value: float) -> None:
        """With the new build."""
        self.start(self.nodes[target], value, 1)

    def edit_start_baseline(self, target: str, value: float) -> None:
        """With the old build, in an arm of their own."""
        self.start(self.nodes[target], value, 2)

    def start(self, node: Node, value: float, version: int) -> None:
        """Boots some of the absent."""
        for instance in [each for each in node.instances if each.phase == "absent"][: round(value)]:
            instance.started_ns = self.now
            instance.version = version
            self.boot(instance, node.boot_ns)

    def boot(self, instance: Instance, boot_ns: int) -> None:
        """Up after a while, unless something happens meanwhile."""
        instance.phase = "booting"
        instance.boots += 1
        instance.keys.clear()
        memory.forget_copies(instance)
        replicas.lose(self.node_of(instance), instance)
        still = (instance.boots, "booting")
        self.later(boot_ns, lambda: self.come_up(instance) if (instance.boots, instance.phase) == still else None)

    def node_of(self, instance: Instance) -> Node:
        """Whose instance it is."""
        return next(each for each in self.nodes.values() if instance in each.instances)

    def come_up(self, instance: Instance) -> None:
        """It takes work."""
        instance.phase, instance.ready_ns = "up", self.now
        replicas.regain(self.node_of(instance), instance)
        self.welcome(instance)

    def edit_stop_instances(self, target: str, value: float) -> None:
        """The last ones take no new work and leave when they have none."""
        self.stop(self.nodes[target], value, (0, 1, 2))

    def edit_stop_old(self, target: str, value: float) -> None:
        """Of the old build."""
        self.stop(self.nodes[target], value, (0,))

    def edit_stop_new(self, target: str, value: float) -> None:
        """Of the new build."""
        self.stop(self.nodes[target], value, (1,))

    def edit_stop_baseline(self, target: str, value: float) -> None:
        """Baselines."""
        self.stop(self.nodes[target], value, (2,))

    def edit_upgrade_instances(self, target: str, value: float) -> None:
        """Old ones become new."""
        for instance in [each for each in self.nodes[target].living() if each.version == 0][: round(value)]:
            instance.version = 1
            memory.forget_copies(instance)

    def edit_downgrade_instances(self, target: str, value: float) -> None:
        """New ones become old."""
        for instance in [each for each in self.nodes[target].living() if each.version == 1][: round(value)]:
            instance.version = 0
            memory.forget_copies(instance)

    def edit_release_build(self, target: str, value: float) -> None:
        """What is started runs this build."""
        self.nodes[target].released = int(value != 0.0)

    def edit_build_slow(self, target: str, value: float) -> None:
        """The new build takes longer."""
        self.nodes[target].build_slow = value

    def edit_build_errors(self, target: str, value: float) -> None:
        """The new build fails."""
        self.nodes[target].build_errors = value

    def edit_split_calls(self, target: str, value: float) -> None:
        """A share for each arm."""
        self.nodes[target].arm_share = value

    def stop(self, node: Node, value: float, versions: tuple[int, ...]) -> None:
        """The last of these versions drain."""
        for instance in [each for each in node.living()[::-1] if each.version in versions][: round(value)]:
            instance.phase = "lingering" if node.registry == 1 and instance.is_listed else "draining"
            instance.keys.clear()
            replicas.lose(node, instance)
            self.leave_if_idle(node, instance)

    def edit_skew_clock(self, target: str, value: float) -> None:
        """What is remembered is older, or younger."""
        node = self.nodes[target]
        jump_ns = round(value * 1e9) - node.skew_ns
        node.skew_ns += jump_ns
        for instance in node.instances:
            for keys in (instance.keys, *instance.copies.values()):
                for item in keys.until_ns:
                    keys.until_ns[item] -= jump_ns

    def edit_follow_registry(self, target: str, value: float) -> None:
        """Callers choose among those that are listed."""
        node = self.nodes[target]
        for instance in [] if node.registry else node.instances:
            instance.is_listed = instance.is_up
        node.registry = int(value)

    def edit_list_instance(self, target: str, value: float) -> None:
        """Callers learn of it."""
        self.nodes[target].instances[round(value)].is_listed = True

    def edit_unlist_instance(self, target: str, value: float) -> None:
        """Callers forget it; it need not wait for them any more."""
        instance = self.nodes[target].instances[round(value)]
        instance.is_listed = False
        if instance.phase == "lingering":
            instance.phase = "draining"
            self.leave_if_idle(self.nodes[target], instance)

    def edit_slow_station(self, target: str, value: float) -> None:
        """New service takes longer."""
        self.nodes[target].slow = value

    def edit_error_ratio(self, target: str, value: float) -> None:
        """Additional errors."""
        self.nodes[target].injected = value

    def edit_stall_station(self, target: str, value: float) -> None:
        """No service begins until it is over."""
        node = self.nodes[target]
        for instance in node.instances:
            sharing.pass_time(node, instance, self.now)
            instance.plan += 1
        node.is_stalled = value != 0.0
        self._wake(node, value)
        serving = [] if node.group is not None else node.instances
        for instance in [each for each in serving if each.is_serving]:
            self.later(0, lambda instance=instance: self.resume(node, instance))  # type: ignore[misc]

    def edit_pause_station(self, target: str, value: float) -> None:
        """Everything inside stands still; what is in service keeps what it has left."""
        node = self.nodes[target]
        if node.is_paused == (value != 0.0):
            return
        for instance in node.instances:
            sharing.pass_time(node, instance, self.now)
            instance.plan += 1
            for work in [each for each in instance.inside if each.state == "serving" and each not in instance.sharers]:
                later_ns = AFTER_ALL_NS - self.now
                work.end = self.postpone(work.end, later_ns if value else -later_ns)
        node.is_paused = value != 0.0
        self._wake(node, value)
        for instance in [each for each in node.instances if each.is_serving]:
            self.later(0, lambda instance=instance: self.resume(node, instance))  # type: ignore[misc]

    def edit_leak_station(self, target: str, value: float) -> None:
        """New service takes longer and longer."""
        node = self.nodes[target]
        node.leak_per_ns = value / 60e9
        for instance in node.instances:
            instance.leaks_since_ns = self.now

    def edit_crowding(self, target: str, value: float) -> None:
        """What the next neighbours take."""
        self.nodes[target].crowding = value

    def edit_crowd_one(self, target: str, value: float) -> None:
        """A neighbour comes."""
        self.nodes[target].instances[round(value)].crowding = self.nodes[target].crowding

    def edit_relieve_one(self, target: str, value: float) -> None:
        """It goes."""
        self.nodes[target].instances[round(value)].crowding = 0.0

    def edit_refuse_work(self, target: str, value: float) -> None:
        """Arrivals are turned away."""
        self.nodes[target].is_refusing = value != 0.0
        self._wake(self.nodes[target], value)

    def _wake(self, node: Node, value: float) -> None:
        """Consumers that may take again look for messages."""
        for consumer in [each for each in node.group.consumers if each.is_up] if node.group and value == 0.0 else []:
            self.later(0, lambda consumer=consumer: self.take(node, consumer))  # type: ignore[misc]

    def edit_cut_connection(self, target: str, value: float) -> None:
        """Cuts or mends."""
        self.links[target].is_cut = value != 0.0

    def edit_lose_messages(self, target: str, value: float) -> None:
        """Messages get lost."""
        self.links[target].loss = value

    def edit_delay_messages(self, target: str, value: float) -> None:
        """Calls take longer on the way there."""
        self.links[target].extra_ns = round(value * 1e9)

    def edit_call_chance(self, target: str, value: float) -> None:
        """Calls without a share."""
        self.links[target].switched_to = value

    def edit_set_share(self, target: str, value: float) -> None:
        """Another share of the group's draw."""
        self.links[target].share = value

    def edit_flush_cache(self, target: str, value: float) -> None:
        """Forgets every key."""
        for instance in self.nodes[target].instances:
            instance.keys.clear()
        for node in self.nodes.values():
            for instance in node.instances:
                if target in instance.copies:
                    instance.copies[target].clear()

    def edit_dump_keys(self, target: str, value: float) -> None:
        """What is held now."""
        node = self.nodes[target]
        if node.cache is not None and not memory.is_copied(node):
            warming.dump(node, self.now)

    def edit_warm_from_replica(self, target: str, value: float) -> None:
        """What another replica holds."""
        self.warm(self.nodes[target], round(value), warming.held_elsewhere)

    def edit_warm_from_dump(self, target: str, value: float) -> None:
        """What the last dump has."""
        self.warm(self.nodes[target], round(value), warming.dumped)

    def warm(self, node: Node, most: int, source: Callable[[Node, Instance, int, int], int]) -> None:
        """Every shard that takes work goes on through the keys."""
        if node.cache is None or memory.is_copied(node):
            return
        for instance in node.instances:
            left, keys = most if instance.is_up and node.listed() else 0, instance.keys
            while left and keys.warmed < node.keys_count:
                item, keys.warmed = keys.warmed, keys.warmed + 1
                if self.keeper_of(node, instance, item) is not instance:
                    continue
                if len(keys.all()) >= keys.capacity:
                    keys.warmed = node.keys_count
                elif item not in keys and (until_ns := source(node, instance, item, self.now)):
                    for other in node.instances if node.cache.zonal.replicas == 1 else []:
                        other.keys.drop(item)
                    keys.put(item, until_ns)
                    left -= item in keys
                    node.guarded["warmed"] += item in keys

    def keeper_of(self, node: Node, instance: Instance, item: int) -> Instance | None:
        """The home of a key in the replica of an instance."""
        assert node.cache is not None
        if node.cache.zonal.replicas == 1:
            return self.shard_of(node, item, node.shards_stream)
        replica = zonal.replica_of(node, instance)
        return zonal.home(node, item, replica) if replica < node.cache.zonal.replicas else None

    def edit_heat_key(self, target: str, value: float) -> None:
        """Which key may be hot."""
        self.sources[target].hot_key = min(round(value), self.sources[target].keys_count - 1)

    def edit_send_hot(self, target: str, value: float) -> None:
        """Who asks for it."""
        self.sources[target].hot_share = value

    def edit_turn_ranks(self, target: str, value: float) -> None:
        """Other titles are popular."""
        source = self.sources[target]
        source.turned = round(value * source.keys_count) % source.keys_count

    def edit_scale_rate(self, target: str, value: float) -> None:
        """The gap under way keeps what it has left; users come and leave."""
        source = self.sources[target]
        if source.users:
            self.want_users(source, round(source.users * value))
            return
        used = arrivals.exposure_between(*source.curve, source.scale, source.since_ns, self.now)
        source.exposure = max(source.exposure - used, 0.0)
        source.since_ns, source.scale = self.now, value
        self.plan_request(source)
