"""The row of a connection that has policies: what a plan fixes (POLICY) and what a run changes (POLICY_STATE).

A bit of CONNECTION.rules says which connections have one, so the others never look. A column of POLICY that is 0
switches off what it belongs to.
"""

from __future__ import annotations

import numpy as np

OPTIONAL, GATED, TIED = np.uint8(1), np.uint8(2), np.uint8(4)  # bits of the rules of a connection
TEAMED, PUBLISHES, INFORMED, REMEMBERS = np.uint8(8), np.uint8(16), np.uint8(32), np.uint8(64)
RULES = {
    "optional": int(OPTIONAL),
    "gated": int(GATED),
    "tied": int(TIED),
    "teamed": int(TEAMED),
    "informed": int(INFORMED),
    "remembers": int(REMEMBERS),
}
"""The names by which policies set them."""

WINDOW_BUCKETS = 10
CLOSED, OPEN, HALF_OPEN = 0, 1, 2  # states of a breaker
FIXED, AIMD, VEGAS, GRADIENT2 = 0, 1, 2, 3  # how a limit adapts
ALGORITHMS = {"fixed": FIXED, "aimd": AIMD, "vegas": VEGAS, "gradient2": GRADIENT2}
WAITS = 255  # what a gate says instead of an outcome: the call waits at the caller

POLICY = np.dtype(
    [
        ("budget_deposit", "i8"),  # millionths of a token that a first attempt pays in
        ("budget_ceiling", "i8"),
        ("rate", "i8"),  # thousandths of a call a second
        ("rate_ceiling", "i8"),  # see rate_bucket.py
        ("breaker_bucket_ns", "i8"),  # a tenth of its window
        ("breaker_sleep_ns", "i8"),
        ("breaker_volume", "i4"),  # attempts in the window before which it never opens
        ("breaker_failures", "i4"),  # of ten thousand: the share of failures at which it opens
        ("throttle_bucket_ns", "i8"),
        ("throttle_k", "f8"),
        ("permits", "i4"),  # attempts that may be under way at the start
        ("permits_queue", "i4"),
        ("permits_outcome", "i4"),  # of those that find the queue full
        ("limit_algorithm", "i4"),  # FIXED, AIMD, VEGAS, GRADIENT2
        ("limit_low", "f8"),
        ("limit_high", "f8"),
        ("limit_queue", "f8"),
        ("limit_smoothing", "f8"),
        ("limit_window", "f8"),
        ("limit_tolerance", "f8"),
        ("limit_recent_ns", "i8"),  # a window of gradient2
        ("first_peer", "i8"),  # of an informed balancer, as all that follows: see peers.py and choosing.py
        ("first_point", "i8"),  # of its ring
        ("points", "i8"),
        ("ring_stream", "u8"),
        ("hashes_people", "i8"),  # instead of keys
        ("knowledge", "i4"),
        ("heavy", "i4"),  # so many instances have the weight `weight`, the others 1
        ("weight", "f8"),
        ("refresh_ns", "i8"),
        ("probation_ns", "i8"),
        ("eject_errors", "i8"),
        ("eject_ns", "i8"),
        ("eject_share", "f8"),
        ("eject_factor", "f8"),
        ("decay_ns", "f8"),
        ("hedge_after_ns", "i8"),  # 0 where the percentile is followed
        ("hedge_millionths", "i8"),  # the percentile
        ("hedge_cap", "i8"),  # millionths: hedges for each call; 0 for no hedging
        ("hedge_cancels", "i8"),
        ("stale_capacity", "i8"),  # keys whose last answer is kept
        ("stale_ns", "i8"),  # how old it may be, 0 for any age
        ("stale_cache", "i8"),  # row of CACHE that holds them
    ],
    align=True,
)
POLICY_STATE = np.dtype(
    [
        ("budget_level", "i8"),
        ("retries_denied", "i8"),
        ("refused", "i8"),  # calls that were not made because a gate was shut
        ("rate_level", "i8"),
        ("rate_since_ns", "i8"),
        ("breaker_opened", "i8"),  # how often
        ("breaker_since_ns", "i8"),  # when it opened last
        ("breaker_state", "i4"),  # CLOSED, OPEN, HALF_OPEN
        ("breaker_probe", "i4"),  # the call that tries whether the callee is well again, -1 when none does
        ("hedges", "i8"),
        ("hedge_answers", "i8"),
        ("hedge_estimate_ns", "i8"),
        ("stale_answers", "i8"),  # given instead of failures
        ("breaker_newest", "i8"),  # number of the newest bucket of its window
        ("breaker_until_ns", "i8"),  # the end of that bucket
        ("breaker_good", "i4", (WINDOW_BUCKETS + 1,)),  # see window.py
        ("breaker_bad", "i4", (WINDOW_BUCKETS + 1,)),
        ("throttle_newest", "i8"),
        ("throttle_until_ns", "i8"),
        ("throttle_requests", "i4", (WINDOW_BUCKETS + 1,)),
        ("throttle_accepts", "i4", (WINDOW_BUCKETS + 1,)),
        ("under_way", "i4"),  # attempts that hold a permit
        ("waiting", "i4"),
        ("first_waiting", "i4"),  # a call, whose newer_timer is the one behind it
        ("last_waiting", "i4"),
        (
            "recent_until_ns",
            "i8",
        ),  # the window of gradient2 under way: its end, good answers, their times, most under way
        ("recent_count", "i8"),
        ("recent_ns", "i8"),
        ("recent_most", "i8"),
        ("limit", "f8"),
        ("samples", "i8"),  # of the times that a limit adapts to
        ("sum_time", "f8"),
        ("long_time", "f8"),  # ns: the long average of gradient2, the least time of vegas
        ("exceptions", "i8"),  # marks of ejection and probation on the peers of a balancer
        ("ejections", "i8"),
        ("refreshed_ns", "i8"),
        ("judged_ns", "i8"),
    ],
    align=True,
)
