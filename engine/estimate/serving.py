"""The pass upwards: how long everything waits, serves and is held by its calls, from what is called to its callers."""

from __future__ import annotations

import math

from engine.design.rows import NO_LIMIT
from engine.estimate.balancing import balanced
from engine.estimate.calling import NO_CALLS, Sequence, in_sequence, set_call, together
from engine.estimate.drawing import Drawing, Part
from engine.estimate.flows import class_share
from engine.estimate.gamma import Floats
from engine.estimate.latency import NOTHING, UNBOUNDED, Latency, after, from_raw, maybe, raw
from engine.estimate.parallel import slowest_of_each
from engine.estimate.queueing import NOBODY, Waiting, waiting
from engine.plan.lowering import Station


def walk_up(drawing: Drawing, counts: Floats) -> None:
    """Sets latencies, and what passes each part, from the rates of the last pass downwards."""
    for floor in drawing.floors:
        for part in floor:
            for group in part.groups:
                for call in group:
                    set_call(call)
        groups = [[together(group) for group in part.groups] for part in floor]
        taken = iter(slowest_of_each([each.parts for of_part in groups for each in of_part]))
        for part, of_part in zip(floor, groups, strict=True):
            made = in_sequence((each, next(taken)) for each in of_part) if of_part else NO_CALLS
            _serve(part, made, counts)


def _serve(part: Part, made: Sequence, counts: Floats) -> None:
    well, calling, until_failure_s, spent_s = made
    well, calling, spent_s = _past_hits(part, well, calling, spent_s)
    part.calling = calling
    part.holding = _holding(part, calling, spent_s)
    part.waiting = _queue(part, counts)
    let_in = 1.0 - part.waiting.refused
    part.let_in = let_in
    part.begins = let_in * part.waiting.served * (1.0 - part.error_ratio)
    part.ok = part.begins * well
    own = after(part.waiting.wait, part.service)
    part.latency = _taken(part, own, calling) if part.ok > 0.0 else NOTHING
    _set_failure(part, own, well, until_failure_s)
    part.filled = _filled(part)


def _past_hits(part: Part, well: float, calling: Latency, spent_s: float) -> tuple[float, Latency, float]:
    """A read-through cache calls on a miss only."""
    if part.cache is None or not part.groups:
        return well, calling, spent_s
    missing = part.misses
    on = 1.0 - missing * (1.0 - well)
    return on, maybe(missing * well / on if on > 0.0 else 0.0, calling), missing * spent_s


def _holding(part: Part, calling: Latency, spent_s: float) -> Latency:
    """How long a slot is held: for the service, and for the calls too where the station says so."""
    if part.station is None or not part.station.holds_slot or not part.groups or spent_s <= 0.0:
        return part.service
    if math.isinf(spent_s):
        return UNBOUNDED
    if part.error_ratio > 0.0:
        spent_s *= 1.0 - part.error_ratio
        calling = maybe(1.0 - part.error_ratio, calling)
    return after(part.service, Latency(spent_s, calling.variance, calling.third))


def _taken(part: Part, own: Latency, calling: Latency) -> Latency:
    """Latency of what is answered well. A full house moves up as its slots are freed: by Little's law it takes the room
    inside over what gets through."""
    station = part.station
    if station is None or part.waiting.load < math.inf or station.queue_limit == NO_LIMIT:
        return after(own, calling) if calling.mean > 0.0 else own
    room = station.instances * (station.slots + station.queue_limit)
    return Latency(room / (part.rate_per_s * part.ok), 0.0, 0.0)


def _set_failure(part: Part, own: Latency, well: float, until_failure_s: float) -> None:
    """How long a request takes that is not answered well: refused at once, failed by itself, or by what it called."""
    if part.ok >= 1.0:
        part.fails_s = 0.0
        return
    itself = (1.0 - part.waiting.refused) * part.waiting.served * part.error_ratio
    by_calls = part.begins * (1.0 - well)
    never = (1.0 - part.waiting.refused) * (1.0 - part.waiting.served)
    if never > 0.0:
        part.fails_s = math.inf
        return
    whole = part.waiting.refused + itself + by_calls
    spent_s = (itself + by_calls) * own.mean + by_calls * until_failure_s if itself + by_calls > 0.0 else 0.0
    part.fails_s = spent_s / whole if whole > 0.0 else 0.0


