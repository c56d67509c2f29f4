"""Cache warmer: fills shards that have come up empty, from another replica or from the last dump.

Source: Netflix Technology Blog, Cache warming: Agility for a stateful service, 2018, which tells of both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.control import Controlled, Controller, ControllerType, View
from engine.design.kinds import Edit

LOOK_NS = 1_000_000_000
"""It brings as much as fits into a second, once a second."""


@dataclass(slots=True)
class Warmer:
    """Brings `items` keys a second to every shard that was emptied; `dumped_ns` is when the last dump was made, and
    `filling` names the caches that it was filling when it looked last."""

    label: str
    targets: tuple[str, ...]
    operation: str
    items: float
    dump_ns: int
    filling: tuple[str, ...]
    next_ns: int = LOOK_NS
    dumped_ns: int = 0
    dumps: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """The keys of one second, and then a dump when it is time."""
        self.next_ns = view.now_ns + LOOK_NS
        before, self.filling = self.filling, tuple(each for each in self.targets if view.is_filling(each))
        for each in self.filling:
            if each not in before:
                view.say(f"{self.label}: shards of {view.label(each)} came up empty; {self._what(view.now_ns)}", each)
        edits = [Edit(self.operation, each, self.items) for each in self.targets]
        is_due = self.dump_ns > 0 and view.now_ns >= self.dumped_ns + self.dump_ns
        if is_due and not self.filling and all(_is_whole(view, each) for each in self.targets):
            self.dumped_ns = view.now_ns
            self.dumps += 1
            edits += [Edit("dump_keys", each, 0.0) for each in self.targets]
        return edits

    def _what(self, now_ns: int) -> str:
        """Where the keys come from."""
        if not self.dump_ns:
            return "brings them what other replicas hold"
        if not self.dumps:
            return "there is no dump yet to fill them from"
        return f"brings them the dump made {(now_ns - self.dumped_ns) / 1e9:.0f} s ago"

    def report(self) -> Mapping[str, Any]:
        """How many dumps were made; what was brought stands in the rows of the caches."""
        return {"dumps": self.dumps}


def _is_whole(view: View, cache: str) -> bool:
    """True while no shard is down: a dump would lack its keys."""
    roll = view.roll(cache)
    return bool((roll.is_up | roll.is_stopped).all())


def make(controlled: Controlled) -> Controller:
    """The first dump is made when the time between two has passed. That all is empty at the start needs no word."""
    parameters = controlled.component.parameters
    from_dump = parameters["source"] == "dump"
    dump_ns = round(float(parameters["dump_every_s"]) * 1e9) if from_dump else 0
    operation = "warm_from_dump" if from_dump else "warm_from_replica"
    targets = tuple(each.id for each in controlled.targets)
    label = controlled.component.label
    return Warmer(label, targets, operation, float(parameters["copy_per_s"]), dump_ns, targets)


def refuses(controlled: Controlled, most: Mapping[str, int]) -> Mapping[str, str]:
    """What has no other replica cannot be warmed from one."""
    del most
    from_replica = controlled.component.parameters["source"] == "replica"
    for each in controlled.targets:
        if from_replica and int(each.parameters.get("replicas", 1)) == 1:
            return {"source": f"{each.label} has no other replica: give it one, or choose a dump."}
    return {}


CONTROLLER = ControllerType("cache_warmer", make, is_sole=True, refuses=refuses)
