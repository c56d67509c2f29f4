"""Downloads that share links, event by event: the exact reference of the stepped engine.

Every event happens at its own instant. The downloads of a class (a link and a kind of access) are served in virtual
time: all that come have the same rate, which is worked out anew whenever a download of that link begins or ends.
Players are written once more, in floats: throughput or BOLA by the formula, no seeks, no pauses, endless patience.
"""

from __future__ import annotations

import heapq
import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

ASKS, COMES = 0, 1
SAFETY, SEGMENT_S, BUFFER_MAX_S = 0.9, 4.0, 30.0


@numba.njit(cache=False)
def choose(rates, rule, fast, slow, buffer_s):  # type: ignore[no-untyped-def]
    if rule == 0:
        best = 0
        for rung in range(len(rates)):
            if rates[rung] <= SAFETY * min(fast, slow):
                best = rung
        return best
    top = len(rates) - 1
    g = math.log(rates[top] / rates[0]) / (max(18.0, 10.0 + 2.0 * len(rates)) / 10.0 - 1.0)
    v = 10.0 / g
    best, most = 0, -1e300
    for rung in range(len(rates)):
        worth = (v * (math.log(rates[rung] / rates[0]) + g) - buffer_s) / rates[rung]
        if worth > most:
            best, most = rung, worth
    return best


@numba.njit(cache=False)
def share(capacity, active, caps, speeds, link, kinds):  # type: ignore[no-untyped-def]
    """Water-filling on one link, from the slowest access on (`caps` rises)."""
    left, people = capacity, 0
    for kind in range(kinds):
        people += active[link * kinds + kind]
    for kind in range(kinds):
        c = link * kinds + kind
        fair = left / people if people > 0 else left
        speeds[c] = min(caps[kind], fair)
        left -= speeds[c] * active[c]
        people -= active[c]


@numba.njit(cache=False)
def play(rates, rule, caps, capacity, cut, cut_from, cut_to, links, each, press_s, latency, until):  # type: ignore[no-untyped-def]
    """Viewers v of class v // each press at press_s[v]. Returns bits, segments, seconds played, stalled, switches."""
    kinds = len(caps)
    classes, count = links * kinds, links * kinds * each
    heap = [(press_s[v], v, ASKS) for v in range(count)]
    heapq.heapify(heap)
    ends = [[(0.0, 0)] for _ in range(classes)]
    for c in range(classes):
        ends[c].clear()
    active, virtual, speeds = np.zeros(classes, np.int64), np.zeros(classes), np.zeros(classes)
    since = np.zeros(links)
    rung, last = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    fast, slow, first_byte = np.zeros(count), np.zeros(count), np.zeros(count)
    empty, played_from, stalled, started = np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count, np.bool_)
    bits, segments, switches = 0.0, 0, 0
    is_cut, now = False, 0.0
    next_end = np.full(classes, 1e300)
    while True:
        c = np.argmin(next_end)
        soonest = min(next_end[c], heap[0][0] if len(heap) > 0 else 1e300)
        border = cut_from if now < cut_from else cut_to if now < cut_to else 1e300
        if border <= min(soonest, until):
            now = border
            is_cut = border == cut_from
            for link in range(links):
                room = capacity * (cut if is_cut else 1.0)
                renew(link, now, kinds, active, virtual, speeds, since, caps, room, ends, next_end)
            continue
        if soonest > until:
            break
        now = soonest
        if next_end[c] <= soonest:
            link = c // kinds
            _, v = heapq.heappop(ends[c])
            carry(link, now, kinds, virtual, speeds, since)
            active[c] -= 1
            bits, segments = bits + rates[rung[v]] * SEGMENT_S, segments + 1
            switches += last[v] >= 0 and last[v] != rung[v]
            last[v] = rung[v]
            learn(v, rates[rung[v]] * SEGMENT_S, now - first_byte[v], fast, slow)
            if not started[v]:
                started[v], played_from[v], empty[v] = True, now, now
            stalled[v] += max(now - empty[v], 0.0)
            empty[v] = max(empty[v], now) + SEGMENT_S
            asks = max(now, empty[v] + SEGMENT_S - BUFFER_MAX_S)
            heapq.heappush(heap, (asks, v, ASKS))
        else:
            _, v, what = heapq.heappop(heap)
            c = v // each
            link = c // kinds
            if what == ASKS:
                trips = 1 if started[v] else 3
                if started[v]:
                    rung[v] = choose(rates, rule, fast[v], slow[v], max(empty[v] - now, 0.0))
                heapq.heappush(heap, (now + trips * latency, v, COMES))
                continue
            carry(link, now, kinds, virtual, speeds, since)
            active[c] += 1
            first_byte[v] = now
            heapq.heappush(ends[c], (virtual[c] + rates[rung[v]] * SEGMENT_S, v))
        room = capacity * (cut if is_cut else 1.0)
        renew(link, now, kinds, active, virtual, speeds, since, caps, room, ends, next_end)
    seconds, still = still_and_not(started, stalled, empty, played_from, until)
    return bits, segments, seconds - still, still, switches


@numba.njit(cache=False)
def learn(v, size, took, fast, slow):  # type: ignore[no-untyped-def]
    """Both means of throughput, after a download."""
    if fast[v] == 0.0:
        fast[v] = slow[v] = size / took
    else:
        fast[v] += (size / took - fast[v]) * (1.0 - 0.5 ** (took / 3.0))
        slow[v] += (size / took - slow[v]) * (1.0 - 0.5 ** (took / 8.0))


@numba.njit(cache=False)
def still_and_not(started, stalled, empty, played_from, until):  # type: ignore[no-untyped-def]
    """Seconds since the first picture of all, and those that they stood still."""
    seconds, still = 0.0, 0.0
    for v in range(len(started)):
        if started[v]:
            still += stalled[v] + max(until - empty[v], 0.0)
            seconds += until - played_from[v]
    return seconds, still


@numba.njit(cache=False)
def carry(link, now, kinds, virtual, speeds, since):  # type: ignore[no-untyped-def]
    for c in range(link * kinds, link * kinds + kinds):
        virtual[c] += speeds[c] * (now - since[link])
    since[link] = now


@numba.njit(cache=False)
def renew(link, now, kinds, active, virtual, speeds, since, caps, capacity, ends, next_end):  # type: ignore[no-untyped-def]
    """Rates of a link, and when the next download of each of its classes ends."""
    carry(link, now, kinds, virtual, speeds, since)
    share(capacity, active, caps, speeds, link, kinds)
    for c in range(link * kinds, link * kinds + kinds):
        next_end[c] = 1e300
        if len(ends[c]) > 0 and speeds[c] > 0.0:
            next_end[c] = now + max(ends[c][0][0] - virtual[c], 0.0) / speeds[c]


def exact(
    rates: list[float],
    rule: str,
    caps: list[float],
    capacity: float,
    press_s: npt.NDArray[np.float64],
    *,
    links: int,
    each: int,
    latency_s: float,
    until_s: float,
    cut: tuple[float, float, float],
) -> dict[str, Any]:
    """Bitrate, share of time stood still, and changes of the rung for each viewer."""
    factor, begins, ends = cut
    bits, segments, played, stalled, switches = play(
        np.asarray(rates),
        0 if rule == "throughput" else 1,
        np.asarray(caps),
        capacity,
        factor,
        begins,
        ends,
        links,
        each,
        press_s,
        latency_s,
        until_s,
    )
    return {
        "bitrate_bps": bits / (segments * SEGMENT_S),
        "rebuffer_ratio": stalled / (played + stalled),
        "switches": switches / len(press_s),
        "bits": bits,
    }
