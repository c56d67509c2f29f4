"""Host pool: the machines on which instances stand, so that those on one machine die and suffer together.

Every instance that a component may ever have, those that controllers may start too, has its host from the beginning.
A lost host takes all its instances down, and what comes up there while it is lost dies at the next look. Whoever takes
more than there is makes all service there longer by alpha times the excess: another tenant, of whom a failure tells, or
the instances themselves, where slots that are held outnumber the processors of a host.

Source: Netflix, Noisy Neighbor Detection with eBPF (2024): a neighbour lengthens the waits of others for processors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.design.control import Controlled, Controller, ControllerType, View
from engine.design.hosts import hosts_needed, hosts_of
from engine.design.kinds import Edit

LOOK_NS = 1_000_000_000
"""How often it looks who is there and how busy."""

REPORTED = 100
"""Hosts that a summary lists."""

MEMORY = 4.0
"""Looks over which what a host has to do is averaged, about: one look finds an instance busy or not by chance."""

WORTH_TELLING = 0.05
"""By how much the length of service must have changed until instances are told."""


@dataclass(slots=True)
class HostPool:
    """`places` has for each target the host of each of its instances. `lost` and `crowded` are the hosts that are hit
    now, `killed` the instances (target, number) that died with them. Of each host: `there` are the instances at the
    last look, `busy` and `seen` the sums over all looks of the busy shares of instances and of instances.

    A host has `processors`, or as many as it needs with 0. `held` are the slots of each target (rows) that are held on
    each host, over the last looks; `slowed` by how much service of each host is longer, as its instances were told;
    `crowded_looks` at how many looks slots outnumbered the processors of a host, `asked` the sum over all looks of
    slots held for each processor of the pool, `worst` the host that was the worst off, with what was held there.
    """

    name: str
    label: str
    names: tuple[str, ...]
    hosts: int
    slots: int
    placement: str
    alpha: float
    processors: int
    next_ns: int = 0
    places: dict[str, Any] = field(default_factory=dict)
    lost: tuple[int, ...] = ()
    crowded: tuple[int, ...] = ()
    tenants: tuple[int, float] = (0, 0.0)
    killed: list[tuple[str, int]] = field(default_factory=list)
    deaths: int = 0
    there: Any = None
    busy: Any = None
    seen: Any = None
    held: Any = None
    slowed: Any = None
    looks: int = 0
    asked: float = 0.0
    crowded_looks: int = 0
    is_crowded: bool = False
    worst: dict[str, Any] = field(default_factory=dict)

    def act(self, view: View) -> Sequence[Edit]:
        """Counts who is there, and passes on what hits the hosts."""
        if self.there is None:
            self._place(view)
        is_due = view.now_ns > 0 and view.now_ns % LOOK_NS == 0
        self._count(view, is_measured=is_due)
        self.next_ns = (view.now_ns // LOOK_NS + 1) * LOOK_NS
        self._note_tenants(view)
        return [*self._return_hosts(view), *self._crowd(), *self._kill(view)]

    def report(self) -> Mapping[str, Any]:
        """Instances at the last look and mean utilisation of each host, and what was lost with hosts."""
        rows = [
            {
                "host": host + 1,
                "instances": int(self.there[host]),
                "utilisation": float(self.busy[host] / self.seen[host]) if self.seen[host] else None,
            }
            for host in range(min(self.hosts, REPORTED) if self.there is not None else 0)
        ]
        used = 0 if self.there is None else int((self.there > 0).sum())
        told: dict[str, Any] = {"hosts": rows, "used": used, "deaths": self.deaths}
        if self.processors:
            asked = self.asked / self.looks if self.looks else None
            told |= {"processors_asked": asked, "crowded_s": self.crowded_looks * LOOK_NS / 1e9, "worst": self.worst}
        return told

    def _place(self, view: View) -> None:
        counts = {name: len(view.roll(name).is_up) for name in self.names}
        placed = hosts_of(counts, self.hosts, self.slots, self.placement)
        self.places = {name: np.array(each, np.int64) for name, each in placed.items()}
        self.busy, self.seen = np.zeros(self.hosts), np.zeros(self.hosts, np.int64)
        self.slowed = np.zeros(self.hosts)

    def _count(self, view: View, *, is_measured: bool) -> None:
        self.there = np.zeros(self.hosts, np.int64)
        for name, place in self.places.items():
            is_up = view.roll(name).is_up
            self.there += np.bincount(place[is_up], minlength=self.hosts)
            if is_measured:
                self.busy += np.bincount(place, weights=view.load(name) * is_up, minlength=self.hosts)
        if is_measured:
            self.seen += self.there
        if is_measured and self.processors:
            self._ask(view)

    def _ask(self, view: View) -> None:
        """What the hosts have to do now: every slot that is held wants a processor."""
        now = [np.bincount(place, view.busy(name), self.hosts) for name, place in self.places.items()]
        before = np.zeros((len(now), self.hosts)) if self.held is None else self.held
        self.held = before + (np.array(now) - before) / MEMORY
        slots = self.held.sum(axis=0)
        self.looks, self.asked = self.looks + 1, self.asked + float(slots.sum()) / (self.hosts * self.processors)
        over = slots / self.processors - 1.0
        self.crowded_looks += bool((over > WORTH_TELLING).any())
        host = int(np.argmax(over))
        if over[host] > max(WORTH_TELLING, float(self.worst.get("excess", 0.0))):
            by = {view.label(name): float(self.held[row, host]) for row, name in enumerate(self.places)}
            self.worst = {"host": host + 1, "excess": float(over[host]), "slots": float(slots[host]), "by": by}
        if bool((over > WORTH_TELLING).any()) != self.is_crowded:
            self.is_crowded = not self.is_crowded
            self._say(view, over)

    def _say(self, view: View, over: Any) -> None:
        """Tells when hosts begin to have more to do than they can, and when all of them are through."""
        numbers = ", ".join(str(each + 1) for each in np.flatnonzero(over > WORTH_TELLING)[:REPORTED])
        what = f"more is asked of host {numbers} than its processors can do" if numbers else "no host is crowded now"
        view.say(f"{self.label}: {what}", self.name)

    def _fullest(self, count: int) -> tuple[int, ...]:
        """So many hosts with the most instances now, the first ones among equals."""
        return tuple(int(each) for each in np.argsort(-self.there, kind="stable")[:count])

    def _return_hosts(self, view: View) -> list[Edit]:
        """Hosts that are lost from now on are chosen; what died with those that are back is restored."""
        wanted = min(round(view.told(self.name)), self.hosts)
        if wanted == len(self.lost):
            return []
        kept = self.lost[:wanted]
        more = [each for each in self._fullest(self.hosts) if each not in kept][: wanted - len(kept)]
        self.lost = (*kept, *more)
        back = [(name, place) for name, place in self.killed if int(self.places[name][place]) not in self.lost]
        self.killed = [each for each in self.killed if each not in back]
        if back:
            view.say(f"{self.label}: {len(back)} instances come back with their host", self.name)
        return [Edit("restore_one", name, float(place)) for name, place in back]

    def _kill(self, view: View) -> list[Edit]:
        """Whoever is up on a lost host dies."""
        if not self.lost:
            return []
        struck = [
            (name, int(place))
            for name, hosts in self.places.items()
            for place in np.flatnonzero(view.roll(name).is_up & np.isin(hosts, self.lost))
        ]
        self.killed += [each for each in struck if each not in self.killed]
        self.deaths += len(struck)
        if struck:
            numbers = ", ".join(str(each + 1) for each in self.lost)
            view.say(f"{self.label}: {len(struck)} instances die with host {numbers}", self.name)
        return [Edit("kill_one", name, float(place)) for name, place in struck]

    def _note_tenants(self, view: View) -> None:
        """Which hosts have other tenants that take more than their share from now on."""
        tenants = view.crowding(self.name)
        if tenants == self.tenants:
            return
        self.tenants = tenants
        count, excess = tenants
        self.crowded = self._fullest(min(count, self.hosts)) if excess > 0.0 else ()
        if self.crowded:
            numbers = ", ".join(str(each + 1) for each in sorted(self.crowded)[:REPORTED])
            factor = 1.0 + self.alpha * excess
            view.say(f"{self.label}: service takes {factor:.3g} times as long on host {numbers}", self.name)

    def _crowd(self) -> list[Edit]:
        """Instances become slower where more is asked of their host than it has, or are relieved."""
        wanted = np.zeros(self.hosts)
        if self.held is not None:
            wanted += np.maximum(self.held.sum(axis=0) / self.processors - 1.0, 0.0)
        wanted[list(self.crowded)] += self.tenants[1]
        wanted *= self.alpha
        least = WORTH_TELLING if self.processors else 0.0
        is_new = np.abs(wanted - self.slowed) > np.where(wanted > 0.0, least, 0.0)
        self.slowed = np.where(is_new, wanted, self.slowed)
        edits = []
        for name, hosts in self.places.items():
            for host in np.unique(hosts[is_new[hosts]]):
                by = float(self.slowed[host])
                edits.append(Edit("crowding", name, by))
                what = "crowd_one" if by else "relieve_one"
                edits += [Edit(what, name, float(each)) for each in np.flatnonzero(hosts == host)]
        return edits


def refuses(controlled: Controlled, counts: Mapping[str, int]) -> Mapping[str, str]:
    """Too few hosts for what may stand there."""
    parameters = controlled.component.parameters
    slots, hosts = int(parameters["slots_per_host"]), int(parameters["hosts"])
    needed = hosts_needed(counts, slots, str(parameters["placement"]))
    if needed <= hosts:
        return {}
    total = sum(counts.values())
    alone = " where components are isolated from each other" if parameters["placement"] == "isolate" else ""
    message = (
        f"Give it {needed:,} hosts at least, or more slots on each: its arrows lead to {total:,} instances, those that"
        f" controllers may start included, and {hosts:,} hosts with {slots:,} slots are too few{alone}."
    )
    return {"hosts": message}


def make(controlled: Controlled) -> Controller:
    """One pool for all components that its arrows lead to."""
    component = controlled.component
    return HostPool(
        name=component.id,
        label=component.label,
        names=tuple(each.id for each in controlled.targets),
        hosts=int(component.parameters["hosts"]),
        slots=int(component.parameters["slots_per_host"]),
        placement=str(component.parameters["placement"]),
        alpha=float(component.parameters["alpha"]),
        processors=int(component.parameters["processors"]),
    )


CONTROLLER = ControllerType("host_pool", make, is_sole=True, wakes=True, refuses=refuses)
