"""What the plain twin knows of messages: producers, and the consumers that share partitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.design.discovery import policy_types
from engine.design.model import Connection
from engine.plan.lowering import Consumers, Lowered


@dataclass
class Producer:
    """How a connection that publishes keeps and sends messages."""

    room: float
    blocks: bool
    publish_ns: int
    resend_ns: int
    routing: str = "balanced"
    first_partition: int = 0


def producer_of(connection: Connection, source: Lowered, target: Lowered) -> Producer | None:
    """The producer of a connection, None for calls."""
    if connection.kind != "publish":
        return None
    told: Mapping[str, Any] = connection.policies.get(
        "producer", {each.name: each.default for each in policy_types()["producer"].parameters}
    )
    resend_ns = round(float(told["resend_ms"]) * 1e6)
    if source.has_log is not None or target.has_dead_letters is not None:
        routing = "same" if source.has_log is not None else "dead_letters"
        return Producer(float("inf"), False, 0, 100_000_000, routing)
    publish_ns = round(float(told["publish_ms"]) * 1e6)
    producer = Producer(int(told["producer_buffer"]), told["on_full"] == "block", publish_ns, resend_ns)
    if target.has_log is not None:
        producer.routing = target.has_log.key
        producer.publish_ns *= 2 if target.has_log.acks == "all" else 1
        producer.resend_ns *= 0 if target.has_log.acks == "0" else 1
    return producer


@dataclass(eq=False)
class Consumer:
    """One consumer of a group; `own` are the partitions that it has by assignment, None before it has any."""

    is_up: bool = True
    is_busy: bool = False
    own: list[Any] | None = None
    turn: int = 0
    fetched: int = 0
    uncommitted: list[Any] = field(default_factory=list)


@dataclass(eq=False)
class Group:
    """The consumers of a component and who has which partition (an Instance)."""

    told: Consumers
    consumers: list[Consumer]
    retention_ns: int = 0
    dead_letters: Any = None
    poison_ratio: float = 0.0
    pauses: int = 0
    retried: int = 0
    duplicates: int = 0
    replayed: int = 0
    owners: dict[Any, Consumer] = field(default_factory=dict)
    servers: dict[Any, Consumer] = field(default_factory=dict)

    def assign(self, partitions: list[Any]) -> None:
        """Deals partitions in turn."""
        living = [each for each in self.consumers if each.is_up]
        self.owners = {}
        for consumer in self.consumers:
            consumer.own = None
        for rank, consumer in enumerate(living):
            consumer.own = partitions[rank :: len(living)]
            self.owners |= dict.fromkeys(consumer.own, consumer)

    def notes_later(self, partition: Any, server: Consumer) -> bool:
        """True when what a consumer has processed is committed later, together with other messages."""
        return self.told.commit == "after" and self.told.batch > 1 and self.owners.get(partition) is server

    def commit(self) -> None:
        """Everybody commits."""
        for consumer in self.consumers:
            consumer.uncommitted.clear()
            consumer.fetched = 0

    def next_partition(self, consumer: Consumer, *, is_hindered: bool) -> Any:
        """The partition that a consumer takes from next; "none" when nothing waits, "cannot" when it may not take."""
        if not consumer.is_up or consumer.is_busy or consumer.own is None or self.pauses:
            return "cannot"
        for _ in consumer.own:
            consumer.turn = consumer.turn if consumer.turn < len(consumer.own) else 0
            found = consumer.own[consumer.turn]
            consumer.turn += 1
            if found.queue and not found.busy and not is_hindered:
                return found
        return "none"

    def counters(self) -> list[int]:
        """Everything countable."""
        return [self.retried, self.duplicates, self.replayed, self.pauses]
