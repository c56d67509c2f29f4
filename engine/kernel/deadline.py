"""Whether work that waited is still of use to its caller."""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.outcomes import DEADLINE_EXCEEDED, EXPIRED, OK


@leaf
def is_too_late(connections, component_rules, c, e, arrived_ns, now_ns):  # type: ignore[no-untyped-def]
    """True when less than the margin of component `c` is left before the caller's deadline.

    The deadline of an attempt over connection `e` is its sending plus the timeout; it arrived one delay after its
    sending. Callers without a timeout have no deadline.
    """
    timeout_ns = connections[e].timeout_ns
    if timeout_ns == 0:
        return False
    deadline_ns = arrived_ns - connections[e].delay_ns + timeout_ns
    return now_ns + component_rules[c].deadline_margin_ns > deadline_ns


@leaf
def lateness(work_ties, component_rules, c, drops_expired, w, now_ns):  # type: ignore[no-untyped-def]
    """What becomes of a work with a deadline of its own whose turn has come: OK when it is served."""
    deadline_ns = work_ties[w].deadline_ns
    if now_ns > deadline_ns:
        return DEADLINE_EXCEEDED
    if drops_expired and now_ns > deadline_ns - component_rules[c].deadline_margin_ns:
        return EXPIRED
    return OK
