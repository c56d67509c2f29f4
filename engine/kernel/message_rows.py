"""The rows of what publishes and consumes messages: what a plan fixes, and what a run changes."""

from __future__ import annotations

import numpy as np

# One row a connection in a design that publishes anything, else none.
TO_KEY, TO_SAME, TO_DEAD_LETTERS = 1, 2, 3  # by key, where it comes from, not by itself; 0 is by balancing
PUBLISHING = np.dtype(
    [
        ("stream", "u8"),  # of the partitions of the target, by key
        ("publish_ns", "i8"),  # batching and sending, before the delay of the network
        ("resend_ns", "i8"),  # after what was not accepted, 0 gives up at once
        ("room", "i4"),  # messages on their way to being accepted
        ("blocks", "i4"),  # a full buffer stops the producer
        ("routing", "i4"),
        ("first_partition", "i4"),  # of the target, that belongs to the first of the component it comes from
        ("source", "i4"),
        ("padding", "i4"),
    ],
    align=True,
)
PUBLISHING_STATE = np.dtype(
    [("buffered", "i4"), ("blocked", "i4"), ("first_blocked", "i4"), ("last_blocked", "i4")], align=True
)
COMMIT_AFTER, COMMIT_BEFORE = 0, 1  # each processing; 2 is together with it
CONSUMING = np.dtype(
    [
        ("component", "i4"),
        ("first_consumer", "i4"),
        ("consumers", "i4"),
        ("batch", "i4"),  # messages from one commit to the next
        ("commit", "i4"),
        ("retries", "i4"),
        ("gives_up", "i4"),  # a message that failed too often is dead-lettered
        ("dead_letters", "i4"),  # the connection that takes it, -1 when none
        ("session_timeout_ns", "i8"),
        ("pause_ns", "i8"),
        ("retention_ns", "i8"),  # 0 keeps messages for ever
    ],
    align=True,
)
CONSUMING_STATE = np.dtype(
    [
        ("poison_ratio", "f8"),
        ("pauses", "i8"),  # rebalances under way
        ("retried", "i8"),
        ("duplicates", "i8"),
        ("replayed", "i8"),
    ]
)
CONSUMER = np.dtype(
    [
        ("group", "i4"),
        ("is_up", "i4"),
        ("is_busy", "i4"),
        ("rank", "i4"),  # among those that partitions are assigned to, -1 when it has none
        ("turn", "i4"),  # which of its partitions comes next
        ("fetched", "i4"),  # messages committed and not processed yet
        ("uncommitted", "i4"),
        ("first", "i4"),  # processed and not committed yet, linked by `next`
        ("last", "i4"),
        ("ranks", "i4"),  # how many consumers have partitions
    ],
    align=True,
)
PARTITION = np.dtype([("owner", "i4"), ("server", "i4")], align=True)  # consumers: by assignment, and at work on it
