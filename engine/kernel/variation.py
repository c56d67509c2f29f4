"""How long service takes where that depends on its instance: contention, warmth, leaks, neighbours, pauses.

Sources: Gunther, Guerrilla Capacity Planning (2007), chapter 4 (contention and coherency). The rest is arithmetic.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.random import NOISE, uniform


@leaf
def contention(rules, c, busy):  # type: ignore[no-untyped-def]
    """How many times as long each of `busy` works takes: N works together do N / contention of what one does alone."""
    others = busy - 1
    return 1.0 + rules[c].usl_sigma * others + rules[c].usl_kappa * busy * others


@leaf
def service_factor(rules, details, lives, c, i, key, now):  # type: ignore[no-untyped-def]
    """By how much a service that begins now is longer, contention left out.

    A young instance is slower, by less and less; a leaking one by more and more since it began to leak or came up; a
    neighbour disturbs some services and not others, one that takes the processors of the host all of them.
    """
    factor = 1.0
    age_ns = now - lives[i].ready_ns
    if age_ns < rules[c].warmup_ns:
        factor += (rules[c].warmup_factor - 1.0) * (1.0 - age_ns / rules[c].warmup_ns)
    if details[i].leak_per_ns > 0.0:
        factor *= 1.0 + details[i].leak_per_ns * min(now - details[i].leaks_since_ns, age_ns)
    if details[i].crowding > 0.0:
        factor *= 1.0 + details[i].crowding
    if rules[c].noise_ratio > 0.0 and uniform(key, NOISE) < rules[c].noise_ratio:
        factor *= rules[c].noise_factor
    return factor


@leaf
def running_ns(rules, details, c, i, at_ns):  # type: ignore[no-untyped-def]
    """How long an instance has run, pauses left out, on a clock that began some time before the run.

    Each pause of `pause_ns` follows `run_ns` of running; `pause_offset_ns` is where in that round time 0 lies.
    """
    if rules[c].pause_ns == 0:
        return at_ns
    rounds, place = divmod(at_ns + details[i].pause_offset_ns, rules[c].run_ns + rules[c].pause_ns)
    return rounds * rules[c].run_ns + min(place, rules[c].run_ns)


@leaf
def time_to_run(rules, details, c, i, now, work_ns):  # type: ignore[no-untyped-def]
    """How long `work_ns` of running take from now on, pauses counted; what ends where a pause begins ends before it."""
    if rules[c].pause_ns == 0 or work_ns <= 0:
        return np.int64(work_ns)
    done_ns = running_ns(rules, details, c, i, now) + work_ns
    rounds = (done_ns - 1) // rules[c].run_ns
    return np.int64(done_ns + rounds * rules[c].pause_ns - details[i].pause_offset_ns - now)
