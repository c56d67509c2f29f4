"""Which key a request asks for: Zipf's law drawn from an alias table.

Source: A. J. Walker 1977, with the construction of M. D. Vose, IEEE Transactions on Software Engineering 17 (1991),
972-975.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.logarithm import exponential, natural_log
from engine.kernel.random import KEY, numbered, uniform

ALIAS = np.dtype([("threshold", "f8"), ("other", "i4")], align=True)


@leaf
def draw_key(alias, first, keys_count, key):  # type: ignore[no-untyped-def]
    """A key from 0 (the most popular) to keys_count - 1. The whole part of one draw picks a cell, the rest decides."""
    scaled = uniform(key, KEY) * keys_count
    cell = np.int64(scaled)
    if scaled - cell < alias[first + cell].threshold:
        return cell
    return np.int64(alias[first + cell].other)


@compiled
def popularity(keys_count, zipf_alpha):  # type: ignore[no-untyped-def]
    """The chance of each key (float64, keys_count): proportional to (rank)**-zipf_alpha."""
    chances = np.empty(keys_count, np.float64)
    total = 0.0
    for i in range(keys_count - 1, -1, -1):
        chances[i] = exponential(-zipf_alpha * natural_log(i + 1.0))
        total += chances[i]
    for i in range(keys_count):
        chances[i] /= total
    return chances


@compiled
def fill_alias(chances, alias):  # type: ignore[no-untyped-def]
    """Fills an alias table (ALIAS, n) for chances (float64, n) that sum to 1; `chances` is used up."""
    count = chances.shape[0]
    order = np.empty(count, np.int32)
    small, large = 0, count
    for i in range(count):
        chances[i] *= count
        if chances[i] < 1.0:
            order[small] = i
            small += 1
        else:
            large -= 1
            order[large] = i
    while small > 0 and large < count:
        small -= 1
        poor, rich = order[small], order[large]
        alias[poor].threshold, alias[poor].other = chances[poor], rich
        chances[rich] -= 1.0 - chances[poor]
        if chances[rich] < 1.0:
            large += 1
            order[small] = rich
            small += 1
    for i in range(small):
        alias[order[i]].threshold, alias[order[i]].other = 1.0, order[i]
    for i in range(large, count):
        alias[order[i]].threshold, alias[order[i]].other = 1.0, order[i]


@compiled
def draw_keys(alias, stream, first, count, keys):  # type: ignore[no-untyped-def]
    """Fills `keys` with those of the first requests of a stream."""
    for number in range(keys.shape[0]):
        keys[number] = draw_key(alias, first, count, numbered(stream, number))
