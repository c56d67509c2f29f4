"""The circuit breaker: closed while attempts go well, open after too many failures, half open while one call tries.

Source: M. Nygard, Release It!, 2007; the rolling window, the least volume and the single probe are those of Hystrix.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.policies import CLOSED, HALF_OPEN, OPEN
from engine.kernel.window import add_one, forget_old, total


@leaf
def is_passable(policies, policy_states, p, now):  # type: ignore[no-untyped-def]
    """True when an attempt may pass: the breaker is closed, or has slept enough and nobody tries yet."""
    if policy_states[p].breaker_state == OPEN:
        return now - policy_states[p].breaker_since_ns >= policies[p].breaker_sleep_ns
    return policy_states[p].breaker_state == CLOSED or policy_states[p].breaker_probe < 0


@leaf
def pass_breaker(policy_states, p, call):  # type: ignore[no-untyped-def]
    """An attempt of `call` passes; while the breaker is not closed it is the one that tries."""
    if policy_states[p].breaker_state != CLOSED:
        policy_states[p].breaker_state = HALF_OPEN
        policy_states[p].breaker_probe = call


@leaf
def learn(policies, policy_states, p, call, is_good, now):  # type: ignore[no-untyped-def]
    """An attempt of `call` has an outcome. What was sent before the breaker opened teaches it nothing more."""
    state = policy_states[p].breaker_state
    if state == HALF_OPEN and policy_states[p].breaker_probe == call:
        policy_states[p].breaker_probe = -1
        if is_good:
            policy_states[p].breaker_state = CLOSED
            policy_states[p].breaker_good[:] = 0
            policy_states[p].breaker_bad[:] = 0
        else:
            open_breaker(policy_states, p, now)
    elif state == CLOSED:
        count(policies, policy_states, p, is_good, now)


@leaf
def count(policies, policy_states, p, is_good, now):  # type: ignore[no-untyped-def]
    """Counts an attempt in the window and opens when too many have failed."""
    if now >= policy_states[p].breaker_until_ns:
        bucket = now // policies[p].breaker_bucket_ns
        forget_old(policy_states[p].breaker_good, policy_states[p].breaker_newest, bucket)
        forget_old(policy_states[p].breaker_bad, policy_states[p].breaker_newest, bucket)
        policy_states[p].breaker_newest = bucket
        policy_states[p].breaker_until_ns = (bucket + 1) * policies[p].breaker_bucket_ns
    if is_good:
        add_one(policy_states[p].breaker_good, policy_states[p].breaker_newest)
    else:
        add_one(policy_states[p].breaker_bad, policy_states[p].breaker_newest)
    bad = total(policy_states[p].breaker_bad)
    volume = bad + total(policy_states[p].breaker_good)
    if volume >= policies[p].breaker_volume and bad * 10_000 >= volume * policies[p].breaker_failures:
        open_breaker(policy_states, p, now)


@leaf
def open_breaker(policy_states, p, now):  # type: ignore[no-untyped-def]
    """Lets nothing pass from now on."""
    policy_states[p].breaker_state = OPEN
    policy_states[p].breaker_since_ns = now
    policy_states[p].breaker_opened += 1
