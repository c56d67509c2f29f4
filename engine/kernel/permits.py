"""Permits: how many attempts of a connection may be under way, and the calls that wait at the caller for one."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.outcomes import OK
from engine.kernel.policies import WAITS


@leaf
def ask_permit(policies, policy_states, p, calls, call):  # type: ignore[no-untyped-def]
    """OK when `call` may send at once, WAITS when it has joined the queue, else how it is refused."""
    waiting = policy_states[p].waiting
    if waiting == 0 and policy_states[p].under_way < np.int64(policy_states[p].limit):
        policy_states[p].under_way += 1
        return OK
    if waiting >= policies[p].permits_queue:
        return policies[p].permits_outcome
    calls[call].newer_timer = -1  # no timer runs while it waits, so the link is free
    if waiting == 0:
        policy_states[p].first_waiting = call
    else:
        calls[policy_states[p].last_waiting].newer_timer = call
    policy_states[p].last_waiting = call
    policy_states[p].waiting += 1
    return WAITS


@leaf
def may_release(policy_states, p):  # type: ignore[no-untyped-def]
    """True when somebody waits and a permit is free."""
    return policy_states[p].waiting > 0 and policy_states[p].under_way < np.int64(policy_states[p].limit)


@leaf
def release_first(policy_states, p, calls):  # type: ignore[no-untyped-def]
    """Takes the call that has waited longest out of the queue; it has a permit now."""
    call = policy_states[p].first_waiting
    policy_states[p].first_waiting = calls[call].newer_timer
    policy_states[p].waiting -= 1
    policy_states[p].under_way += 1
    return call
