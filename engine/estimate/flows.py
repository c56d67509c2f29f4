"""The pass downwards: how often everything is called, and how popular the keys are that it is asked for."""

from __future__ import annotations

import numpy as np

from engine.estimate.caching import hits
from engine.estimate.drawing import Call, Drawing, Part
from engine.estimate.gamma import Floats
from engine.estimate.gaps import set_gaps


def walk_down(drawing: Drawing, sent_per_s: dict[str, float], shares: dict[str, Floats], counts: Floats) -> None:
    """Sets the rates of every part and call from what sources send.

    `shares` (float64, bins) tells the keys of each source, `counts` (float64, bins) how many keys a bin has; both are
    empty where nothing remembers keys. What passes a part and how often it is tried again is what the last pass upwards said.
    """
    for part in drawing.down:
        part.rate_per_s = sent_per_s.get(part.component.id, 0.0)
        part.bins_per_s = part.rate_per_s * shares.get(part.component.id, counts * 0.0)
    for here in drawing.walk:
        if isinstance(here, Part):
            _arrive(here, counts)
        else:
            _emit(here, len(counts) > 0)


def _arrive(part: Part, counts: Floats) -> None:
    set_gaps(part)
    if part.cache is not None:
        shards = part.station.instances if part.station is not None else 1
        found = hits(
            part.bins_per_s,
            counts,
            max(part.cache.capacity_items, shards),
            part.cache.ttl_s,
            part.cache.renews_on_read,
            part.filled,
        )
        part.hit_ratios, part.hit_ratio, part.life_s = found
    _reach(part)


def _reach(part: Part) -> None:
    """How often each group of calls is made for a request that begins to call: when all groups before it went well."""
    reached = 1.0
    for group in part.groups:
        for call in group:
            call.made = reached
        reached *= group_goes_on(group)


def group_goes_on(group: list[Call]) -> float:
    """The chance that nothing in a group of calls stops the caller."""
    shared, alone = 0.0, 1.0
    for call in group:
        stops = call_chance(call) * (1.0 - call.goes_on)
        if call.connection.share is not None:
            shared += stops
        else:
            alone *= 1.0 - stops
    return alone * max(1.0 - shared, 0.0)


def call_chance(call: Call) -> float:
    """The chance that a caller who gets so far makes this call."""
    lookup = call.waits_for
    if lookup is None:
        return call.chance
    return call.chance * lookup.chance * (1.0 - lookup.answered * lookup.target.hit_ratio)


def _emit(call: Call, has_keys: bool) -> None:
    part = call.caller
    factor = part.begins * call.made * part.misses
    call.calls_per_s = part.rate_per_s * factor * call_chance(call)
    call.attempts_per_s = call.calls_per_s * call.attempts
    call.target.rate_per_s += call.attempts_per_s
    if has_keys:
        call.target.bins_per_s = call.target.bins_per_s + _bins(call, part)


def _bins(call: Call, part: Part) -> Floats:
    """The calls by popularity: keys that a cache often has are called for less often behind it."""
    bins = part.bins_per_s
    if part.cache is not None and not part.cache.looks_aside:
        bins = bins * (1.0 - part.hit_ratios)
    lookup = call.waits_for
    if lookup is not None and len(lookup.target.hit_ratios):
        bins = bins * (1.0 - lookup.answered * lookup.target.hit_ratios)
    whole = float(bins.sum())
    return np.asarray(bins * (call.attempts_per_s / whole)) if whole > 0.0 else bins
