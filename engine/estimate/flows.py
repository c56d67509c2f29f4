"""The pass downwards: how often everything is called, and how popular the keys are that it is asked for."""

from __future__ import annotations

import numpy as np

from engine.design.rows import CLASSES
from engine.estimate.caching import hits
from engine.estimate.drawing import NO_CLASSES, Call, Drawing, Part
from engine.estimate.gamma import Floats
from engine.estimate.gaps import set_gaps

ALONE = dict(zip(CLASSES, np.eye(len(CLASSES)), strict=True))
"""The shares of the classes where all requests are of one."""


def walk_down(drawing: Drawing, sent_per_s: dict[str, float], shares: dict[str, Floats], counts: Floats) -> None:
    """Sets the rates of every part and call from what sources send.

    `shares` (float64, bins) tells the keys of each source, `counts` (float64, bins) how many keys a bin has; both are
    empty where nothing remembers keys. What passes a part and how often it is tried again is what the last pass
    upwards said.
    """
    for here in drawing.walk:
        if isinstance(here, Part):
            _arrive(here, sent_per_s, shares, counts)
        else:
            _emit(here)


def _arrive(part: Part, sent_per_s: dict[str, float], shares: dict[str, Floats], counts: Floats) -> None:
    name = part.component.id
    part.rate_per_s = sent_per_s.get(name, 0.0) + sum([call.attempts_per_s for call in part.callers])
    part.classes = _classes(part)
    if len(counts):
        part.shares = shares[name] if name in shares else _mixed(part, counts)
    set_gaps(part)
    if part.cache is not None:
        shards = part.station.instances if part.station is not None else 1
        # Copies are asked for the same keys, each less often: their keys live longer, and their hits are the same.
        part.hit_ratios, part.hit_ratio, part.life_s = hits(
            part.rate_per_s * part.shares / copies_of(part),
            counts,
            max(part.cache.capacity_items, shards),
            part.cache.ttl_s,
            part.cache.renews_on_read,
            part.filled,
            part.cache.eviction,
        )
    _reach(part)


def copies_of(part: Part) -> int:
    """How many copies of its keys there are: one for each instance of its caller where it lies in their memory."""
    if part.cache is None or part.cache.lookup_s is None or not part.callers:
        return 1
    holder = part.callers[0].caller.station
    return holder.instances if holder is not None else 1


def _mixed(part: Part, counts: Floats) -> Floats:
    """The keys that a part is asked for: those of its callers, weighted by how much they ask."""
    streams = [(call.attempts_per_s, _shares(call)) for call in part.callers if call.attempts_per_s > 0.0]
    if not streams:
        return np.zeros(len(counts))
    first = streams[0][1]
    if all(shares is first for _, shares in streams):
        return first
    whole = sum(rate for rate, _ in streams)
    mixed = np.zeros(len(counts))
    for rate, shares in streams:
        mixed += shares * (rate / whole)
    return mixed


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
        if call.goes_on >= 1.0:
            continue
        stops = call_chance(call) * (1.0 - call.goes_on)
        if call.connection.share is not None:
            shared += stops
        else:
            alone *= 1.0 - stops
    return alone * max(1.0 - shared, 0.0)


def call_chance(call: Call) -> float:
    """The chance that a caller who gets so far makes this call."""
    lookup, chance = call.waits_for, call.chance * class_share(call)
    if lookup is None:
        return chance
    return chance * lookup.chance * (1.0 - lookup.answered * lookup.target.hit_ratio)


def class_share(call: Call) -> float:
    """The share of the caller's requests for which the call is made at all."""
    if call.connection.only_for is None:
        return 1.0
    return float(call.caller.classes[CLASSES.index(call.connection.only_for)])


def _classes(part: Part) -> Floats:
    """The priorities of what arrives: those of its callers, weighted by how much they call."""
    if part.source is not None:
        return ALONE[part.source.priority]
    if part.rate_per_s <= 0.0:
        return NO_CLASSES
    first = part.callers[0].caller.classes if part.callers else NO_CLASSES
    if all(call.caller.classes is first and call.connection.only_for is None for call in part.callers):
        return first
    mixed = np.zeros(len(CLASSES))
    for call in part.callers:
        told = call.connection.only_for
        mixed += call.attempts_per_s * (call.caller.classes if told is None else ALONE[told])
    whole = float(mixed.sum())
    return mixed / whole if whole > 0.0 else mixed


def _emit(call: Call) -> None:
    part = call.caller
    call.calls_per_s = part.rate_per_s * part.begins * call.made * part.misses * call_chance(call)
    call.calls_per_s *= call.connection.copies * call.connection.times
    call.attempts_per_s = call.calls_per_s * call.attempts


def _shares(call: Call) -> Floats:
    """The keys of the calls by bin: what a cache often has is called for less often behind it."""
    part, lookup = call.caller, call.waits_for
    reads_through = part.cache is not None and not part.cache.looks_aside
    if not reads_through and lookup is None:
        return part.shares
    shares = part.shares
    if reads_through:
        shares = shares * (1.0 - part.hit_ratios)
    if lookup is not None and len(lookup.target.hit_ratios):
        shares = shares * (1.0 - lookup.answered * lookup.target.hit_ratios)
    whole = float(shares.sum())
    return np.asarray(shares / whole) if whole > 0.0 else part.shares
