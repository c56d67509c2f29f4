"""What one connection of the plain twin knows of the instances of its callee, and how it chooses among them."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.design.model import Value
from engine.kernel import random
from engine.kernel.peers import LEAST_COMPARED, LEAST_WEIGHT, decay
from engine.plan.balancers import DECAY_S, ring_of

if TYPE_CHECKING:
    from tests.engine.twin.parts import Instance, Link, Node, Work

INFORMED = ("choice_of_two_utilisation", "consistent_hash", "weighted", "zone_aware")
POLICIES = {"load_knowledge", "instance_weights", "probation", "outlier_ejection"}
JUDGED_EVERY_NS = 10**9


@dataclass
class Peer:
    """What is known of one instance; its times are those of the clock."""

    seen: int = 0
    told_busy: int = 0
    told_ns: int = -1
    errors_in_row: int = 0
    ejected_until_ns: int = 0
    probation_until_ns: int = 0
    latency_ns: float = 0.0
    weight: float = 0.0
    measured_ns: int = 0


class Balancer:
    """The choice of a connection that knows more than who is up."""

    def __init__(self, link: Link, node: Node, ring_stream: int) -> None:
        told: Mapping[str, Mapping[str, Value]] = link.connection.policies
        self.link, self.node, self.rule = link, node, link.connection.balancing
        self.peers = [Peer() for _ in node.instances]
        self.ejections, self.refreshed_ns, self.judged_ns = 0, None, 0
        knowledge = told.get("load_knowledge", {"knowledge": "exact", "refresh_s": 1.0})
        self.knowledge, self.refresh_ns = knowledge["knowledge"], round(float(knowledge["refresh_s"]) * 1e9)
        weights = told.get("instance_weights", {"instances": 0, "weight": 1.0})
        self.heavy, self.weight = int(weights["instances"]), float(weights["weight"])
        self.probation_ns = round(float(told.get("probation", {"probation_s": 0.0})["probation_s"]) * 1e9)
        self.ejection = told.get("outlier_ejection")
        self.decay_ns = float(self.ejection["stat_decay_s"] if self.ejection else DECAY_S) * 1e9
        self.ring_stream = np.uint64(ring_stream)
        self.ring = [(int(at), int(place)) for at, place in ring_of(ring_stream, len(node.instances))]

    def choose(self, living: list[Instance], work: Work, turn: int, zone: int, now: int) -> Instance:
        """One of the living instances, of which there is at least one."""
        if self.knowledge == "stale" and (self.refreshed_ns is None or now >= self.refreshed_ns + self.refresh_ns):
            self.refreshed_ns = now
            for each in living:
                self.peer(each).seen = len(each.inside)
        fit = [each for each in living if self.is_fit(each, now)] or living
        if self.rule == "consistent_hash":
            by_user = told_by(self.link) == "user"
            return self.on_ring(fit, work.person if by_user else work.item)
        if self.rule == "zone_aware" and zone > 0:
            fit = [each for each in fit if each.zone == zone] or fit
        if self.rule == "weighted":
            return self.by_weight(fit, random.uniform(work.key, random.BALANCE))
        if self.rule == "round_robin":
            return fit[turn % len(fit)]
        one = int(random.uniform_index(work.key, random.BALANCE, len(fit)))
        if self.rule == "random" or len(fit) == 1:
            return fit[one]
        if self.rule == "least_outstanding":
            return min(fit[one:] + fit[:one], key=self.load)
        two = int(random.uniform_index(work.key, random.SECOND_CHOICE, len(fit) - 1))
        two += two >= one
        told = self.told if self.rule == "choice_of_two_utilisation" else lambda _each, _now: 0
        return min(fit[one], fit[two], key=lambda each: self.load(each) + told(each, now))

    def peer(self, instance: Instance) -> Peer:
        """What is known of an instance."""
        return self.peers[instance.place]

    def own(self, instance: Instance) -> int:
        """Work of this connection that is inside an instance."""
        return sum(work.call is not None and work.call.link is self.link for work in instance.inside)

    def load(self, instance: Instance) -> int:
        """Outstanding work as far as it is known."""
        if self.knowledge == "exact":
            return len(instance.inside)
        return self.own(instance) if self.knowledge == "own" else self.peer(instance).seen

    def told(self, instance: Instance, now: int) -> int:
        """Busy slots, as the last answer told unless that is too long ago."""
        peer = self.peer(instance)
        return peer.told_busy if peer.told_ns >= 0 and now - peer.told_ns <= self.decay_ns else 0

    def is_fit(self, instance: Instance, now: int) -> bool:
        """False while it is ejected, or on probation with something under way."""
        peer = self.peer(instance)
        return peer.ejected_until_ns <= now and (peer.probation_until_ns <= now or self.own(instance) == 0)

    def on_ring(self, fit: list[Instance], item: int) -> Instance:
        """The first of them behind the point of a key."""
        at = int(random.mix(np.uint64((int(self.ring_stream) + item) % 2**64)))
        begin = bisect.bisect_left(self.ring, (at, -1))
        places = {each.place: each for each in fit}
        return next(places[place] for _, place in self.ring[begin:] + self.ring[:begin] if place in places)

    def by_weight(self, fit: list[Instance], share: float) -> Instance:
        """Each with a chance in proportion to its weight."""
        weights = [self.weight if each.place < self.heavy else 1.0 for each in fit]
        whole = 0.0
        for each in weights:
            whole += each
        left = share * whole
        for instance, each in zip(fit, weights, strict=True):
            left -= each
            if left < 0.0:
                return instance
        return fit[-1]

    def ends(self, work: Work, now: int) -> None:
        """Work of this connection left its instance."""
        assert work.instance is not None
        peer = self.peer(work.instance)
        peer.told_busy, peer.told_ns = work.instance.busy, now

    def returns(self, instance: Instance, now: int) -> None:
        """A dead instance came back."""
        self.peers[instance.place] = Peer(probation_until_ns=now + self.probation_ns if self.probation_ns else 0)

    def learn(self, instance: Instance, is_good: bool, latency_ns: int, now: int) -> None:
        """An attempt came to an end, as the caller sees it."""
        peer = self.peer(instance)
        if is_good:
            peer.errors_in_row = peer.probation_until_ns = 0
        else:
            peer.errors_in_row += 1
        if self.ejection is None:
            return
        if not is_good and peer.errors_in_row >= int(self.ejection["errors"]):
            self.eject(peer, now)
        if is_good:
            old = peer.weight * decay(peer.measured_ns, now, self.decay_ns)
            peer.latency_ns = (peer.latency_ns * old + latency_ns) / (old + 1.0)
            peer.weight, peer.measured_ns = old + 1.0, now
        if now - self.judged_ns >= JUDGED_EVERY_NS:
            self.judged_ns = now
            self.judge(now)

    def judge(self, now: int) -> None:
        """Ejects who is much slower than the median."""
        assert self.ejection is not None
        known = [peer for peer in self.living() if self.is_known(peer, now)]
        if len(known) >= LEAST_COMPARED:
            middle = sorted(each.latency_ns for each in known)[(len(known) - 1) // 2]
            for peer in known:
                if peer.latency_ns > float(self.ejection["latency_factor"]) * middle:
                    self.eject(peer, now)

    def is_known(self, peer: Peer, now: int) -> bool:
        """True when its mean latency stands for enough."""
        if peer.ejected_until_ns > now or peer.weight <= 0.0:
            return False
        return bool(peer.weight * decay(peer.measured_ns, now, self.decay_ns) >= LEAST_WEIGHT)

    def eject(self, peer: Peer, now: int) -> None:
        """Leaves an instance out for a while, unless too many are."""
        assert self.ejection is not None
        out = 1 + sum(each.ejected_until_ns > now for each in self.living())
        if peer.ejected_until_ns > now or out > float(self.ejection["max_share"]) * len(self.living()):
            return
        self.ejections += 1
        peer.ejected_until_ns = now + round(float(self.ejection["eject_s"]) * 1e9)
        peer.errors_in_row, peer.weight = 0, 0.0

    def living(self) -> list[Peer]:
        """What is known of those that are listed."""
        return [self.peer(each) for each in self.node.listed()]


def told_by(link: Link) -> str:
    """What a connection hashes."""
    return str(link.connection.policies.get("hash_by", {"hashes": "key"})["hashes"])


def balancer_of(link: Link, ring_stream: int) -> Any:
    """The balancer of a connection that needs one, else None."""
    told, node = link.connection, link.target
    assert node is not None
    if node.cache is not None or (told.balancing not in INFORMED and not POLICIES & set(told.policies)):
        return None
    return Balancer(link, node, ring_stream)
