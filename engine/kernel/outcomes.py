"""What may become of an attempt or of work, and what that is called in results."""

from __future__ import annotations

# Outcomes of an attempt; those from FIRST_ERROR on are errors. DEPENDENCY counts work that failed because of a call.
OK, MISS, QUEUE_FULL, TIMEOUT, UNAVAILABLE, FAILED, KILLED, CUT, DEPENDENCY = range(9)
REFUSED, EXPIRED = 9, 10
RATE_LIMITED, CIRCUIT_OPEN, BULKHEAD_FULL, THROTTLED, CONCURRENCY_LIMITED = 11, 12, 13, 14, 15
TURNED_AWAY = 18
CANCELLED, DEADLINE_EXCEEDED = 16, 17
DROPPED, DEAD_LETTERED = 19, 20
MISDIRECTED, QUORUM_LOST, REPLICA_DOWN = 22, 34, 35
FIRST_ERROR = QUEUE_FULL
OUTCOMES = 38  # room for kinds of errors to come
ERROR_NAMES = {
    QUEUE_FULL: "queue_full",
    TIMEOUT: "timeout",
    UNAVAILABLE: "unavailable",
    FAILED: "failed",
    KILLED: "killed",
    CUT: "cut",
    DEPENDENCY: "dependency",
    REFUSED: "refused",
    EXPIRED: "expired",
    RATE_LIMITED: "rate_limited",
    CIRCUIT_OPEN: "circuit_open",
    BULKHEAD_FULL: "bulkhead_full",
    THROTTLED: "throttled",
    CONCURRENCY_LIMITED: "concurrency_limited",
    TURNED_AWAY: "shed",
    CANCELLED: "cancelled",
    DEADLINE_EXCEEDED: "deadline_exceeded",
    DROPPED: "dropped",
    DEAD_LETTERED: "dead_lettered",
    MISDIRECTED: "misdirected",
    QUORUM_LOST: "quorum_lost",
    REPLICA_DOWN: "replica_down",
}
GATES = (RATE_LIMITED, CIRCUIT_OPEN, BULKHEAD_FULL, THROTTLED, CONCURRENCY_LIMITED)  # refusals by policies
SHED = (QUEUE_FULL, EXPIRED, TURNED_AWAY, *GATES)  # turned away on purpose, before any work was done
