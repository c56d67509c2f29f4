"""What a connection's gates decide before an attempt is sent, and what they learn when it is concluded."""

from __future__ import annotations

from engine.kernel.breaker import is_passable, learn, pass_breaker
from engine.kernel.compiled import leaf
from engine.kernel.state import CIRCUIT_OPEN, OK


@leaf
def admit(policies, policy_states, p, call, now):  # type: ignore[no-untyped-def]
    """OK when an attempt of `call` may be sent now, else the outcome with which it is refused."""
    has_breaker = policies[p].breaker_bucket_ns > 0
    outcome = OK
    if has_breaker and not is_passable(policies, policy_states, p, now):
        outcome = CIRCUIT_OPEN
    if outcome != OK:
        policy_states[p].refused += 1
    elif has_breaker:
        pass_breaker(policy_states, p, call)
    return outcome


@leaf
def settle(policies, policy_states, p, call, is_good, now):  # type: ignore[no-untyped-def]
    """An attempt that was sent is over: answered, timed out or lost."""
    if policies[p].breaker_bucket_ns > 0:
        learn(policies, policy_states, p, call, is_good, now)


@leaf
def forget(policies, policy_states, p, call):  # type: ignore[no-untyped-def]
    """A call that was let pass is given up; it teaches nothing."""
    if policies[p].breaker_bucket_ns > 0 and policy_states[p].breaker_probe == call:
        policy_states[p].breaker_probe = -1