def _filled(part: Part) -> float:
    """The chance that a miss ends with the key stored: by the part's own calls or by those of its callers."""
    if part.cache is None:
        return 1.0
    if not part.cache.looks_aside:
        return _own_fills(part)
    looked = sum(call.attempts_per_s for call in part.callers)
    if looked <= 0.0:
        return 1.0
    return min(sum(call.attempts_per_s * _fills_of(call.caller, part) for call in part.callers) / looked, 1.0)


def _own_fills(part: Part) -> float:
    stored = 1.0
    for group in part.groups:
        for call in group:
            stored *= 1.0 - call.chance * class_share(call) * (1.0 - call.answered)
    return stored


def _fills_of(caller: Part, cache: Part) -> float:
    empty = 1.0
    for group in caller.groups:
        for call in group:
            if call.waits_for is not None and call.waits_for.target is cache:
                empty *= 1.0 - call.chance * class_share(call) * call.answered
    return 1.0 - empty


def _queue(part: Part, counts: Floats) -> Waiting:
    station = part.station
    if station is None or part.rate_per_s <= 0.0:
        return NOBODY
    if math.isinf(part.holding.mean):
        # Its slots wait for answers that never come; what gets through is what the parts below answer.
        return Waiting(NOTHING, 0.0, 1.0, math.inf)
    variation = part.holding.variance / part.holding.mean**2 if part.holding.mean > 0.0 else 0.0
    if station.discipline == "processor_sharing":
        variation = 1.0  # Only the mean counts there: it is as if service were exponential.
    split = _split(part, station, variation, counts)
    looks = part.least_outstanding + part.choice_of_two
    if looks <= 0.0 or station.instances == 1 or part.cache is not None:
        return split
    limit = NO_LIMIT if station.queue_limit == NO_LIMIT else station.queue_limit * station.instances
    servers = station.slots * station.instances
    together = waiting(part.rate_per_s, part.holding.mean, servers, limit, (part.gaps_cv2, variation))
    return balanced(split, together, part, variation)


def _split(part: Part, station: Station, variation: float, counts: Floats) -> Waiting:
    """Every instance with its share of the requests; shards of a cache get unequal ones, as hot keys live somewhere."""
    arguments = part.holding.mean, station.slots, station.queue_limit, (part.instance_gaps_cv2, variation)
    if part.cache is None or station.instances == 1:
        return waiting(part.rate_per_s / station.instances, *arguments)
    shares = shard_shares(part.shares, counts, station.instances)
    even = waiting(part.rate_per_s / station.instances, *arguments)
    if station.queue_limit == NO_LIMIT and max(share for _, share in shares) * station.instances * even.load >= 1.0:
        # Only an unlucky fall of the keys would be too much for a shard; say what an even one gives.
        return even
    return _together([(count * share, waiting(part.rate_per_s * share, *arguments)) for count, share in shares])


def shard_shares(key_shares: Floats, counts: Floats, shards: int) -> list[tuple[float, float]]:
    """(how many shards, share of the requests) when keys fall on shards at random.

    The most popular key lies on one of them; the rest spreads the shares by sum p^2 (1/n)(1 - 1/n), told as one
    deviation to either side.
    """
    chances = key_shares / counts
    hottest = float(chances.max())
    rest = max(float((counts * chances**2).sum()) - hottest**2, 0.0)
    cold = (1.0 - hottest) / shards
    spread = min(math.sqrt(rest / shards * (1.0 - 1.0 / shards)), cold)
    hot = hottest + cold
    others = (shards - 1) / 2.0
    return [(0.5, hot - spread), (0.5, hot + spread), (others, cold - spread), (others, cold + spread)]


def _together(parts: list[tuple[float, Waiting]]) -> Waiting:
    """One station of several unequal instances; weights are shares of the arrivals."""
    whole = sum(weight for weight, _ in parts)
    refused = sum(weight * each.refused for weight, each in parts) / whole
    served = min(sum(weight * each.served for weight, each in parts) / whole, 1.0)
    load = sum(weight * each.load for weight, each in parts) / whole
    if any(each.wait.mean == math.inf for _, each in parts):
        return Waiting(UNBOUNDED, refused, served, load)
    let_in = max(1.0 - refused, 1e-300)
    moments = [(weight * (1.0 - each.refused) / whole / let_in, raw(each.wait)) for weight, each in parts]
    wait = from_raw(*(sum(weight * each[place] for weight, each in moments) for place in range(3)))
    return Waiting(wait, refused, served, load)
