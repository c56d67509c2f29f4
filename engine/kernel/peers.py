"""What a connection knows of the instances of its callee: a row for each of them, kept where a rule needs one.

A connection in the sense of this file is a balancer of its own: it shares nothing with other callers.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf, roomy_leaf
from engine.kernel.logarithm import exponential

PEER = np.dtype(
    [
        ("own", "i4"),  # work of this connection that the instance has waiting, in service or calling
        ("seen", "i4"),  # all its outstanding work at the last refresh
        ("told_busy", "i4"),  # busy slots when it last answered this connection
        ("errors_in_row", "i4"),
        ("told_ns", "i8"),  # when that was, -1 for never
        ("ejected_until_ns", "i8"),  # 0 when it is not ejected
        ("probation_until_ns", "i8"),  # 0 when it has answered, or was there from the beginning
        ("latency_ns", "f8"),  # mean of its good answers, weighted by age
        ("weight", "f8"),  # how many answers that mean stands for, weighted by age
        ("measured_ns", "i8"),  # when both were last brought up to date
    ],
    align=True,
)
assert PEER.itemsize == 64
JUDGED_EVERY_NS = 1_000_000_000  # how often the latencies of a connection's peers are compared
LEAST_WEIGHT = 5.0  # answers that a mean latency must stand for before it is compared
LEAST_COMPARED = 3  # mean latencies without which there is no median to be far from


@leaf
def decay(since_ns, now_ns, decay_ns):  # type: ignore[no-untyped-def]
    """The weight that is left of what was learnt at `since_ns`."""
    return exponential(-np.float64(now_ns - since_ns) / decay_ns)


@leaf
def is_fit(peers, row, now_ns):  # type: ignore[no-untyped-def]
    """False while an instance is ejected, or on probation with a request under way."""
    if peers[row].ejected_until_ns > now_ns:
        return False
    return peers[row].probation_until_ns <= now_ns or peers[row].own == 0


@leaf
def learn(policies, policy_states, peers, p, place, is_good, latency_ns, now_ns, first, up, living):  # type: ignore[no-untyped-def]
    """An attempt at the instance at `place` (counted from the first of its component) came to an end."""
    row = policies[p].first_peer + place
    if is_good:
        peers[row].errors_in_row = 0
        if peers[row].probation_until_ns != 0:
            peers[row].probation_until_ns = 0
            policy_states[p].exceptions -= 1
    else:
        peers[row].errors_in_row += 1
        if peers[row].errors_in_row >= policies[p].eject_errors > 0:
            _eject(policies, policy_states, peers, p, row, now_ns, first, up, living)
    if policies[p].eject_factor > 0.0:
        if is_good:
            _measure(peers, row, latency_ns, now_ns, policies[p].decay_ns)
        if now_ns - policy_states[p].judged_ns >= JUDGED_EVERY_NS:
            policy_states[p].judged_ns = now_ns
            _judge(policies, policy_states, peers, p, now_ns, first, up, living)


@leaf
def _measure(peers, row, latency_ns, now_ns, decay_ns):  # type: ignore[no-untyped-def]
    old = peers[row].weight * decay(peers[row].measured_ns, now_ns, decay_ns)
    peers[row].latency_ns = (peers[row].latency_ns * old + latency_ns) / (old + 1.0)
    peers[row].weight = old + 1.0
    peers[row].measured_ns = now_ns


@roomy_leaf
def _judge(policies, policy_states, peers, p, now_ns, first, up, living):  # type: ignore[no-untyped-def]
    """Ejects every instance whose mean latency is far above the median of all."""
    known = np.empty(up, np.float64)
    count = 0
    for each in range(first, first + up):
        row = policies[p].first_peer + living[each] - first
        if _is_known(policies, peers, p, row, now_ns):
            known[count] = peers[row].latency_ns
            count += 1
    if count < LEAST_COMPARED:
        return
    limit = policies[p].eject_factor * median(known, count)
    for each in range(first, first + up):
        row = policies[p].first_peer + living[each] - first
        if _is_known(policies, peers, p, row, now_ns) and peers[row].latency_ns > limit:
            _eject(policies, policy_states, peers, p, row, now_ns, first, up, living)


@leaf
def _is_known(policies, peers, p, row, now_ns):  # type: ignore[no-untyped-def]
    if peers[row].ejected_until_ns > now_ns or peers[row].weight <= 0.0:
        return False
    return peers[row].weight * decay(peers[row].measured_ns, now_ns, policies[p].decay_ns) >= LEAST_WEIGHT


@leaf
def median(values, count):  # type: ignore[no-untyped-def]
    """The middle of the first `count` values, the lower of two. Sorts them by D. Shell's method (1959)."""
    gap = count // 2
    while gap > 0:
        for end in range(gap, count):
            value = values[end]
            hole = end
            while hole >= gap and values[hole - gap] > value:
                values[hole] = values[hole - gap]
                hole -= gap
            values[hole] = value
        gap //= 2
    return values[(count - 1) // 2]


@leaf
def _eject(policies, policy_states, peers, p, row, now_ns, first, up, living):  # type: ignore[no-untyped-def]
    """Takes an instance out of the choice for a while, unless too many are out already."""
    if peers[row].ejected_until_ns > now_ns:
        return
    out = 1
    for each in range(first, first + up):
        out += peers[policies[p].first_peer + living[each] - first].ejected_until_ns > now_ns
    if out > policies[p].eject_share * up:
        return
    if peers[row].ejected_until_ns == 0:
        policy_states[p].exceptions += 1
    policy_states[p].ejections += 1
    peers[row].ejected_until_ns = now_ns + policies[p].eject_ns
    peers[row].errors_in_row = 0
    peers[row].weight = 0.0


@leaf
def forget_expired(policy_states, peers, p, row, now_ns):  # type: ignore[no-untyped-def]
    """Clears the marks of an instance whose time is over."""
    if 0 < peers[row].ejected_until_ns <= now_ns:
        peers[row].ejected_until_ns = 0
        policy_states[p].exceptions -= 1
    if 0 < peers[row].probation_until_ns <= now_ns:
        peers[row].probation_until_ns = 0
        policy_states[p].exceptions -= 1


@compiled
def welcome(policies, policy_states, peers, p, place, now_ns):  # type: ignore[no-untyped-def]
    """An instance came back: nothing is known of it, and it may be on probation."""
    row = policies[p].first_peer + place
    policy_states[p].exceptions -= (peers[row].ejected_until_ns != 0) + (peers[row].probation_until_ns != 0)
    peers[row].own = 0
    peers[row].told_ns = -1
    peers[row].errors_in_row = 0
    peers[row].weight = 0.0
    peers[row].ejected_until_ns = 0
    peers[row].probation_until_ns = 0
    if policies[p].probation_ns > 0:
        peers[row].probation_until_ns = now_ns + policies[p].probation_ns
        policy_states[p].exceptions += 1
