"""Hedged calls: a second attempt beside one that takes long.

After J. Dean and L. A. Barroso, "The Tail at Scale", CACM 56(2), 2013. The percentile is followed by a ladder: a
latency above it lifts it by a step, one below lets it down by a smaller one, so that it rests where the wanted share
lies above (Robbins and Monro 1951, with steps in proportion to the estimate).
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf

LEARNING = 20  # answers of which the slowest is the first estimate; nothing is hedged before
STEPS = 100  # a latency above lifts the estimate by at most one in so many parts of it


@leaf
def hedge_after_ns(policies, policy_states, p):  # type: ignore[no-untyped-def]
    """How long an attempt may take before it is hedged; 0 when that is not known yet, or nothing is hedged."""
    if policies[p].hedge_cap == 0:
        return np.int64(0)
    if policies[p].hedge_after_ns > 0:
        return policies[p].hedge_after_ns
    if policy_states[p].hedge_answers < LEARNING:
        return np.int64(0)
    return policy_states[p].hedge_estimate_ns


@leaf
def learn_latency(policies, policy_states, p, latency_ns):  # type: ignore[no-untyped-def]
    """Follows the percentile, in millionths, with the latency of a call that went well."""
    policy_states[p].hedge_answers += 1
    estimate = policy_states[p].hedge_estimate_ns
    if policy_states[p].hedge_answers <= LEARNING:
        policy_states[p].hedge_estimate_ns = max(estimate, latency_ns)
        return
    share = policies[p].hedge_millionths
    rest = 1_000_000 - share
    if latency_ns > estimate:
        policy_states[p].hedge_estimate_ns = estimate + max(estimate // STEPS * share // 1_000_000, 1)
    else:
        policy_states[p].hedge_estimate_ns = max(estimate - estimate // STEPS * rest // 1_000_000, 1)


@leaf
def may_hedge(policies, policy_states, p, calls_count):  # type: ignore[no-untyped-def]
    """True while the hedges, this one included, are at most their share of the calls made; counts it."""
    if (policy_states[p].hedges + 1) * 1_000_000 > policies[p].hedge_cap * calls_count:
        return False
    policy_states[p].hedges += 1
    return True
