"""Adaptive throttling at the client: refuse by chance as soon as the callee accepts too little.

Source: B. Beyer et al., Site Reliability Engineering, 2016, chapter 21: refuse with the chance
max(0, (requests - K accepts) / (requests + 1)), both counted over the last minutes.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.window import add_one, forget_old, total


@leaf
def refusal_chance(requests, accepts, k):  # type: ignore[no-untyped-def]
    """The chance that the next call is refused."""
    return max(0.0, (requests - k * accepts) / (requests + 1.0))


@leaf
def is_throttled(policies, policy_states, p, now, u):  # type: ignore[no-untyped-def]
    """True when a call is refused, by a draw u in (0, 1); it counts as a request either way."""
    turn_window(policies, policy_states, p, now)
    requests = total(policy_states[p].throttle_requests)
    accepts = total(policy_states[p].throttle_accepts)
    add_one(policy_states[p].throttle_requests, policy_states[p].throttle_newest)
    return u < refusal_chance(requests, accepts, policies[p].throttle_k)


@leaf
def count_accept(policies, policy_states, p, now):  # type: ignore[no-untyped-def]
    """The callee answered well."""
    turn_window(policies, policy_states, p, now)
    add_one(policy_states[p].throttle_accepts, policy_states[p].throttle_newest)


@leaf
def turn_window(policies, policy_states, p, now):  # type: ignore[no-untyped-def]
    """Goes on to the bucket of the present."""
    if now >= policy_states[p].throttle_until_ns:
        bucket = now // policies[p].throttle_bucket_ns
        forget_old(policy_states[p].throttle_requests, policy_states[p].throttle_newest, bucket)
        forget_old(policy_states[p].throttle_accepts, policy_states[p].throttle_newest, bucket)
        policy_states[p].throttle_newest = bucket
        policy_states[p].throttle_until_ns = (bucket + 1) * policies[p].throttle_bucket_ns
