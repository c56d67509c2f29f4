"""What waits at one instance: Erlang C with the factor of Allen and Cunneen, and its finite kin."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from engine.design.rows import NO_LIMIT, Pace, ServiceTime
from engine.estimate.latency import NOTHING, UNBOUNDED, Latency, from_raw, raw
from engine.theory.erlang_b import blocked_ratio

RECURSION_SLOTS = 64
LEAST_FACTOR = 0.02
NEGLIGIBLE = 1e-9
RARER_PER_SLOT = 0.6
NEWTON_STEPS = 8


class Waiting(NamedTuple):
    """What arrivals meet: the wait of those let in, the share refused, and the share of those let in ever served.

    `served` is below 1 only where a queue without limit gets more than can be done.
    """

    wait: Latency
    refused: float
    served: float
    load: float


NOBODY = Waiting(NOTHING, 0.0, 1.0, 0.0)


HARDLY = 1e-12
"""Squared variation that rounding leaves of times that are all the same."""


def service_moments(service: ServiceTime) -> Latency:
    """Mean, variance and third moment of service times; a skewness above 4 is held there."""
    cv2 = {"constant": 0.0, "exponential": 1.0}.get(service.shape, service.cv2)
    if cv2 < HARDLY:
        return Latency(service.mean_s, 0.0, 0.0)
    variance = cv2 * service.mean_s**2
    return Latency(service.mean_s, variance, min(_skewness(service, cv2), 4.0) * variance**1.5)


def _skewness(service: ServiceTime, cv2: float) -> float:
    if service.shape == "exponential":
        return 2.0
    if service.shape == "gamma":
        return 2.0 * math.sqrt(cv2)
    if service.shape == "lognormal":
        return cv2 * math.sqrt(cv2) + 3.0 * math.sqrt(cv2)
    return _two_point_skewness(cv2) if service.shape == "two_point" else _measured_skewness(service.values_s)


def _measured_skewness(values: tuple[float, ...]) -> float:
    """Of a list of measured times."""
    if not values:
        return 0.0
    mean = math.fsum(values) / len(values)
    variance = math.fsum((each - mean) ** 2 for each in values) / len(values)
    third = math.fsum((each - mean) ** 3 for each in values) / len(values)
    return third / variance**1.5 if variance > 0.0 else 0.0


def paced(service: Latency, pace: Pace) -> Latency:
    """Service times with those of disturbed services among them, and with the time spent in pauses spread over all."""
    if pace.noise_ratio <= 0.0 and pace.pause_s <= 0.0:
        return service
    first, second, third = raw(service)
    share, factor = pace.noise_ratio, pace.noise_factor
    longer = 1.0 + pace.pause_s / pace.pause_every_s
    return from_raw(
        longer * first * (1.0 + share * (factor - 1.0)),
        longer**2 * second * (1.0 + share * (factor**2 - 1.0)),
        longer**3 * third * (1.0 + share * (factor**3 - 1.0)),
    )


def waiting(rate_per_s: float, service_s: float, slots: int, limit: int, cv2s: tuple[float, float]) -> Waiting:
    """Waits at `slots` servers that get `rate_per_s`; `cv2s` are the squared variations of gaps and of service.

    Poisson gaps and exponential service make it M/M/c or M/M/c/K exactly; Poisson gaps and one server give the mean
    of Pollaczek and Khinchine. Otherwise it is the wait of M/M/c times half the sum of both variations, which holds
    near full load.
    Source: Allen, Probability, Statistics, and Queueing Theory (1990), section 5.3.
    """
    offered = rate_per_s * service_s
    if offered <= 0.0:
        return NOBODY
    load, factor = offered / slots, max((cv2s[0] + cv2s[1]) / 2.0, LEAST_FACTOR)
    full = erlang_b(slots, offered)
    if load >= 1.0:
        if limit == NO_LIMIT:
            return Waiting(UNBOUNDED, 0.0, 1.0 / load, load)
        return _limited(offered, service_s, slots, limit, factor, None)
    chance, longer = full / (1.0 - load + load * full), factor / (1.0 - load)
    if cv2s[0] < 1.0:
        rarer, longer = _even_gaps(load, slots, cv2s, factor)
        chance *= rarer
    if limit == NO_LIMIT or full * load ** (limit / factor) < NEGLIGIBLE:
        mean = longer * service_s / slots
        return Waiting(from_raw(chance * mean, 2.0 * chance * mean**2, 6.0 * chance * mean**3), 0.0, 1.0, load)
    return _limited(offered, service_s, slots, limit, factor, chance * longer)


def _even_gaps(load: float, slots: int, cv2s: tuple[float, float], factor: float) -> tuple[float, float]:
    """Gaps more even than Poisson's: how much rarer a wait is than in M/M/c, and how long, in service times over slots.

    With gamma gaps an arrival finds each further request waiting with a chance sigma, the root of
    sigma = (1 + cv2 (1 - sigma) / load) ** (-1 / cv2). At one server an arrival waits with chance sigma instead of load
    (GI/M/1, Kleinrock, Queueing Systems I, section 6.4); for more the power is measured (docs/engine/estimates.md).
    """
    gaps = max(cv2s[0], LEAST_FACTOR)
    sigma = load ** (2.0 / (1.0 + gaps))
    for _ in range(NEWTON_STEPS):
        inner = 1.0 + gaps * (1.0 - sigma) / load
        power = inner ** (-1.0 / gaps)
        step = (sigma - power) / (1.0 - power / inner / load)
        sigma -= step
        if abs(step) < 1e-6:
            break
    sigma = min(max(sigma, 0.0), load)
    near_full = 2.0 * factor / (1.0 + gaps)
    return (sigma / load) ** (1.0 + RARER_PER_SLOT * (slots - 1)), near_full / (1.0 - sigma)


def erlang_b(slots: int, offered: float) -> float:
    """The chance that all slots are busy where nothing waits; 0 when that is out of reach.

    1/B is a sum of falling products, which NumPy multiplies out when there are many slots, as far as they count.
    """
    if slots <= RECURSION_SLOTS:
        return blocked_ratio(slots, offered)
    if slots > offered + 10.0 * math.sqrt(offered) + 10.0:
        return 0.0
    counting = max(slots - offered, 0.0) + 12.0 * math.sqrt(slots) + 50.0
    terms = (slots - np.arange(min(slots, int(counting)))) / offered
    return float(1.0 / (1.0 + np.cumprod(terms).sum()))


def _limited(offered: float, service_s: float, slots: int, limit: int, factor: float, endless: float | None) -> Waiting:
    """A queue with a limit: states beyond the slots fall (or rise) by load ** (1 / factor) each.

    The exponent is that of the diffusion approximation. Refusals follow from the last state below full load and
    from the balance of flows above it; both agree at full load, and everywhere when the factor is 1. `endless` is the
    mean wait of the same queue without a limit, in service times over slots; None when there is none.
    """
    load, full = offered / slots, erlang_b(slots, offered)
    powers = np.arange(limit + 1) * (math.log(load) / factor)
    top = max(0.0, float(powers[-1]))
    states, below = full * np.exp(powers - top), (1.0 - full) * math.exp(-top)
    whole = below + float(states.sum())
    if load <= 1.0:
        refused = float(states[-1]) / whole
    else:
        busy = (offered * (1.0 - full) - slots * full) * math.exp(-top) + slots * float(states.sum())
        refused = max(1.0 - busy / whole / offered, 0.0)
    chances = states[:-1] / max(below + float(states[:-1].sum()), 1e-300)
    stage = service_s / slots * _correction(load, full, factor, endless)
    ahead = np.arange(1.0, limit + 1.0)
    steps = [ahead, ahead * (ahead + factor), ahead * (ahead + factor) * (ahead + 2.0 * factor)]
    first, second, third = (float((chances * each).sum()) * stage**power for power, each in enumerate(steps, start=1))
    return Waiting(from_raw(first, second, third), refused, 1.0, load)


def _correction(load: float, full: float, factor: float, endless: float | None) -> float:
    """What makes the states of `_limited`, had they no limit, wait as long as they should; 1 at and above full load."""
    if endless is None or load >= 0.9999:
        return 1.0
    fall = load ** (1.0 / factor)
    if fall >= 1.0:
        return 1.0
    plain = full / (1.0 - fall) ** 2 / (1.0 - full + full / (1.0 - fall))
    return endless / plain if plain > 0.0 else 1.0


def _two_point_skewness(cv2: float) -> float:
    """Half the mean, or with chance 1/(1 + 4 cv2) the value mean (1 + 2 cv2)."""
    if cv2 <= 0.0:
        return 0.0
    rare = 1.0 / (1.0 + 4.0 * cv2)
    return (1.0 - 2.0 * rare) / math.sqrt(rare * (1.0 - rare))
