"""What a connection's gates decide before an attempt is sent, and what they learn when it is concluded.

The order is: rate limit, breaker, throttle, permits. What one of them refuses the later ones never see.
"""

from __future__ import annotations

from engine.kernel.breaker import is_passable, learn, pass_breaker
from engine.kernel.compiled import leaf
from engine.kernel.concurrency import adapt
from engine.kernel.outcomes import CIRCUIT_OPEN, OK, RATE_LIMITED, THROTTLED
from engine.kernel.permits import ask_permit
from engine.kernel.policies import FIXED, WAITS
from engine.kernel.random import THROTTLE, uniform
from engine.kernel.rate_bucket import take_token
from engine.kernel.throttle import count_accept, is_throttled


@leaf
def admit(policies, policy_states, p, calls, call, key, now):  # type: ignore[no-untyped-def]
    """OK when an attempt of `call` may be sent now, WAITS when it waits for a permit, else how it is refused.

    `key` is that of the attempt's work.
    """
    outcome = outcome_of(policies, policy_states, p, calls, call, key, now)
    if outcome != OK and outcome != WAITS:
        policy_states[p].refused += 1
    elif policies[p].breaker_bucket_ns > 0:
        pass_breaker(policy_states, p, call)
    return outcome


@leaf
def outcome_of(policies, policy_states, p, calls, call, key, now):  # type: ignore[no-untyped-def]
    """Asks one gate after the other."""
    if policies[p].rate > 0 and not take_token(policies, policy_states, p, now):
        return RATE_LIMITED
    if policies[p].breaker_bucket_ns > 0 and not is_passable(policies, policy_states, p, now):
        return CIRCUIT_OPEN
    if policies[p].throttle_bucket_ns > 0 and is_throttled(policies, policy_states, p, now, uniform(key, THROTTLE)):
        return THROTTLED
    if policies[p].permits > 0:
        return ask_permit(policies, policy_states, p, calls, call)
    return OK


@leaf
def settle(policies, policy_states, p, call, is_good, sent_ns, now):  # type: ignore[no-untyped-def]
    """An attempt that was sent is over: answered, timed out or lost."""
    if policies[p].breaker_bucket_ns > 0:
        learn(policies, policy_states, p, call, is_good, now)
    if policies[p].throttle_bucket_ns > 0 and is_good:
        count_accept(policies, policy_states, p, now)
    if policies[p].limit_algorithm != FIXED:
        adapt(policies, policy_states, p, now - sent_ns, is_good, now)
    if policies[p].permits > 0:
        policy_states[p].under_way -= 1


@leaf
def forget(policies, policy_states, p, call):  # type: ignore[no-untyped-def]
    """A call that was let pass is given up; it teaches nothing."""
    if policies[p].breaker_bucket_ns > 0 and policy_states[p].breaker_probe == call:
        policy_states[p].breaker_probe = -1
    if policies[p].permits > 0:
        policy_states[p].under_way -= 1
