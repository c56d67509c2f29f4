"""The callee's side in the plain twin: work arrives, waits, is served and ends."""

from __future__ import annotations

import heapq

from engine.kernel import random, service, users
from tests.engine.twin import replicas, sharing, variation, zonal
from tests.engine.twin.parts import GOOD, NO_STATION, Instance, Node, Work
from tests.engine.twin.remembering import Remembering
from tests.engine.twin.seats import is_turned_away, join_queue


class Callee(Remembering):
    """Stations."""

    def arrive(self, work: Work) -> None:
        """An attempt reaches its callee."""
        assert work.call is not None
        node, link = work.node, work.call.link
        work.arrived_ns = self.now
        if link.is_cut:
            work.is_lost = True
            return
        link.arrivals += 1
        self.note("arrived", work)
        node.in_system += 1
        if node.listed() and self.is_past_deadline(work):
            self.refuse(work, "deadline_exceeded")
            return
        lacking = replicas.lacking(node, work) if node.listed() else ""
        if lacking:
            self.refuse(work, lacking)
            return
        self.admit(work, self.choose(node, link, work))

    def admit(self, work: Work, instance: Instance | None) -> None:
        """Service, a place in the queue, or a refusal; what lies in partitions is never refused, and waits to be
        taken."""
        node = work.node
        if instance is None:
            self.refuse(work, "unavailable")
        elif instance.is_gone and node.group is None:
            self.refuse(work, "misdirected")
        elif node.is_refusing and node.group is None:
            self.refuse(work, "refused")
        elif is_turned_away(node, instance, work):
            self.refuse(work, "shed")
        elif self.begins_at_once(node, instance):
            self.accept(work, instance)
            self.serve(work)
        elif sharing.shares(node):
            self.refuse(work, "queue_full")
        elif node.station is None or node.station.queue_limit < 0 or len(instance.queue) < node.station.queue_limit:
            self.accept(work, instance)
            work.state = "queued"
            join_queue(node, instance, work, self.now)
            if node.group is not None:
                self.serve_next(node, instance)
        else:
            self.refuse(work, "queue_full")

    def begins_at_once(self, node: Node, instance: Instance) -> bool:
        """True when work that comes now is served now."""
        if sharing.shares(node):
            return sharing.has_room(node, instance)
        return self.has_free_slot(node, instance) and not instance.queue and not node.is_held and node.group is None

    def accept(self, work: Work, instance: Instance) -> None:
        """Work is inside."""
        work.instance = instance
        instance.inside.append(work)

    def has_free_slot(self, node: Node, instance: Instance) -> bool:
        """True when the instance could serve one more."""
        return instance.busy < (node.station.slots if node.station else NO_STATION)

    def refuse(self, work: Work, kind: str) -> None:
        """Work that fails by itself."""
        work.node.fail(kind)
        self.end(work, kind)

    def serve(self, work: Work) -> None:
        """Service begins."""
        node, instance = work.node, work.instance
        assert instance is not None
        work.holds_slot, work.state = True, "serving"
        self.note("started", work)
        of_build = node.build_slow if instance.version == 1 else 1.0
        time = variation.service_ns(node, work) * of_build * node.slow * variation.factor(node, work, self.now)
        if node.replicas is not None and work.call is not None and work.call.link.connection.writes:
            time *= node.replicas.write_factor
        if node.station is not None and not sharing.shares(node):
            time *= variation.contention(node.station.pace, instance.busy + 1)
        time_ns = int(service.to_nanoseconds(time))
        if sharing.shares(node):
            sharing.join(node, instance, work, time_ns, self.now)
            self.plan_end(node, instance)
            return
        instance.busy += 1
        work.end = self.later(variation.time_to_run(node, instance, self.now, time_ns), lambda: self.served(work))

    def plan_end(self, node: Node, instance: Instance) -> None:
        """Plans when the next of those who share slots is done; what was planned before does not happen any more."""
        instance.plan += 1
        plan = instance.plan
        if instance.sharers and not node.is_held:
            wait = (sharing.first(instance).finish_ns - instance.virtual_ns) / sharing.pace(node, instance)
            self.sequence += 1
            wait_ns = variation.time_to_run(node, instance, self.now, int(service.to_nanoseconds(wait)))
            at_ns = self.now + wait_ns
            action = lambda: self.depart(node, instance) if instance.plan == plan else None  # noqa: E731
            heapq.heappush(self.events, (at_ns, 0, self.sequence, 0, action))

    def depart(self, node: Node, instance: Instance) -> None:
        """The first of those who share slots is done."""
        work = sharing.first(instance)
        self.release(work)
        if instance.sharers:
            instance.virtual_ns = work.finish_ns
        self.served(work)
        self.plan_end(node, instance)

    def served(self, work: Work) -> None:
        """Service is over: fail, answer from the cache, or make calls."""
        if work.state != "serving":
            return
        node = work.node
        work.state = "calling"
        self.note("served", work)
        own = node.station.error_ratio if node.station else 0.0
        ratio = own + node.injected * (1.0 - own)
        if work.instance is not None and work.instance.version == 1:
            ratio = 1.0 - (1.0 - ratio) * (1.0 - node.build_errors)
        is_poisoned = self.is_failing(work)
        if is_poisoned or (ratio > 0.0 and random.uniform(work.key, random.ERROR) < ratio):
            self.refuse(work, self.kind_of_failure(work, "failed"))
            return
        if node.cache is not None and not self.is_missed(node, work):
            return
        if not node.groups:
            self.end(work, "ok")
            return
        self.later(0, lambda: self.go_on(work))
        if node.station and not node.station.holds_slot:
            self.release(work)
            self.serve_next(node, work.instance)

    def release(self, work: Work) -> None:
        """Gives the slot back."""
        assert work.instance is not None
        if work.holds_slot:
            work.holds_slot = False
            if sharing.shares(work.node):
                sharing.leave(work.node, work.instance, work, self.now)
            else:
                work.instance.busy -= 1

    def serve_next(self, node: Node, instance: Instance | None) -> None:
        """Takes the first of the queue into service when there is one, or drops it when that is of no use any more."""
        if instance is None or not instance.queue or node.is_held or not self.has_free_slot(node, instance):
            return
        first = instance.queue.popleft()
        kind = "deadline_exceeded" if self.is_past_deadline(first) else "expired" if self.is_too_late(first) else ""
        if kind:
            first.state = "dropping"
            self.later(0, lambda: self.drop(first, kind))
        else:
            self.serve(first)

    def is_too_late(self, work: Work) -> bool:
        """True when too little is left before the caller's timeout, or before the deadline that it told."""
        station = work.node.station
        if station is None or not station.drops_expired:
            return False
        told, given_up_ns = work.call.link.connection if work.call is not None else None, None
        if told is not None and told.timeout_s is not None:
            # By what the way usually takes: that it takes longer today is not seen here.
            usual_ns = max(round(told.timeout_s * 1e9), 1) - round(told.delay_s * 1e9)
            given_up_ns = work.arrived_ns + usual_ns
        ends = [each for each in (given_up_ns, work.deadline_ns) if each is not None]
        return any(self.now + round(station.deadline_margin_s * 1e9) > each for each in ends)

    def is_past_deadline(self, work: Work) -> bool:
        """True when the work was told a deadline and that is over."""
        return work.deadline_ns is not None and self.now > work.deadline_ns

    def drop(self, work: Work, kind: str) -> None:
        """Ends work that nobody would have waited for, and looks at the next."""
        self.refuse(work, kind)
        self.serve_next(work.node, work.instance)

    def resume(self, node: Node, instance: Instance) -> None:
        """A stall is over: takes what waits into service, one after another."""
        if sharing.shares(node):
            self.plan_end(node, instance)
            return
        if instance.queue and self.has_free_slot(node, instance) and not node.is_held:
            self.later(0, lambda: self.resume(node, instance))
            self.serve_next(node, instance)

    def welcome(self, instance: Instance) -> None:
        """Balancers learn of a new instance."""
        for balancer in self.balancers.values():
            if balancer is not None and instance in balancer.node.instances:
                balancer.returns(instance, self.now)

    def leave_if_idle(self, node: Node, instance: Instance) -> None:
        """Drained."""
        if instance.phase == "draining" and not instance.inside:
            instance.phase = "absent"
            node.paid_ns += self.now - instance.started_ns

    def abandon(self, parent: Work) -> None:
        """See `caller`."""
        raise NotImplementedError

    def end(self, work: Work, outcome: str) -> None:
        """Work is over; its answer leaves, then its slot goes to the next."""
        node, held = work.node, work.holds_slot
        self.abandon(work)
        self.wait_no_more(work)
        if work.only_for:
            work.state = "gone"
            if work.instance is not None:
                work.instance.refreshers.remove(work)
            return
        work.outcome, work.state = outcome, "answering"
        self.note("ended", work, outcome)
        node.in_system -= 1
        if work.instance is not None:
            work.instance.inside.remove(work)
            if node.arms is not None:
                node.arms[work.instance.version][outcome not in GOOD] += 1
            self.leave_if_idle(node, work.instance)
            self.release(work)
            if work.call is not None and self.balancers[work.call.link.connection.id] is not None:
                self.balancers[work.call.link.connection.id].ends(work, self.now)
        if outcome in GOOD:
            node.completions += 1
            node.latency_ns += self.now - work.arrived_ns
            node.latencies.append(self.now - work.arrived_ns)
            if node.replicas is not None:
                replicas.serve(work, self.now)
            if work.fills and not work.is_degraded and work.instance is not None:
                self.store(node, work.instance, work.item, work.key)
        if work.link is not None:
            self.settle(work, outcome)
        elif work.call is None:
            if outcome not in GOOD:
                node.fail(outcome)
            source = self.sources[node.component.id]
            if work.tag >= 0:
                self.ended.setdefault(node.component.id, []).append((work.tag, outcome, work.arrived_ns, self.now))
            if source.users and not work.is_given:
                think_ns = source.think_s * 1e9
                self.plan_user(source, int(users.next_sending_ns(work.key, think_ns, work.arrived_ns, self.now)))
        else:
            wait_ns = round(work.call.link.connection.delay_s * 1e9) + replicas.far_wait_ns(work)
            wait_ns += zonal.crossing_ns(work)
            self.later(wait_ns, lambda: self.answer(work))
        if held and sharing.shares(node):
            assert work.instance is not None
            self.plan_end(node, work.instance)
        elif held:
            self.serve_next(node, work.instance)

    def settle(self, message: Work, outcome: str) -> None:
        """See `messages`."""
        raise NotImplementedError

    def is_failing(self, work: Work) -> bool:
        """See `messages`."""
        raise NotImplementedError

    def kind_of_failure(self, work: Work, kind: str) -> str:
        """See `messages`."""
        raise NotImplementedError
