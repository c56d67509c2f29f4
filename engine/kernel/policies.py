"""The row of a connection that has policies: what a plan fixes (POLICY) and what a run changes (POLICY_STATE).

A bit of CONNECTION.rules says which connections have one, so the others never look. A column of POLICY that is 0
switches off what it belongs to.
"""

from __future__ import annotations

import numpy as np

OPTIONAL, GATED, TIED = np.uint8(1), np.uint8(2), np.uint8(4)  # bits of the rules of a connection
RULES = {"optional": int(OPTIONAL), "gated": int(GATED), "tied": int(TIED)}
"""The names by which policies set them."""

WINDOW_BUCKETS = 10
CLOSED, OPEN, HALF_OPEN = 0, 1, 2  # states of a breaker

POLICY = np.dtype(
    [
        ("budget_deposit", "i8"),  # millionths of a token that a first attempt pays in
        ("budget_ceiling", "i8"),
        ("breaker_bucket_ns", "i8"),  # a tenth of its window
        ("breaker_sleep_ns", "i8"),
        ("breaker_volume", "i4"),  # attempts in the window before which it never opens
        ("breaker_failures", "i4"),  # of ten thousand: the share of failures at which it opens
    ],
    align=True,
)
POLICY_STATE = np.dtype(
    [
        ("budget_level", "i8"),
        ("retries_denied", "i8"),
        ("refused", "i8"),  # calls that were not made because a gate was shut
        ("breaker_opened", "i8"),  # how often
        ("breaker_since_ns", "i8"),  # when it opened last
        ("breaker_state", "i4"),  # CLOSED, OPEN, HALF_OPEN
        ("breaker_probe", "i4"),  # the call that tries whether the callee is well again, -1 when none does
        ("breaker_newest", "i8"),  # number of the newest bucket of its window
        ("breaker_good", "i4", (WINDOW_BUCKETS,)),
        ("breaker_bad", "i4", (WINDOW_BUCKETS,)),
    ],
    align=True,
)
