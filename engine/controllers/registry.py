"""Service registry: callers know instances from a list, which learns late of those that died.

An instance renews its lease with every heartbeat. A sweep now and then evicts leases that ran out; what is registered
reaches the server's cache, and from there the callers, each at times of their own. Killed instances stay listed through
all five; those that are stopped may deregister. When too few renewals come, the network is more likely at fault than
the instances, and nothing is evicted (self-preservation).

Source: Eureka, github.com/Netflix/eureka: Lease.java (whose isExpired adds the duration twice), evict() and
isLeaseExpirationEnabled() of AbstractInstanceRegistry and PeerAwareInstanceRegistryImpl, ResponseCacheImpl.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.design.control import NEVER_NS, Controlled, Controller, ControllerType, View
from engine.design.kinds import Edit

NOT_THERE = -(1 << 61)
"""The renewal of an instance that is not registered."""

MINUTE_NS = 60_000_000_000
"""Renewals of the last minute are held against what is expected."""

REPORTED = 1_000
"""Detection times that a summary lists."""

GRACEFUL, ABRUPT = 1.0, 2.0
"""What is told to `follow_registry`."""


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters, times in ns; `lease_ns` is what a lease really lasts."""

    heartbeat_ns: int
    lease_ns: int
    sweep_ns: int
    cache_ns: int
    fetch_ns: int
    least_renewals: float
    is_graceful: bool


@dataclass(slots=True)
class Target:
    """One component. Arrays have a place for each of its instances: the phase of its heartbeats, its last renewal,
    since when they came without a gap, and whether it stands in the server's cache, in the list that callers have, and
    on the wrong side of a partition. `fetch_at_ns` is when callers look next."""

    name: str
    beats_ns: Any
    renewed_ns: Any
    since_ns: Any
    cached: Any
    known: Any
    is_cut: Any
    fetch_phase_ns: int
    fetch_at_ns: int = NEVER_NS

    @property
    def registered(self) -> Any:
        """Who has a lease."""
        return self.renewed_ns > NOT_THERE


