"""Players in plain Python, written from the formulas of the papers: the slow twin of engine/dataplane.

A player alone: latency, then the size of the segment over a bandwidth that is constant in every step. Times in float
seconds, rates in bit/s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product

SEGMENT_S, BUFFER_MAX_S, SAFETY = 4.0, 30.0, 0.9
Ladder = Sequence[float]


@dataclass
class Measured:
    """What a player has measured: two means that forget half in 3 s and 8 s of downloading, and the last five."""

    fast: float = 0.0
    slow: float = 0.0
    recent: list[float] = field(default_factory=list)
    was_filled: bool = False
    last: int | None = None

    def sample(self, bits: float, took_s: float) -> None:
        rate = bits / took_s
        if not self.recent:
            self.fast = self.slow = rate
        else:
            self.fast += (rate - self.fast) * (1.0 - 0.5 ** (took_s / 3.0))
            self.slow += (rate - self.slow) * (1.0 - 0.5 ** (took_s / 8.0))
        self.recent = [*self.recent, rate][-5:]

    @property
    def expected(self) -> float:
        return min(self.fast, self.slow)


def highest(ladder: Ladder, rate: float) -> int:
    return max([place for place, each in enumerate(ladder) if each <= rate], default=0)


def throughput(ladder: Ladder, top: int, seen: Measured, buffer_s: float) -> int:
    return highest(ladder[: top + 1], SAFETY * seen.expected)


def bba(
    ladder: Ladder, top: int, seen: Measured, buffer_s: float, reservoir: float = 8.0, cushion: float = 22.0
) -> int:
    if not seen.was_filled and seen.expected > 0.0:
        return throughput(ladder, top, seen, buffer_s)
    line = min(max((buffer_s - reservoir) / cushion, 0.0), 1.0)
    return highest(ladder[: top + 1], ladder[0] + line * (ladder[top] - ladder[0]))


def bola(ladder: Ladder, top: int, seen: Measured, buffer_s: float, target_s: float = 18.0) -> int:
    u = [math.log(rate / ladder[0]) + 1.0 for rate in ladder]
    target = max(target_s, 10.0 + 2.0 * len(ladder))
    g = (u[-1] - 1.0) / (target / 10.0 - 1.0)
    v = 10.0 / g
    worth = [(v * (u[place] - 1.0 + g) - buffer_s) / ladder[place] for place in range(top + 1)]
    return worth.index(max(worth))


def hybrid(ladder: Ladder, top: int, seen: Measured, buffer_s: float) -> int:
    return (throughput if buffer_s < 10.0 else bola)(ladder, top, seen, buffer_s)


def fixed(ladder: Ladder, top: int, seen: Measured, buffer_s: float) -> int:
    return highest(ladder[: top + 1], 5.8e6)


def mpc(ladder: Ladder, top: int, seen: Measured, buffer_s: float) -> int:
    """The first rung of the plan that is found."""
    if not seen.recent:
        return throughput(ladder, top, seen, buffer_s)
    return found_plan(ladder[: top + 1], seen, buffer_s)[0]


def found_plan(ladder: Ladder, seen: Measured, buffer_s: float) -> tuple[int, ...]:
    """The best of the plans that are best among those with the same end, told as lists."""
    top, expected = len(ladder) - 1, len(seen.recent) / sum(1.0 / each for each in seen.recent)
    plans: dict[int, tuple[int, ...]] = {rung: (rung,) for rung in range(top + 1)}
    for _ in range(4):
        longer = {}
        for rung in range(top + 1):
            options = [(*plan, rung) for plan in plans.values()]
            longer[rung] = max(options, key=lambda plan: worth_of_plan(ladder, seen.last, plan, buffer_s, expected))
        plans = longer
    return max(plans.values(), key=lambda plan: worth_of_plan(ladder, seen.last, plan, buffer_s, expected))


def worth_of_plan(
    ladder: Ladder, last: int | None, plan: Sequence[int], buffer_s: float, expected: float, stall_kbps: float = 3000.0
) -> float:
    """Quality in kbit/s less changes less stalls, segment by segment."""
    total = 0.0
    for rung in plan:
        took = ladder[rung] * SEGMENT_S / expected
        change = 0.0 if last is None else abs(ladder[rung] - ladder[last])
        total += (ladder[rung] - change) / 1000.0 - stall_kbps * max(took - buffer_s, 0.0)
        buffer_s = min(max(buffer_s - took, 0.0) + SEGMENT_S, BUFFER_MAX_S)
        last = rung
    return total


def best_plan(ladder: Ladder, last: int | None, buffer_s: float, expected: float) -> tuple[int, ...]:
    """The best of all plans over five segments."""
    return max(
        product(range(len(ladder)), repeat=5),
        key=lambda plan: worth_of_plan(ladder, last, plan, buffer_s, expected),
    )


@dataclass
class Placeholder:
    """What BOLA of dash.js adds to the content of a live picture, and when; seconds."""

    ladder: Ladder
    extra_s: float = 0.0
    at_request_s: float = 0.0
    is_steady: bool = False

    def __post_init__(self) -> None:
        self.u = [math.log(rate / self.ladder[0]) + 1.0 for rate in self.ladder]
        self.g = (self.u[-1] - 1.0) / (max(18.0, 10.0 + 2.0 * len(self.ladder)) / 10.0 - 1.0) - 1.0
        self.v = 10.0 / (self.g + 1.0)

    def least_s(self, rung: int) -> float:
        """The content at which a rung is not worth less than any lower one."""
        rates, here = self.ladder, self.ladder[rung]
        crossing = [(here * self.u[i] - rates[i] * self.u[rung]) / (here - rates[i]) for i in range(rung)]
        return max([self.v * (self.g + each) for each in crossing], default=0.0)

    def most_s(self, rung: int) -> float:
        return self.v * (self.u[rung] + self.g)

    def begin(self, rung: int, content_s: float) -> None:
        self.extra_s = max(self.least_s(rung) - content_s, 0.0)
        self.at_request_s, self.is_steady = content_s, content_s >= SEGMENT_S

    def choose(self, seen: Measured, content_s: float, waited_s: float) -> int:
        carried = highest(self.ladder, SAFETY * seen.expected)
        if not self.is_steady:
            self.begin(carried, content_s)
            return carried
        self.extra_s += waited_s
        rung = bola(self.ladder, len(self.ladder) - 1, seen, content_s + self.extra_s)
        assert seen.last is not None
        if rung > seen.last and rung > carried:
            rung = max(seen.last, carried)
        self.extra_s -= min(max(content_s + self.extra_s - self.most_s(rung), 0.0), self.extra_s)
        self.at_request_s = content_s
        return rung

    def came(self, rung: int) -> None:
        self.extra_s = min(0.99 * self.extra_s, max(self.most_s(rung) - self.at_request_s, 0.0))


Rule = Callable[[Ladder, int, Measured, float], int]
RULES: dict[str, Rule] = {
    "throughput": throughput,
    "bba": bba,
    "bola": bola,
    "hybrid": hybrid,
    "mpc": mpc,
    "fixed": fixed,
}


@dataclass(frozen=True)
class Fetched:
    """A segment: its rung, when its first byte came, when it was whole."""

    rung: int
    first_byte_s: float
    whole_s: float


@dataclass
class Alone:
    """What a player alone did."""

    fetched: list[Fetched]
    stalled_s: float
    started_s: float


def watch(
    rule: str,
    trace_bps: Sequence[float],
    step_s: float,
    ladder: Ladder,
    begin_s: float,
    latency_s: float,
    until_s: float,
) -> Alone:
    """A player that asks for its first segment at `begin_s`, over a bandwidth of `trace_bps` for a step each."""
    seen, alone = Measured(), Alone([], 0.0, 0.0)
    now, buffer_s, moves = begin_s, 0.0, False
    trips = 3
    while now < until_s:
        if moves and buffer_s + SEGMENT_S > BUFFER_MAX_S:
            wait = buffer_s + SEGMENT_S - BUFFER_MAX_S
            now, buffer_s = now + wait, buffer_s - wait
        if not alone.fetched and rule != "fixed":
            rung = highest(ladder, 0.5 * trace_bps[int(now / step_s) % len(trace_bps)])
        else:
            rung = RULES[rule](ladder, len(ladder) - 1, seen, buffer_s)
        first_byte = now + trips * latency_s
        trips = 1
        whole = arrives(ladder[rung] * SEGMENT_S, first_byte, trace_bps, step_s)
        alone.fetched.append(Fetched(rung, first_byte, whole))
        seen.sample(ladder[rung] * SEGMENT_S, whole - first_byte)
        took, now = whole - now, whole
        if not moves:
            moves, alone.started_s = True, whole
        else:
            alone.stalled_s += max(took - buffer_s, 0.0)
            buffer_s = max(buffer_s - took, 0.0)
        buffer_s += SEGMENT_S
        seen.last = rung
        seen.was_filled |= buffer_s >= 8.0
    return alone


def watch_live(
    rule: str,
    trace_bps: Sequence[float],
    step_s: float,
    ladder: Ladder,
    begin_s: float,
    latency_s: float,
    until_s: float,
    *,
    start_segments: int,
    delay_s: float,
) -> Alone:
    """As `watch`, of a picture whose segment n can be fetched `delay_s` after its end; nothing is ever skipped."""
    seen, alone, waiting = Measured(), Alone([], 0.0, 0.0), Placeholder(ladder)
    now, content_s, moves = begin_s, 0.0, False
    while now < until_s:
        asks = max(now, (len(alone.fetched) + 1) * SEGMENT_S + delay_s)
        if moves:
            content_s = _played(alone, waiting, content_s, asks - now)
        if not moves:
            rung = highest(ladder, 0.5 * trace_bps[int(asks / step_s) % len(trace_bps)])
            waiting.begin(rung, content_s)
        elif rule == "bola":
            rung = waiting.choose(seen, content_s, asks - now)
        else:
            rung = RULES[rule](ladder, len(ladder) - 1, seen, content_s)
        first_byte = asks + (1 if alone.fetched else 3) * latency_s
        now = arrives(ladder[rung] * SEGMENT_S, first_byte, trace_bps, step_s)
        alone.fetched.append(Fetched(rung, first_byte, now))
        seen.sample(ladder[rung] * SEGMENT_S, now - first_byte)
        if moves:
            content_s = _played(alone, waiting, content_s, now - asks)
        waiting.came(rung)
        content_s += SEGMENT_S
        seen.last = rung
        if not moves and content_s >= start_segments * SEGMENT_S:
            moves, alone.started_s = True, now
    return alone


def _played(alone: Alone, waiting: Placeholder, content_s: float, for_s: float) -> float:
    """The content that is left after some time; what is missing is a stall, after which nothing but content counts."""
    if for_s > content_s:
        alone.stalled_s += for_s - content_s
        waiting.extra_s = 0.0
    return max(content_s - for_s, 0.0)


def arrives(bits: float, begin_s: float, trace_bps: Sequence[float], step_s: float) -> float:
    """When so many bits are there that began to come at a time."""
    now = begin_s
    step = int(now / step_s)
    while True:
        end = (step + 1) * step_s
        rate = trace_bps[step % len(trace_bps)]
        if rate * (end - now) >= bits:
            return now + bits / rate
        bits -= rate * (end - now)
        now, step = end, step + 1
