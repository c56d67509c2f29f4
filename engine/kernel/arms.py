"""Two builds side by side: which calls go to which, what a new build does wrong, and what each of them did."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.histogram import bucket_of
from engine.kernel.life import BASELINE, NEW, OLD
from engine.kernel.outcomes import FIRST_ERROR
from engine.kernel.random import ARM, uniform


@leaf
def choose_in_arm(states, c, turn, key, first, up, instances, living):  # type: ignore[no-untyped-def]
    """The instance for a call to a component whose calls are split.

    A share goes to new instances, an equal one to baselines while there are any, the rest to old ones; in an arm
    instances take turns. An arm without instances leaves its calls to all.
    """
    drawn = uniform(key, ARM)
    share = states[c].arm_share
    version = OLD
    if drawn < share:
        version = NEW
    elif drawn < 2.0 * share and _count(BASELINE, first, up, instances, living) > 0:
        version = BASELINE
    count = _count(version, first, up, instances, living)
    if count == 0:
        return np.int64(living[first + turn % up])
    left = turn % count
    for place in range(first, first + up):
        i = np.int64(living[place])
        if instances[i].version == version:
            if left == 0:
                return i
            left -= 1
    return np.int64(living[first])


@leaf
def _count(version, first, up, instances, living):  # type: ignore[no-untyped-def]
    count = 0
    for place in range(first, first + up):
        count += instances[living[place]].version == version
    return count


@leaf
def count_in_arm(arms, arm_latency, lives, instances, i, outcome, latency_ns):  # type: ignore[no-untyped-def]
    """Work at a watched instance is over."""
    row = lives[i].arm + instances[i].version
    if outcome >= FIRST_ERROR:
        arms[row].failed += 1
    else:
        arms[row].done += 1
        arm_latency[row, bucket_of(latency_ns)] += 1
