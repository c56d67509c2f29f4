"""How long a caller waits before it tries again."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.state import JITTERS

NONE = JITTERS["none"]
EQUAL = JITTERS["equal"]
DECORRELATED = JITTERS["decorrelated"]


@leaf
def backoff_time(jitter, base, cap, retry, previous, u):  # type: ignore[no-untyped-def]
    """The wait in ns before retry number `retry` (1 is the first); `previous` is the wait before that, u a draw in
    (0, 1).

    none: min(cap, base 2**(retry-1)). full: uniform below that. equal: half of it, and uniform below the other half.
    decorrelated: uniform from base to three times the previous wait, at most cap.
    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    if jitter == DECORRELATED:
        highest = 3.0 * max(previous, base)
        return min(cap, base + u * (highest - base))
    ceiling = min(cap, base * np.float64(np.int64(1) << min(retry - 1, 62)))
    if jitter == NONE:
        return ceiling
    if jitter == EQUAL:
        return 0.5 * ceiling + u * 0.5 * ceiling
    return u * ceiling
