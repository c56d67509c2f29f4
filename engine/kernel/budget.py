"""The bucket of tokens that pays for retries, counted in millionths of a token."""

from __future__ import annotations

from engine.kernel.compiled import leaf

TOKEN = 1_000_000


@leaf
def pay_in(policies, policy_states, p):  # type: ignore[no-untyped-def]
    """A first attempt fills the bucket by its part of a token.

    Source: B. Beyer et al., Site Reliability Engineering, 2016, chapter 21 (a client's budget of retries).
    """
    level = policy_states[p].budget_level + policies[p].budget_deposit
    policy_states[p].budget_level = min(level, policies[p].budget_ceiling)


@leaf
def pay_retry(policies, policy_states, p):  # type: ignore[no-untyped-def]
    """True when a retry may be made; it costs a token. Without a budget every retry may."""
    if policies[p].budget_ceiling == 0:
        return True
    if policy_states[p].budget_level < TOKEN:
        policy_states[p].retries_denied += 1
        return False
    policy_states[p].budget_level -= TOKEN
    return True
