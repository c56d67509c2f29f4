"""What is done to messages in the plain twin: consumers crash and return, topics lose their tail."""

from __future__ import annotations

from tests.engine.twin.messages import Messages
from tests.engine.twin.parts import Instance, Node, Work
from tests.engine.twin.topics import Consumer


class Crashes(Messages):
    """Edits of groups and topics."""

    def crash_consumers(self, node: Node, count: int) -> None:
        """The first living ones die."""
        group = node.group
        assert group is not None
        for consumer in [each for each in group.consumers if each.is_up][:count]:
            consumer.is_up = consumer.is_busy = False
            at_work = [instance for instance, server in group.servers.items() if server is consumer]
            for instance in at_work:
                del group.servers[instance]
                work = next(each for each in instance.inside if each.holds_slot)
                instance.inside.remove(work)
                node.in_system -= 1
                self.release(work)
                self.abandon(work)
                work.state = "gone"
                if group.told.commit == "before":
                    node.fail("killed")
                else:
                    self.put_back(node, work)
            if group.told.commit == "before":
                self.lose_fetched(node, consumer, consumer.fetched - len(at_work))
            for work in reversed(consumer.uncommitted):
                self.put_back(node, work)
            group.duplicates += len(consumer.uncommitted)
            consumer.uncommitted.clear()
            consumer.fetched = 0
            self.later(round(group.told.session_timeout_s * 1e9), lambda: self.begin_rebalance(node))

    def put_back(self, node: Node, work: Work) -> None:
        """Waits again, before all others."""
        assert work.instance is not None
        self.number += 1
        again = self.again(work, node, work.instance, self.number)
        again.tries = work.tries
        self.enter(again, is_first=True)

    def lose_fetched(self, node: Node, consumer: Consumer, count: int) -> None:
        """What was committed and not processed, one of each partition in turn."""
        own = consumer.own or []
        turn = consumer.turn if consumer.turn < len(own) else 0
        while count > 0 and any(each.queue for each in own):
            instance = own[turn % len(own)]
            turn += 1
            if instance.queue:
                self.lose_waiting(node, instance, instance.queue[0])
                count -= 1

    def lose_waiting(self, node: Node, instance: Instance, work: Work) -> None:
        """A message that waits is gone."""
        instance.queue.remove(work)
        instance.inside.remove(work)
        node.in_system -= 1
        node.fail("killed")

    def edit_rebalance(self, target: str, value: float) -> None:
        """Pauses that overlap."""
        for _ in range(round(value)):
            self.later(0, lambda: self.begin_rebalance(self.nodes[target]))

    def edit_poison_ratio(self, target: str, value: float) -> None:
        """What fails whenever it is tried."""
        group = self.nodes[target].group
        assert group is not None
        group.poison_ratio = value

    def edit_lose_tail(self, target: str, value: float) -> None:
        """What came last and was not taken is gone, here and for every group."""
        topic = self.nodes[target]
        assert topic.log is not None
        if topic.log.acks == "all" and topic.log.is_replicated:
            return
        readers = {link.target.component.id for link in self.links.values() if link.connection.source == target}
        for node in [topic, *(self.nodes[each] for each in sorted(readers) if self.nodes[each].group)]:
            for instance in node.instances:
                for work in [each for each in instance.queue if each.arrived_ns > self.now - round(value * 1e9)]:
                    self.lose_waiting(node, instance, work)
