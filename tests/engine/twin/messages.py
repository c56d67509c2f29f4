"""Messages in the plain twin: they are published, wait in partitions, are taken, tried again and set aside."""

from __future__ import annotations

import numpy as np

from engine.kernel import random
from tests.engine.twin.callee import Callee
from tests.engine.twin.parts import GOOD, Instance, Link, Node, Work
from tests.engine.twin.topics import Consumer


class Messages(Callee):
    """Producers, topics and groups of consumers."""

    def publish(self, work: Work, link: Link) -> None:
        """Hands a message over; the caller goes on unless the buffer is full and blocks."""
        producer = link.producer
        assert producer is not None
        if producer.routing == "dead_letters":
            return
        link.calls += 1
        has_room = link.buffered < producer.room and not link.blocked
        if not has_room and not producer.blocks:
            self.lose(link)
            return
        self.number += 1
        key = np.uint64(random.below(work.key, link.stream, 0))
        message = Work(link.target, key, work.item, self.number, None, arrived_ns=self.now, link=link)
        message.priority, message.person = work.priority, work.person
        if producer.routing == "same":
            assert work.instance is not None
            message.partition = producer.first_partition + work.node.instances.index(work.instance)
            message.arrived_ns = work.arrived_ns
        if not has_room:
            link.blocked.append((message, work))
            work.pending += 1
            return
        link.buffered += 1
        if producer.publish_ns + self.delay_ns(link) == 0:
            link.attempts += 1
            self.later(0, lambda: self.reach(message))
        else:
            self.later(0, lambda: self.dispatch(message))

    def lose(self, link: Link) -> None:
        """A message for which there was no room."""
        link.failures += 1
        link.errors["dropped"] = link.errors.get("dropped", 0) + 1

    def delay_ns(self, link: Link) -> int:
        """The delay of the network."""
        return round(link.connection.delay_s * 1e9)

    def dispatch(self, message: Work) -> None:
        """A message leaves its producer."""
        link = message.link
        assert link is not None
        assert link.producer is not None
        link.attempts += 1
        self.later(link.producer.publish_ns + self.delay_ns(link), lambda: self.reach(message))

    def reach(self, message: Work) -> None:
        """A message comes to its target."""
        node, link = message.node, message.link
        assert link is not None
        if link.is_cut:
            self.keep(message, "cut")
            return
        link.arrivals += 1
        node.in_system += 1
        self.admit(message, self.partition_of(message))

    def partition_of(self, message: Work) -> Instance | None:
        """Where a message goes."""
        node, link = message.node, message.link
        assert link is not None
        assert link.producer is not None
        if link.producer.routing == "same":
            return node.instances[message.partition]
        if link.producer.routing == "title" and node.listed():
            return self.shard_of(node, message.item, node.partitions_stream)
        return self.choose(node, link, message)

    def accept(self, work: Work, instance: Instance) -> None:
        """A message lies where it belongs, and its producer may forget it."""
        super().accept(work, instance)
        link = work.link
        if link is None or link.producer is None:
            return
        link.answered += 1
        link.latency_ns += self.now - work.arrived_ns
        link.latencies.append(self.now - work.arrived_ns)
        if link.producer.routing != "same":
            work.arrived_ns = self.now
        self.free_place(link)

    def free_place(self, link: Link) -> None:
        """One place in the buffer is free."""
        link.buffered -= 1
        if link.blocked:
            self.later(0, lambda: self.unblock(link))

    def unblock(self, link: Link) -> None:
        """The next message that waits for room is sent, unless its producer has failed."""
        assert link.producer is not None
        if not link.blocked or link.buffered >= link.producer.room:
            return
        message, parent = link.blocked.popleft()
        if parent.state == "calling":
            link.buffered += 1
            self.later(0, lambda: self.dispatch(message))
            self.meet(parent)
        else:
            self.lose(link)
        if link.blocked:
            self.later(0, lambda: self.unblock(link))

    def keep(self, message: Work, kind: str) -> None:
        """A message was not accepted: its producer sends it again, or it is lost."""
        link = message.link
        assert link is not None
        assert link.producer is not None
        link.errors[kind] = link.errors.get(kind, 0) + 1
        if link.producer.resend_ns > 0:
            link.retries += 1
            message.state, message.outcome = "travelling", "ok"
            self.later(link.producer.resend_ns, lambda: self.dispatch(message))
        else:
            link.failures += 1
            self.free_place(link)

    def settle(self, message: Work, outcome: str) -> None:
        """A message is over, or was not accepted."""
        node = message.node
        if message.instance is None:
            self.keep(message, outcome)
        elif node.sends_back and outcome in GOOD:
            self.send_back(message)
        elif node.group is not None:
            self.settle_in_group(message, outcome)

    def send_back(self, message: Work) -> None:
        """A dead letter waits once more in the partition where it failed."""
        assert message.link is not None
        node = self.nodes[message.link.connection.source]
        assert node.group is not None
        node.group.replayed += 1
        again = self.again(message, node, node.instances[message.partition], message.number)
        again.arrived_ns = self.now
        self.enter(again, is_first=False)
        owner = node.group.owners.get(again.instance)
        if owner is not None:
            self.later(0, lambda: self.take(node, owner))

    def settle_in_group(self, message: Work, outcome: str) -> None:
        """Done, set aside, or tried again."""
        node, instance = message.node, message.instance
        assert node.group is not None
        assert instance is not None
        server = node.group.servers.get(instance)
        if outcome == "dead_lettered":
            self.set_aside(message)
        elif outcome not in GOOD and outcome != "dropped":
            node.group.retried += 1
            self.number += 1
            again = self.again(message, node, instance, self.number)
            again.tries = message.tries + 1
            again.key = np.uint64(random.numbered(message.key, again.tries))
            self.enter(again, is_first=True)
            return
        elif outcome in GOOD and server is not None and node.group.notes_later(instance, server):
            server.uncommitted.append(message)
        if outcome != "dropped" and server is not None and server.fetched > 0:
            server.fetched -= 1

    def set_aside(self, message: Work) -> None:
        """A message that failed too often."""
        node = message.node
        assert node.group is not None
        assert message.instance is not None
        link = node.group.dead_letters
        if link is None:
            return
        link.calls += 1
        self.number += 1
        letter = Work(link.target, message.key, message.item, self.number, None, arrived_ns=self.now, link=link)
        letter.is_poisoned, letter.priority = message.is_poisoned, message.priority
        letter.person = message.person
        letter.partition = node.instances.index(message.instance)
        link.buffered += 1
        self.later(0, lambda: self.dispatch(letter))

    def again(self, message: Work, node: Node, instance: Instance, number: int) -> Work:
        """The same message as new work."""
        again = Work(node, message.key, message.item, number, None, arrived_ns=message.arrived_ns, link=message.link)
        again.is_poisoned, again.instance, again.priority = message.is_poisoned, instance, message.priority
        again.person = message.person
        return again

    def enter(self, message: Work, *, is_first: bool) -> None:
        """A message waits in its partition."""
        assert message.instance is not None
        message.state = "queued"
        message.node.in_system += 1
        message.instance.inside.append(message)
        if is_first:
            message.instance.queue.appendleft(message)
        else:
            message.instance.queue.append(message)

    def is_failing(self, work: Work) -> bool:
        """True for a message that no try can process."""
        group = work.node.group
        if group is None:
            return False
        if work.tries == 0 and group.poison_ratio > 0.0:
            work.is_poisoned |= bool(random.uniform(work.key, random.POISON) < group.poison_ratio)
        return work.is_poisoned and group.poison_ratio > 0.0

    def kind_of_failure(self, work: Work, kind: str) -> str:
        """What is counted when work fails: the last try of a message makes it a dead letter."""
        group = work.node.group
        gives_up = group is not None and group.told.gives_up and work.tries >= group.told.retries
        return "dead_lettered" if gives_up else kind

    def serve_next(self, node: Node, instance: Instance | None) -> None:
        """A partition with news: whoever was at work on it, or else its owner, looks for a message."""
        group = node.group
        if group is None or instance is None:
            super().serve_next(node, instance)
            return
        consumer, server = group.owners.get(instance), group.servers.get(instance)
        if server is not None and not instance.busy:
            server.is_busy = False
            del group.servers[instance]
            if consumer is not None and consumer is not server:
                self.later(0, lambda: self.take(node, consumer))
            consumer = server
        if consumer is None:
            return
        found = group.next_partition(consumer, is_hindered=node.is_held or node.is_refusing)
        if found == "none" or len(consumer.uncommitted) >= group.told.batch:
            consumer.uncommitted.clear()
        if isinstance(found, Instance):
            self.begin(node, found)

    def take(self, node: Node, consumer: Consumer) -> None:
        """A consumer looks for a message."""
        assert node.group is not None
        found = node.group.next_partition(consumer, is_hindered=node.is_held or node.is_refusing)
        if isinstance(found, Instance):
            self.begin(node, found)

    def begin(self, node: Node, instance: Instance) -> None:
        """Work on the first message of a partition, unless it is too old."""
        assert node.group is not None
        message = instance.queue.popleft()
        if 0 < node.group.retention_ns < self.now - message.arrived_ns:
            message.state = "dropping"
            self.later(0, lambda: self.drop(message, "dropped"))
            return
        owner = node.group.owners[instance]
        node.group.servers[instance] = owner
        owner.is_busy = True
        if owner.fetched == 0 and node.group.told.commit == "before":
            assert owner.own is not None
            waiting = sum(len(each.queue) for each in owner.own)
            owner.fetched = min(waiting + 1, node.group.told.batch)
        self.serve(message)

    def begin_rebalance(self, node: Node) -> None:
        """All stop."""
        assert node.group is not None
        node.group.pauses += 1
        self.later(round(node.group.told.pause_s * 1e9), lambda: self.end_rebalance(node))
        node.group.commit()

    def end_rebalance(self, node: Node) -> None:
        """Partitions are dealt anew and all look for messages, when no other rebalance is under way."""
        group = node.group
        assert group is not None
        group.pauses -= 1
        if group.pauses == 0:
            group.assign(node.instances)
        group.commit()
        if group.pauses == 0:
            for consumer in group.consumers:
                self.later(0, lambda consumer=consumer: self.take(node, consumer))  # type: ignore[misc]

    def meet(self, parent: Work) -> None:
        """See `caller`."""
        raise NotImplementedError
