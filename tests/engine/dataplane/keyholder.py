"""The keys of one viewer, event by event in plain Python: the slow twin of engine/dataplane/licensing.

The viewer presses once and watches for ever. A request is known a step before it is sent, and answered `SIGN_NS` after
that, badly if it was sent during the outage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.dataplane.draws import DEVICE_CLOCK, FORCED, RENEWAL, RETRY, chance
from engine.design.population import LicencePlan

SIGN_NS = 40_000_000
NEVER_NS = 2**62


@dataclass
class Holder:
    """`key` is that of the session; times in ns. `asks` are the instants of requests."""

    key: int
    plan: LicencePlan
    step_ns: int
    outage_ns: tuple[int, int] = (-1, -1)
    held: int = 0
    asked: int = 0
    is_retrying: bool = False
    has_leaked: bool = False
    forced_ns: int = 0
    changes: int = 0
    asks: list[int] = field(default_factory=list)
    stalled_ns: int = 0

    def watch(self, pressed_ns: int, changes_ns: Sequence[int], until_ns: int) -> None:
        """From the press to the end; at `changes_ns` all keys are changed by force."""
        changes = [*changes_ns, NEVER_NS]
        now, answer_ns = pressed_ns - self.step_ns, 0
        answer_ns = self._ask(now)
        while True:
            turn_ns = answer_ns or self._known_ns(now)
            before, now = now, min(changes[0], turn_ns, until_ns)
            self._stand_still(before, now)
            if now >= until_ns:
                return
            if now == changes[0]:
                self.forced_ns, self.changes, self.has_leaked = changes.pop(0), self.changes + 1, self.held > 0
            elif answer_ns:
                self._take(now)
                answer_ns = 0
            else:
                answer_ns = self._ask(now)

    def _stand_still(self, begin_ns: int, end_ns: int) -> None:
        if self.held:
            self.stalled_ns += max(end_ns - max(begin_ns, self._keys_end_ns()), 0)

    def _ask(self, now: int) -> int:
        """A request becomes known; when its answer comes."""
        replaces = self.has_leaked and self._planned_ns(self.asked) > now + self.step_ns
        is_next = self.held > 0 and not replaces and not self.is_retrying
        self.asked = max(self.asked + is_next, self._period(now + self.step_ns))
        self.is_retrying = False
        self.asks.append(now + self.step_ns)
        return now + self.step_ns + SIGN_NS

    def _take(self, now: int) -> None:
        """The answer to the last request."""
        if self.outage_ns[0] <= self.asks[-1] < self.outage_ns[1]:
            self.is_retrying = True
            return
        number = max(self.asked, self._period(now))
        number += self._planned_ns(number) <= now
        self.asked, self.held, self.has_leaked = number, number + self.plan.predeliver_keys, False

    def _known_ns(self, now: int) -> int:
        """When the next request becomes known."""
        if self.is_retrying:
            every_ns = _ns(self.plan.retry_s)
            return now + (int(self._chance(0, RETRY) * every_ns) - now) % every_ns
        if not self.held:
            return now
        at_ns = self._planned_ns(self.asked)
        if self.has_leaked:
            late_ns = int(self._chance(self.changes, FORCED) * _ns(self.plan.jitter_s))
            at_ns = min(at_ns, self.forced_ns + late_ns)
        return max(at_ns - self.step_ns, now)

    def _planned_ns(self, number: int) -> int:
        early_ns = int(self._chance(number, RENEWAL) * _ns(self.plan.jitter_s))
        return number * _ns(self.plan.period_s) - early_ns - self._ahead_ns

    def _keys_end_ns(self) -> int:
        grace_ns = _ns(self.plan.grace_s)
        end_ns = self.held * _ns(self.plan.period_s) + grace_ns - max(self._ahead_ns, 0)
        return min(end_ns, self.forced_ns + _ns(self.plan.jitter_s) + grace_ns) if self.has_leaked else end_ns

    def _period(self, at_ns: int) -> int:
        return at_ns // _ns(self.plan.period_s) + 1

    @property
    def _ahead_ns(self) -> int:
        return int((2.0 * self._chance(0, DEVICE_CLOCK) - 1.0) * _ns(self.plan.clock_skew_s))

    def _chance(self, count: int, purpose: np.uint64) -> float:
        return float(chance(np.uint64(self.key), count, purpose))


def _ns(seconds: float) -> int:
    return round(seconds * 1e9)