@dataclass(slots=True)
class Registry:
    """Looks at its own sweeps, refreshes of its cache and fetches of callers, and when it is hit itself.

    `is_down` is what it was up to now. `waits_ns` are the times between deaths and the lists without them.
    """

    name: str
    label: str
    law: Law
    names: tuple[str, ...]
    next_ns: int = 0
    targets: list[Target] = field(default_factory=list)
    sweep_at_ns: int = 0
    refresh_at_ns: int = NEVER_NS
    heard_ns: int = 0
    is_down: bool = False
    lost: float = 0.0
    is_protecting: bool = False
    protected: int = 0
    evicted: int = 0
    lost_living: int = 0
    waits_ns: list[int] = field(default_factory=list)

    def act(self, view: View) -> Sequence[Edit]:
        """Hears what was sent since the last look, and does what is due."""
        edits = self._begin(view) if not self.targets else self._go_on(view)
        coming = [self.sweep_at_ns, self.refresh_at_ns, *(each.fetch_at_ns for each in self.targets)]
        self.next_ns = min(coming) if self.targets else NEVER_NS
        return edits

    def report(self) -> Mapping[str, Any]:
        """How long the dead stayed listed, and what became of leases."""
        waits_s = [each / 1e9 for each in self.waits_ns]
        return {
            "detected": len(waits_s),
            "detections_s": waits_s[:REPORTED],
            "detection_s_mean": sum(waits_s) / len(waits_s) if waits_s else None,
            "detection_s_longest": max(waits_s, default=None),
            "evicted": self.evicted,
            "lost_living": self.lost_living,
            "protected_sweeps": self.protected,
        }

    def _begin(self, view: View) -> list[Edit]:
        """Everybody who is up is registered and known, with a rhythm of their own."""
        law, number = self.law, 2 + len(self.names)
        for place, name in enumerate(self.names):
            is_up = view.roll(name).is_up
            beats = [round(view.uniform(number + each) * law.heartbeat_ns) for each in range(len(is_up))]
            number += len(is_up)
            beats_ns = np.array(beats, np.int64)
            renewed = np.where(is_up, -((-beats_ns) % law.heartbeat_ns), NOT_THERE)
            phase = round(view.uniform(2 + place) * law.fetch_ns)
            nobody, always = np.zeros(len(is_up), bool), np.full(len(is_up), NOT_THERE)
            target = Target(name, beats_ns, renewed, always, is_up.copy(), is_up.copy(), nobody, phase)
            target.fetch_at_ns = NEVER_NS if law.cache_ns else phase
            self.targets.append(target)
        self.sweep_at_ns = round(view.uniform(0) * law.sweep_ns)
        if law.cache_ns:
            self.refresh_at_ns = round(view.uniform(1) * law.cache_ns)
        self._look_at_itself(view)
        return [Edit("follow_registry", name, GRACEFUL if law.is_graceful else ABRUPT) for name in self.names]

    def _go_on(self, view: View) -> list[Edit]:
        now_ns = view.now_ns
        if not self.is_down:
            self._hear(view)
        self.heard_ns = now_ns
        self._look_at_itself(view)
        edits: list[Edit] = []
        if self.sweep_at_ns <= now_ns:
            self._sweep(view)
            self.sweep_at_ns = now_ns + self.law.sweep_ns
        if self.refresh_at_ns <= now_ns:
            self._refresh(now_ns)
            self.refresh_at_ns = now_ns + self.law.cache_ns
        for each in self.targets:
            if each.fetch_at_ns <= now_ns:
                edits += self._fetch(view, each)
        return edits

    def _look_at_itself(self, view: View) -> None:
        """Whether it is down, and who cannot reach it. What it knew when it went down it knows when it is back, and
        leases begin anew."""
        was_down, self.is_down = self.is_down, not view.instances_up(self.name)
        if was_down and not self.is_down:
            for each in self.targets:
                each.renewed_ns = np.where(each.registered, view.now_ns, each.renewed_ns)
                each.since_ns[:] = view.now_ns
        if view.told(self.name) != self.lost:
            self.lost = view.told(self.name)
            self._cut_off(view)

    def _cut_off(self, view: View) -> None:
        """A share of all instances, drawn once for a run by numbers behind those of the rhythms."""
        instances = sum(len(each.beats_ns) for each in self.targets)
        first_draw, first = 2 + len(self.names) + instances, 0
        order = np.argsort([view.uniform(first_draw + each) for each in range(instances)], kind="stable")
        for each in self.targets:
            places = order[: round(self.lost * instances)] - first
            each.since_ns[each.is_cut] = view.now_ns
            each.is_cut[:] = False
            each.is_cut[places[(places >= 0) & (places < len(each.is_cut))]] = True
            first += len(each.is_cut)

    def _hear(self, view: View) -> None:
        """The heartbeats since the last look; who stopped in good order is gone at once."""
        beat_ns = self.law.heartbeat_ns
        for each in self.targets:
            roll = view.roll(each.name)
            until_ns = np.where(roll.is_up, view.now_ns, roll.gone_ns)
            last_ns = until_ns - (until_ns - each.beats_ns) % beat_ns
            # Coming up is a heartbeat too.
            last_ns = np.where(roll.ready_ns <= until_ns, np.maximum(last_ns, roll.ready_ns), last_ns)
            is_heard = (last_ns > self.heard_ns) & ~each.is_cut
            each.since_ns = np.where(is_heard & ~each.registered, last_ns, each.since_ns)
            each.renewed_ns = np.where(is_heard, np.maximum(last_ns, each.renewed_ns), each.renewed_ns)
            if self.law.is_graceful:
                each.renewed_ns[roll.is_stopped] = NOT_THERE

    def _sweep(self, view: View) -> None:
        """Evicts leases that ran out, unless too few renewals came."""
        if self.is_down:
            return
        share = self._renewals(view.now_ns)
        was_protecting, self.is_protecting = self.is_protecting, share < self.law.least_renewals
        if self.is_protecting:
            self.protected += 1
            if not was_protecting:
                text = f"{self.label}: {share:.0%} of renewals came, nobody is evicted (self-preservation)"
                view.say(text, self.name)
            return
        for each in self.targets:
            is_over = each.registered & (each.renewed_ns + self.law.lease_ns < view.now_ns)
            self.evicted += int(is_over.sum())
            each.renewed_ns[is_over] = NOT_THERE

    def _renewals(self, now_ns: int) -> float:
        """The renewals of the last minute over those that are expected of everybody who is registered."""
        beat_ns, came, count = self.law.heartbeat_ns, 0, 0
        for each in self.targets:
            phase, last = each.beats_ns[each.registered], each.renewed_ns[each.registered]
            begins = np.maximum(each.since_ns[each.registered], now_ns - MINUTE_NS)
            beats = (last - phase) // beat_ns - (begins - phase) // beat_ns
            came += int(np.maximum(beats, 0).sum())
            count += len(beats)
        return came * beat_ns / (count * MINUTE_NS) if count else 1.0

    def _refresh(self, now_ns: int) -> None:
        """The server's cache takes over who is registered; callers who do not know that yet fetch it in their turn."""
        if self.is_down:
            return
        for each in self.targets:
            each.cached = each.registered
            if each.fetch_at_ns == NEVER_NS and (each.cached != each.known).any():
                period_ns = self.law.fetch_ns
                each.fetch_at_ns = now_ns + period_ns - (now_ns - each.fetch_phase_ns) % period_ns

    def _fetch(self, view: View, target: Target) -> list[Edit]:
        """Callers take over the server's cache; while it does not answer they keep their list, and ask again."""
        target.fetch_at_ns = view.now_ns + self.law.fetch_ns
        if self.is_down:
            return []
        if self.law.cache_ns:
            target.fetch_at_ns = NEVER_NS
        else:
            target.cached = target.registered
        edits = []
        is_unlisted = target.known & ~target.cached
        for place in np.flatnonzero(target.known != target.cached):
            operation = "list_instance" if target.cached[place] else "unlist_instance"
            edits.append(Edit(operation, target.name, float(place)))
        target.known = target.cached.copy()
        self._tell(view, target, is_unlisted)
        return edits

    def _tell(self, view: View, target: Target, is_unlisted: Any) -> None:
        roll = view.roll(target.name)
        is_dead = is_unlisted & ~roll.is_up & ~(roll.is_stopped & self.law.is_graceful)
        waits_ns = [int(view.now_ns - each) for each in roll.gone_ns[is_dead]]
        self.waits_ns += waits_ns
        living = int((is_unlisted & roll.is_up).sum())
        self.lost_living += living
        if waits_ns:
            view.say(
                f"{self.label}: callers of {view.label(target.name)} know {len(waits_ns)} dead less,"
                f" {max(waits_ns) / 1e9:.3g} s after they were gone",
                target.name,
            )
        if living:
            view.say(f"{self.label}: callers of {view.label(target.name)} lost {living} that live", target.name)


def law_of(parameters: Mapping[str, Any]) -> Law:
    """The law from the parameters of the component."""

    def nanoseconds(name: str) -> int:
        return round(float(parameters[name]) * 1e9)

    return Law(
        heartbeat_ns=nanoseconds("heartbeat_s"),
        lease_ns=nanoseconds("lease_s") * (2 if parameters["lease_doubling"] else 1),
        sweep_ns=nanoseconds("evict_sweep_s"),
        cache_ns=nanoseconds("server_cache_s"),
        fetch_ns=nanoseconds("client_fetch_s"),
        least_renewals=float(parameters["self_preservation"]),
        is_graceful=bool(parameters["graceful_deregister"]),
    )


def make(controlled: Controlled) -> Controller:
    """One registry for all components that its arrows lead to."""
    component = controlled.component
    names = tuple(each.id for each in controlled.targets)
    return Registry(component.id, component.label, law_of(component.parameters), names)


CONTROLLER = ControllerType("registry", make, is_sole=True, wakes=True)
