"""Which instance takes a call."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.random import BALANCE, SECOND_CHOICE, mix, uniform_index
from engine.kernel.state import BALANCINGS

RANDOM = BALANCINGS["random"]
ROUND_ROBIN = BALANCINGS["round_robin"]
LEAST_OUTSTANDING = BALANCINGS["least_outstanding"]


@hot_leaf
def choose_instance(rule, turn, key, first, up, instances, living):  # type: ignore[no-untyped-def]
    """The instance that the rule picks among the `up` living ones, listed in `living` from `first` on.

    Outstanding is what an instance has in its queue, in service or waiting for calls of its own.
    """
    if up == 1:
        return np.int64(living[first])
    if rule == ROUND_ROBIN:
        return np.int64(living[first + turn % up])
    one = uniform_index(key, BALANCE, up)
    if rule == RANDOM:
        return np.int64(living[first + one])
    if rule == LEAST_OUTSTANDING:
        return _least(one, first, up, instances, living)
    # Choice of two different ones; the first drawn wins a tie.
    two = uniform_index(key, SECOND_CHOICE, up - 1)
    two += two >= one
    a, b = living[first + one], living[first + two]
    return np.int64(b if instances[b].in_system < instances[a].in_system else a)


@leaf
def _least(start, first, up, instances, living):  # type: ignore[no-untyped-def]
    """The instance with the least outstanding, looking round from a drawn start so that ties fall evenly."""
    best = np.int64(living[first + start])
    if instances[best].in_system == 0:
        return best
    for step in range(1, up):
        position = start + step
        other = np.int64(living[first + (position if position < up else position - up)])
        if instances[other].in_system < instances[best].in_system:
            best = other
            if instances[best].in_system == 0:
                return best
    return best


@leaf
def choose_shard(stream, item, first, count, up, instances, living):  # type: ignore[no-untyped-def]
    """The instance that keeps a key: its home, or while that is not listed one that is, the same one every time."""
    hashed = mix(stream + np.uint64(item))
    home = first + np.int64(hashed % np.uint64(count))
    if instances[home].is_listed != 0:
        return home
    return np.int64(living[first + np.int64(mix(hashed) % np.uint64(up))])
