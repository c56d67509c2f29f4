"""Failover: brings a component back that has been without any instance for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.control import NEVER_NS, Controlled, Controller, ControllerType, View
from engine.design.kinds import Edit

LOOK_NS = 1_000_000_000
"""How often it looks: a follower hears from its leader about every second."""


@dataclass(slots=True)
class Failover:
    """Watches its own component. `lost_ns` is when it saw that nobody is left, -1 while somebody is."""

    name: str
    wait_ns: int
    next_ns: int
    lost_ns: int = -1
    failovers: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """Sees a loss, waits, and takes over."""
        self.next_ns = view.now_ns + LOOK_NS
        if view.instances_up(self.name):
            self.lost_ns = -1
            return ()
        if self.lost_ns < 0:
            self.lost_ns = view.now_ns
        if view.now_ns - self.lost_ns < self.wait_ns:
            return ()
        self.lost_ns = -1
        self.failovers += 1
        view.say(f"{view.label(self.name)}: a follower leads now", self.name)
        return (Edit("restore_instances", self.name, 1.0),)

    def report(self) -> Mapping[str, Any]:
        """How often somebody else took over."""
        return {"failovers": self.failovers}


def make(controlled: Controlled) -> Controller:
    """One for the component itself; it never acts when the time of a failover is 0."""
    wait_ns = round(float(controlled.component.parameters["failover_s"]) * 1e9)
    return Failover(controlled.component.id, wait_ns, 0 if wait_ns else NEVER_NS)


CONTROLLER = ControllerType("failover", make)
