"""A bucket of tokens that fills with time: what a rate limit lets pass.

A token is 10**12 parts, so that whole nanoseconds at whole thousandths of a call a second are exact.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf

TOKEN = 10**12
SURELY_FULL = 4e18
"""Parts of a token that are more than any bucket holds, and with a full one still less than 2**63."""


@leaf
def take_token(policies, policy_states, p, now):  # type: ignore[no-untyped-def]
    """True when there is a token, which is taken. `rate` is in thousandths a second, times are in ns."""
    rate, ceiling = policies[p].rate, policies[p].rate_ceiling
    level = policy_states[p].rate_level
    elapsed = now - policy_states[p].rate_since_ns
    # A long pause at a high rate would not fit into 64 bits; it fills any bucket.
    level = ceiling if float(elapsed) * rate > SURELY_FULL else min(ceiling, level + elapsed * rate)
    policy_states[p].rate_since_ns = now
    is_there = level >= TOKEN
    policy_states[p].rate_level = level - TOKEN if is_there else level
    return is_there
