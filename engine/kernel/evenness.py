"""What the instances of every component hold at the end of a frame, added up over frames."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled

DEEPEST = 5


@compiled
def add_evenness(components, states, instances, frames, sums):  # type: ignore[no-untyped-def]
    """Adds one look at every component of which something is up to `frames` (components) and `sums`.

    Rows of sums (2 + DEEPEST, components): the most that an instance holds, the mean over those that are up, and their
    shares that hold at least one, two, … DEEPEST.
    """
    depths = np.zeros(DEEPEST + 1, np.int64)
    for c in range(components.shape[0]):
        up = states[c].up
        if up > 0:
            greatest = total = np.int64(0)
            depths[:] = 0
            for i in range(components[c].first_instance, components[c].first_instance + components[c].instances):
                inside = np.int64(instances[i].in_system)
                greatest = max(greatest, inside)
                total += inside
                depths[inside if inside < DEEPEST else np.int64(DEEPEST)] += 1
            frames[c] += 1.0
            sums[0, c] += greatest
            sums[1, c] += total / up
            deep = np.int64(0)
            for depth in range(DEEPEST, 0, -1):
                deep += depths[depth]
                sums[1 + depth, c] += deep / up
