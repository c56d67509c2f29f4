"""What requests ask for where popularity is not one fixed law: it drifts, turns, differs by region, has titles that are
asked for once, and a premiere.

A source draws a rank; its table of ranks says which key has it now. A drift chooses ranks by their own draws and deals
their keys out anew (R. A. Fisher and F. Yates, Statistical Tables, 1938).
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf, roomy_leaf
from engine.kernel.logarithm import exponential
from engine.kernel.popularity import draw_key
from engine.kernel.random import DRIFT, PREMIERE, WONDER, numbered, uniform, uniform_index


@leaf
def wanted_key(sources, source_states, ranks, alias, s, key, now):  # type: ignore[no-untyped-def]
    """The key that a request of a source wants whose popularity varies."""
    if sources[s].wonder_ratio > 0.0 and uniform(key, WONDER) < sources[s].wonder_ratio:
        number = source_states[s].wonders
        source_states[s].wonders = number + 1
        return np.int64(sources[s].first_wonder + number % sources[s].wonders)
    count = sources[s].keys_count
    if sources[s].premiere_share > 0.0 and uniform(key, PREMIERE) < premiere_share(sources, s, now):
        return np.int64(count - 1)
    rank = draw_key(alias, sources[s].first_alias, count, key) + source_states[s].turned
    if rank >= count:
        rank -= count
    first = sources[s].first_rank
    if first < 0:
        return np.int64(rank)
    if sources[s].drift_ns > 0:
        while now >= (source_states[s].drifts + 1) * sources[s].drift_ns:
            source_states[s].drifts += 1
            stream = numbered(sources[s].drift_stream, source_states[s].drifts)
            _deal(ranks, first, count, sources[s].drift_share, stream)
    return np.int64(ranks[first + rank])


@leaf
def premiere_share(sources, s, now):  # type: ignore[no-untyped-def]
    """The share of the requests that ask for the new title: a logistic rise, and from its middle on a slow decay."""
    since = now - sources[s].premiere_ns
    rise = 1.0 / (1.0 + exponential(-since / sources[s].rise_ns))
    return sources[s].premiere_share * rise * exponential(-max(since, 0.0) / sources[s].fade_ns)


@roomy_leaf
def _deal(ranks, first, count, share, stream):  # type: ignore[no-untyped-def]
    """Deals the keys of a share of the ranks out anew among these."""
    chosen = np.empty(count, np.int64)
    size = 0
    for rank in range(count):
        if uniform(numbered(stream, rank), DRIFT) < share:
            chosen[size] = first + rank
            size += 1
    for last in range(size - 1, 0, -1):
        other = uniform_index(numbered(stream, count + last), DRIFT, last + 1)
        here, there = chosen[last], chosen[other]
        key = ranks[here]
        ranks[here] = ranks[there]
        ranks[there] = key


@compiled
def deal(ranks, first, count, share, stream):  # type: ignore[no-untyped-def]
    """As _deal, from outside the event loop."""
    _deal(ranks, first, count, share, stream)
