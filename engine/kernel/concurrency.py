"""How a limit of concurrency adapts to the times that attempts take.

Source: the algorithms of Netflix's concurrency-limits (2018): AIMD as in TCP, Vegas after Brakmo and Peterson 1995, and
Gradient2, which compares the mean time of a short window with a long average. `limit` is a real number of which the
whole part counts.
"""

from __future__ import annotations

import math

from engine.kernel.compiled import leaf
from engine.kernel.policies import AIMD, GRADIENT2, VEGAS

BACKOFF_RATIO = 0.9  # of AIMD
WARM_UP = 10  # samples of which the long average begins as a plain mean
PROBE_FACTOR = 30.0  # Vegas measures the time without a queue anew after limit x this many samples
DRIFT = 0.95  # how fast the long average falls when times are less than half of it
LEAST_SAMPLES = 10  # in a window


@leaf
def adapt(policies, policy_states, p, time_ns, is_good, now):  # type: ignore[no-untyped-def]
    """An attempt that took `time_ns` is over; its permit is not given back yet."""
    algorithm = policies[p].limit_algorithm
    limit = policy_states[p].limit
    under_way = policy_states[p].under_way
    if algorithm == AIMD:
        limit = aimd(limit, under_way, is_good)
    elif algorithm == VEGAS:
        limit = vegas(policies, policy_states, p, limit, max(float(time_ns), 1.0), under_way, is_good)
    elif algorithm == GRADIENT2:
        limit = gradient2(policies, policy_states, p, limit, time_ns, under_way, is_good, now)
    policy_states[p].limit = max(policies[p].limit_low, min(policies[p].limit_high, limit))


@leaf
def aimd(limit, under_way, is_good):  # type: ignore[no-untyped-def]
    """One more while it is used by half, a tenth less after a failure."""
    if not is_good:
        return float(math.floor(limit * BACKOFF_RATIO))
    return limit + 1.0 if under_way * 2.0 >= limit else limit


@leaf
def vegas(policies, policy_states, p, limit, time, under_way, is_good):  # type: ignore[no-untyped-def]
    """Estimates the queue at the callee from the least time seen, and keeps it between alpha and beta."""
    policy_states[p].samples += 1
    least = policy_states[p].long_time
    if policy_states[p].samples >= PROBE_FACTOR * limit or least == 0.0 or time < least:
        if policy_states[p].samples >= PROBE_FACTOR * limit:
            policy_states[p].samples = 0
        policy_states[p].long_time = time
        return limit
    queue = math.ceil(limit * (1.0 - least / time))
    digits = float(whole_log10(limit))
    if not is_good:
        wanted = limit - digits
    elif under_way * 2.0 < limit:
        return limit
    elif queue <= digits:
        wanted = limit + 6.0 * digits
    elif queue < 3.0 * digits:
        wanted = limit + digits
    elif queue > 6.0 * digits:
        wanted = limit - digits
    else:
        return limit
    smoothing = policies[p].limit_smoothing
    return (1.0 - smoothing) * limit + smoothing * wanted


@leaf
def whole_log10(limit):  # type: ignore[no-untyped-def]
    """The whole part of the logarithm to base 10, at least 1."""
    digits, power = 1, 100.0
    while power <= limit:
        digits, power = digits + 1, power * 10.0
    return digits


@leaf
def gradient2(policies, policy_states, p, limit, time_ns, under_way, is_good, now):  # type: ignore[no-untyped-def]
    """At the end of a window, shrinks by the ratio of the long average to its mean (at most by half), and grows by the
    allowed queue. A window has its length and ten good answers at least."""
    if is_good:
        policy_states[p].recent_count += 1
        policy_states[p].recent_ns += time_ns
    policy_states[p].recent_most = max(policy_states[p].recent_most, under_way)
    if now < policy_states[p].recent_until_ns or policy_states[p].recent_count < LEAST_SAMPLES:
        return limit
    time = max(policy_states[p].recent_ns / policy_states[p].recent_count, 1.0)
    most = policy_states[p].recent_most
    policy_states[p].recent_count = 0
    policy_states[p].recent_ns = 0
    policy_states[p].recent_most = 0
    policy_states[p].recent_until_ns = now + policies[p].limit_recent_ns
    return gradient_step(policies, policy_states, p, limit, time, most)


@leaf
def gradient_step(policies, policy_states, p, limit, time, under_way):  # type: ignore[no-untyped-def]
    """The step of one window with the mean `time` in ns, in which at most `under_way` were."""
    average = long_average(policies, policy_states, p, time)
    if average / time > 2.0:
        policy_states[p].long_time = average * DRIFT
    if under_way < limit / 2.0:
        return limit
    gradient = max(0.5, min(1.0, policies[p].limit_tolerance * average / time))
    wanted = limit * gradient + policies[p].limit_queue
    smoothing = policies[p].limit_smoothing
    return limit * (1.0 - smoothing) + wanted * smoothing


@leaf
def long_average(policies, policy_states, p, time):  # type: ignore[no-untyped-def]
    """The plain mean of the first samples, then an exponential average over `limit_window` of them."""
    if policy_states[p].samples < WARM_UP:
        policy_states[p].samples += 1
        policy_states[p].sum_time += time
        policy_states[p].long_time = policy_states[p].sum_time / policy_states[p].samples
    else:
        part = 2.0 / (policies[p].limit_window + 1.0)
        policy_states[p].long_time = policy_states[p].long_time * (1.0 - part) + time * part
    return policy_states[p].long_time
