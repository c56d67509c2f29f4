"""What a caller gets from a call: attempts with timeouts, waits between them, fallbacks, and groups side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from engine.design.model import PUBLISH, Connection
from engine.estimate.drawing import Call
from engine.estimate.flows import call_chance
from engine.estimate.latency import NOTHING, Latency, after, cut_at, delayed, mixture, surely_within
from engine.estimate.quorum import quorum_chance, quorum_latency

CERTAIN = 1.0 - 1e-9
DEPTH = 16
"""Retries after these are counted, but their times are no longer told apart."""


def set_call(call: Call) -> None:
    """Sets what is known about a call from what is known about its target; calls one after another are independent."""
    _set_once(call)
    copies, needed = call.connection.copies, call.connection.needed or call.connection.copies
    if copies > 1:
        call.latency = quorum_latency(call.latency, copies, needed)
        call.goes_on = quorum_chance(call.goes_on, copies, needed)
        call.answered = quorum_chance(call.answered, copies, needed)
    times = call.connection.times
    if times > 1:
        call.goes_on, call.answered = call.goes_on**times, call.answered**times
        call.latency = Latency(call.latency.mean * times, call.latency.variance * times, call.latency.third * times)


def _set_once(call: Call) -> None:
    connection, target = call.connection, call.target
    if connection.kind == PUBLISH:
        # Nobody waits for what becomes of a message.
        call.latency, call.answered, call.goes_on, call.attempts = NOTHING, 1.0, 1.0, 1.0
        call.late = call.gives_up_s = 0.0
        return
    both_ways_s = 2.0 * connection.delay_s + target.far_wait_s * connection.writes
    answer, in_time = delayed(target.latency, both_ways_s), 1.0
    if target.ok >= CERTAIN and surely_within(answer, connection.timeout_s):
        call.latency, call.answered, call.goes_on, call.attempts = answer, target.ok, target.ok, 1.0
        call.late = call.gives_up_s = 0.0
        return
    fails_s = target.fails_s + both_ways_s
    if connection.timeout_s is not None:
        in_time, answer = cut_at(answer, connection.timeout_s)
        fails_s = min(fails_s, connection.timeout_s)
    good = target.ok * in_time
    call.late = target.ok * (1.0 - in_time)
    if good < 1.0 and call.late > 0.0 and connection.timeout_s is not None:
        fails_s = ((1.0 - target.ok) * fails_s + call.late * connection.timeout_s) / (1.0 - good)
    _set_attempts(call, good, answer, fails_s)
    _set_way_on(call)


def _set_attempts(call: Call, good: float, answer: Latency, fails_s: float) -> None:
    """Independent attempts, each good with the same chance."""
    attempts = call.connection.retry.attempts
    call.latency, call.answered, call.attempts, call.gives_up_s = answer, good, 1.0, fails_s
    if attempts == 1 or good >= CERTAIN or math.isinf(fails_s):
        # Without a timeout nobody learns that an answer will never come, and nobody tries again.
        return
    bad = 1.0 - good
    call.answered = 1.0 - bad**attempts
    call.attempts = float(attempts) if good <= 0.0 else call.answered / good
    parts, spent_s, waits_s = [], 0.0, waits_s_mean(call.connection, min(attempts - 1, DEPTH))
    for number in range(min(attempts, DEPTH + 1)):
        parts.append((good * bad**number, delayed(answer, spent_s)))
        spent_s += fails_s + (waits_s[number] if number < len(waits_s) else 0.0)
    call.latency = mixture(parts) if good > 0.0 else NOTHING
    call.gives_up_s = spent_s + max(attempts - DEPTH - 1, 0) * (fails_s + waits_s[-1])


def waits_s_mean(connection: Connection, count: int) -> list[float]:
    """Mean waits before the first `count` retries. Source: as `engine.kernel.backoff`."""
    retry, waits, last = connection.retry, [], connection.retry.backoff_s
    for number in range(count):
        if retry.jitter == "decorrelated":
            last = min((retry.backoff_s + 3.0 * last) / 2.0, retry.backoff_cap_s)
            waits.append(last)
            continue
        ceiling = min(retry.backoff_cap_s, retry.backoff_s * 2.0 ** min(number, 60))
        waits.append(ceiling * {"none": 1.0, "equal": 0.75}.get(retry.jitter, 0.5))
    return waits


def _set_way_on(call: Call) -> None:
    """A lookup that fails is a miss, a failed optional call has its fallback: the caller goes on after both."""
    call.goes_on = call.answered
    told = call.connection
    if call.answered >= CERTAIN or not (call.is_lookup or call.is_optional or told.fallback_to is not None):
        return
    fallback_s = 0.0 if call.is_lookup else call.connection.fallback_s
    given_up = Latency(call.gives_up_s + fallback_s, 0.0, 0.0)
    call.latency = mixture(((call.answered, call.latency), (1.0 - call.answered, given_up)))
    call.goes_on = 1.0


class Together(NamedTuple):
    """A group of calls: the chance that the caller goes on after it, the parts that run side by side then (each with
    the chance that it is there), and how long it takes to learn of a failure in seconds."""

    on: float
    parts: list[tuple[float, Latency]]
    gives_up_s: float


def together(group: list[Call]) -> Together:
    """A group of calls from what is known about each."""
    if len(group) == 1 and group[0].connection.share is None:
        call, chance = group[0], call_chance(group[0])
        on = 1.0 - chance * (1.0 - call.goes_on)
        return Together(on, [(chance * call.goes_on / on if on > 0.0 else 0.0, call.latency)], call.gives_up_s)
    parts, on, stopping, gives_up_s = [], 1.0, 0.0, 0.0
    shared: list[tuple[float, Call]] = []
    for call in group:
        chance = call_chance(call)
        stops = chance * (1.0 - call.goes_on)
        if stops > 0.0:
            stopping += stops
            gives_up_s += stops * call.gives_up_s
        if call.connection.share is not None:
            shared.append((chance, call))
            continue
        parts.append((chance * call.goes_on / (1.0 - stops) if stops < 1.0 else 0.0, call.latency))
        on *= 1.0 - stops
    if shared:
        parts.append((1.0, _one_of(shared)))
        on *= max(1.0 - sum(chance * (1.0 - call.goes_on) for chance, call in shared), 0.0)
    return Together(on, parts if on > 0.0 else [], gives_up_s / stopping if stopping > 0.0 else 0.0)


def _one_of(shared: list[tuple[float, Call]]) -> Latency:
    """Of calls with a share one is made, or none."""
    none = max(1.0 - sum(chance for chance, _ in shared), 0.0)
    return mixture([*((chance * call.goes_on, call.latency) for chance, call in shared), (none, NOTHING)])


class Sequence(NamedTuple):
    """The groups of calls of a part, one after another: the chance that all go well and the latency then; the mean time
    until the first failure, and the mean time of all however they end (both in seconds)."""

    well: float
    latency: Latency
    until_failure_s: float
    spent_s: float


NO_CALLS = Sequence(1.0, NOTHING, 0.0, 0.0)


def in_sequence(groups: Iterable[tuple[Together, Latency]]) -> Sequence:
    """Groups with the latency of each when it goes well; the time of one that fails counts, for a slot is held then."""
    well, latency, spent_s, failed_s, failing = 1.0, NOTHING, 0.0, 0.0, 0.0
    for (on, _, gives_up_s), taken in groups:
        goes, stops = well * on, well * (1.0 - on)
        if goes > 0.0:
            spent_s += goes * taken.mean
        if stops > 0.0:
            spent_s += stops * gives_up_s
            failed_s += stops * (latency.mean + gives_up_s)
            failing += stops
        latency = after(latency, taken)
        well = goes
    return Sequence(well, latency if well > 0.0 else NOTHING, failed_s / failing if failing > 0.0 else 0.0, spent_s)
