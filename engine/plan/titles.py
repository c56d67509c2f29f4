"""How many keys a design has: those of its titles, and behind them those that are asked for once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.kernel.random import DRIFT
from engine.kernel.state import Counts, Rows
from engine.kernel.wishes import deal
from engine.plan.lowering import Lowered, Source
from engine.plan.streams import stream_key

NANOSECONDS = 1e9
WONDERS = 100_000
"""Titles of a source that are asked for once: after so many others the same key is used again."""

WONDERS_TO_HELD = 4
"""There are at least so many times the keys that any cache holds: none is left of them when they come again."""


def titles_of(lowered: Sequence[Lowered]) -> int:
    """Keys that are asked for again: those of the source with the most."""
    return max((each.keys_count for each in _sources(lowered)), default=1)


def wonders_of(lowered: Sequence[Lowered]) -> int:
    """How many titles that are asked for once each source has that asks for any."""
    held = max((each.has_cache.capacity_items for each in lowered if each.has_cache is not None), default=0)
    return max(WONDERS, WONDERS_TO_HELD * held)


def keys_of(lowered: Sequence[Lowered]) -> int:
    """All keys that anybody may ask for."""
    wondering = sum(each.wishes.wonder_ratio > 0.0 and each.keys_count > 1 for each in _sources(lowered))
    return titles_of(lowered) + wonders_of(lowered) * wondering


def write_wishes(table: Rows, lowered: Sequence[Lowered], seed: int) -> None:
    """Fills the columns of SOURCE that say how popularity varies."""
    first_wonder, first_rank = titles_of(lowered), 0
    for here, source in zip(table, _sources(lowered), strict=True):
        told = source.wishes
        here["first_rank"] = -1
        if here["keys_count"] <= 1 or not told.vary:
            continue
        here["varies"], here["wonder_ratio"], here["premiere_share"] = 1, told.wonder_ratio, told.premiere_share
        here["premiere_ns"], here["rise_ns"] = told.premiere_at_s * NANOSECONDS, told.premiere_rise_s * NANOSECONDS
        here["fade_ns"] = told.premiere_fade_s * NANOSECONDS
        if told.wonder_ratio > 0.0:
            here["first_wonder"], here["wonders"] = first_wonder, wonders_of(lowered)
            first_wonder += wonders_of(lowered)
        if told.has_ranks:
            here["first_rank"] = first_rank
            first_rank += source.keys_count
            here["drift_share"], here["drift_stream"] = told.drift_share, stream_key(seed, "drift")
            here["drift_ns"] = round(told.drift_every_s * NANOSECONDS) if told.drift_share > 0.0 else 0


def first_ranks(sources: Rows, correlations: Sequence[float]) -> Counts:
    """The tables of ranks at the beginning: a share of the ranks of each source is dealt out anew, by how little its
    popularity has to do with that of the others."""
    counts = [int(each["keys_count"]) if each["first_rank"] >= 0 else 0 for each in sources]
    table = np.zeros(max(sum(counts), 1), np.int32)
    for here, count, correlation in zip(sources, counts, correlations, strict=True):
        if count:
            first = int(here["first_rank"])
            table[first : first + count] = np.arange(count)
            deal(table, first, count, 1.0 - correlation, np.uint64(here["stream"]) ^ DRIFT)
    return table


def _sources(lowered: Sequence[Lowered]) -> list[Source]:
    return [each.has_source for each in lowered if each.has_source is not None]
