"""Host pool: the machines on which instances stand, so that those on one machine die and suffer together.

Every instance that a component may ever have, those that controllers may start too, has its host from the beginning.
A lost host takes all its instances down, and what comes up there while it is lost dies at the next look. A tenant that
takes more than its share makes all service there longer by alpha times the excess.

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


@dataclass(slots=True)
class HostPool:
    """`places` has for each target the host of each of its instances. `lost` and `crowded` are the hosts that are hit
    now, `killed` the instances (target, number) that died with them. Of each host: `there` are the instances at the
    last look, `busy` and `seen` the sums over all looks of the busy shares of instances and of instances."""

    name: str
    label: str
    names: tuple[str, ...]
    hosts: int
    slots: int
    placement: str
    alpha: float
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

    def act(self, view: View) -> Sequence[Edit]:
        """Counts who is there, and passes on what hits the hosts."""
        if self.there is None:
            self._place(view)
        is_due = view.now_ns > 0 and view.now_ns % LOOK_NS == 0
        self._count(view, is_measured=is_due)
        self.next_ns = (view.now_ns // LOOK_NS + 1) * LOOK_NS
        edits = [*self._return_hosts(view), *self._change_tenants(view)]
        return [*edits, *self._kill(view)]

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
        return {"hosts": rows, "used": used, "deaths": self.deaths}

    def _place(self, view: View) -> None:
        counts = {name: len(view.roll(name).is_up) for name in self.names}
        placed = hosts_of(counts, self.hosts, self.slots, self.placement)
        self.places = {name: np.array(each, np.int64) for name, each in placed.items()}
        self.busy, self.seen = np.zeros(self.hosts), np.zeros(self.hosts, np.int64)

    def _count(self, view: View, *, is_measured: bool) -> None:
        self.there = np.zeros(self.hosts, np.int64)
        for name, place in self.places.items():
            is_up = view.roll(name).is_up
            self.there += np.bincount(place[is_up], minlength=self.hosts)
            if is_measured:
                self.busy += np.bincount(place, weights=view.load(name) * is_up, minlength=self.hosts)
        if is_measured:
            self.seen += self.there

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

    def _change_tenants(self, view: View) -> list[Edit]:
        """Instances beside other tenants become slower, or are relieved."""
        tenants = view.crowding(self.name)
        if tenants == self.tenants:
            return []
        self.tenants, before = tenants, self.crowded
        count, excess = tenants
        self.crowded = self._fullest(min(count, self.hosts)) if excess > 0.0 else ()
        edits = []
        for name, hosts in self.places.items():
            left = np.flatnonzero(np.isin(hosts, before) & ~np.isin(hosts, self.crowded))
            hit = np.flatnonzero(np.isin(hosts, self.crowded))
            edits += [Edit("relieve_one", name, float(each)) for each in left]
            edits.append(Edit("crowding", name, self.alpha * excess))
            edits += [Edit("crowd_one", name, float(each)) for each in hit]
        if self.crowded:
            numbers = ", ".join(str(each + 1) for each in sorted(self.crowded)[:REPORTED])
            factor = 1.0 + self.alpha * excess
            view.say(f"{self.label}: service takes {factor:.3g} times as long on host {numbers}", self.name)
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
    )


CONTROLLER = ControllerType("host_pool", make, is_sole=True, wakes=True, refuses=refuses)
