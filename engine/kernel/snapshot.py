"""The live numbers of one frame, taken inside compiled code: no Python work for every component."""

from __future__ import annotations

import math

import numpy as np

from engine.kernel.area import carry_areas, integrate_all
from engine.kernel.compiled import compiled, leaf, roomy_leaf
from engine.kernel.histogram import ALL_OCTAVES, fold_windows, quantile_ns
from engine.kernel.life import NONE
from engine.kernel.outcomes import FIRST_ERROR, OUTCOMES, SHED
from engine.kernel.state import CUT_OFF

POWERS = np.array([float(10**exponent) for exponent in range(23)])  # exact as float64
COMPONENT_METRICS = (
    "rate_per_s",
    "errors_per_s",
    "utilisation",
    "queue",
    "in_system",
    "latency_s_p99",
    "hit_ratio",
    "instances_up",
    "listed_dead",
)
CONNECTION_METRICS = ("calls_per_s", "errors_per_s", "timeouts_per_s", "retries_per_s", "latency_s_p99", "is_cut")
TOTAL_METRICS = (
    "offered_per_s",
    "ok_per_s",
    "error_per_s",
    "shed_per_s",
    "in_flight",
    "latency_s_p50",
    "latency_s_p95",
    "latency_s_p99",
)

POLICY_METRICS = ("refused_per_s", "breaker_state", "breaker_opened", "under_way", "waiting", "limit")

TOTALS, COMPONENT_WIDTH, CONNECTION_WIDTH = len(TOTAL_METRICS), len(COMPONENT_METRICS), len(CONNECTION_METRICS)
POLICY_WIDTH = len(POLICY_METRICS)


@compiled
def take_snapshot(  # type: ignore[no-untyped-def]
    components,
    sources,
    policies,
    states,
    source_states,
    links,
    policy_states,
    states_before,
    links_before,
    policies_before,
    requests_before,
    window,
    octaves,
    latency,
    now_ns,
    span_ns,
    numbers,
):
    """Writes a frame of the last `span_ns` into `numbers` and begins the next one.

    `numbers` takes TOTAL_METRICS, then COMPONENT_METRICS of every component, then CONNECTION_METRICS of every
    connection, then POLICY_METRICS of every connection that has policies, NaN where nothing happened. The arrays named
    before hold the counters of the last boundary; they are brought to the present. Windows are added to the histograms
    of the whole run and emptied.
    """
    integrate_all(states, now_ns)
    numbers[:] = np.nan
    _write_totals(sources, states, source_states, states_before, requests_before, window, span_ns, numbers)
    place = TOTALS
    for c in range(states.shape[0]):
        _write_component(components, states, states_before, window, octaves, c, span_ns, numbers, place)
        place += COMPONENT_WIDTH
    for e in range(links.shape[0]):
        _write_connection(links, links_before, window, octaves, e, states.shape[0] + e, span_ns, numbers, place)
        place += CONNECTION_WIDTH
    for p in range(policies.shape[0]):
        _write_policy(policies, policy_states, policies_before, p, span_ns, numbers, place)
        place += POLICY_WIDTH
    fold_windows(window, octaves, latency)
    carry_areas(states)
    for c in range(states.shape[0]):
        states_before[c] = states[c]
    for e in range(links.shape[0]):
        links_before[e] = links[e]
    for p in range(policies.shape[0]):
        policies_before[p] = policy_states[p]
    for s in range(sources.shape[0]):
        requests_before[s] = source_states[s].requests


@leaf
def _write_component(components, states, before, window, octaves, c, span_ns, numbers, place):  # type: ignore[no-untyped-def]
    span_s = span_ns / 1e9
    errors = 0
    for kind in range(FIRST_ERROR, OUTCOMES):
        errors += states[c].errors[kind] - before[c].errors[kind]
    done = states[c].completions - before[c].completions
    lookups = states[c].lookups - before[c].lookups
    up_area = states[c].up_area - before[c].up_area
    numbers[place] = four_digits(done / span_s)
    numbers[place + 1] = four_digits(errors / span_s)
    if components[c].has_station != 0:
        if up_area > 0:
            busy_area = states[c].busy_area - before[c].busy_area
            numbers[place + 2] = four_digits(busy_area / (np.float64(components[c].slots) * up_area))
        numbers[place + 3] = four_digits((states[c].queue_area - before[c].queue_area) / span_ns)
        numbers[place + 7] = states[c].up
        if states[c].registry != NONE:
            numbers[place + 8] = states[c].stale
    numbers[place + 4] = four_digits((states[c].system_area - before[c].system_area) / span_ns)
    if done > 0:
        numbers[place + 5] = four_digits(quantile_ns(window[c], octaves[c], done, 0.99) / 1e9)
    if lookups > 0:
        numbers[place + 6] = four_digits((states[c].hits - before[c].hits) / lookups)


@leaf
def _write_connection(states, before, window, octaves, e, row, span_ns, numbers, place):  # type: ignore[no-untyped-def]
    span_s = span_ns / 1e9
    answered = states[e].answered - before[e].answered
    numbers[place] = four_digits((states[e].calls - before[e].calls) / span_s)
    numbers[place + 1] = four_digits((states[e].failures - before[e].failures) / span_s)
    numbers[place + 2] = four_digits((states[e].timeouts - before[e].timeouts) / span_s)
    numbers[place + 3] = four_digits((states[e].retries - before[e].retries) / span_s)
    if answered > 0:
        numbers[place + 4] = four_digits(quantile_ns(window[row], octaves[row], answered, 0.99) / 1e9)
    numbers[place + 5] = states[e].line & CUT_OFF


@leaf
def _write_policy(policies, states, before, p, span_ns, numbers, place):  # type: ignore[no-untyped-def]
    numbers[place] = four_digits((states[p].refused - before[p].refused) / (span_ns / 1e9))
    if policies[p].breaker_bucket_ns > 0:
        numbers[place + 1] = states[p].breaker_state
        numbers[place + 2] = states[p].breaker_opened
    if policies[p].permits > 0:
        numbers[place + 3] = states[p].under_way
        numbers[place + 4] = states[p].waiting
        numbers[place + 5] = four_digits(states[p].limit)


@roomy_leaf
def _write_totals(sources, states, source_states, before, requests_before, window, span_ns, numbers):  # type: ignore[no-untyped-def]
    together = np.zeros(window.shape[1], np.int64)
    offered, answered, failed, shed, in_flight = 0, 0, 0, 0, 0
    for s in range(sources.shape[0]):
        c = sources[s].component
        offered += source_states[s].requests - requests_before[s]
        answered += states[c].completions - before[c].completions
        for kind in range(FIRST_ERROR, OUTCOMES):
            failed += states[c].errors[kind] - before[c].errors[kind]
        for kind in SHED:
            shed += states[c].errors[kind] - before[c].errors[kind]
        in_flight += states[c].in_system
        together += window[c]
    span_s = span_ns / 1e9
    numbers[0] = four_digits(offered / span_s)
    numbers[1] = four_digits(answered / span_s)
    numbers[2] = four_digits((failed - shed) / span_s)
    numbers[3] = four_digits(shed / span_s)
    numbers[4] = in_flight
    if answered > 0:
        numbers[5] = four_digits(quantile_ns(together, ALL_OCTAVES, answered, 0.50) / 1e9)
        numbers[6] = four_digits(quantile_ns(together, ALL_OCTAVES, answered, 0.95) / 1e9)
        numbers[7] = four_digits(quantile_ns(together, ALL_OCTAVES, answered, 0.99) / 1e9)


@leaf
def four_digits(x):  # type: ignore[no-untyped-def]
    """x >= 0 with at most four significant digits: a whole number times, or divided by, an exact power of ten."""
    if x == 0.0 or not math.isfinite(x):
        return x
    if x >= 1000.0:
        power = 0
        while power < 22 and x / POWERS[power] >= 10000.0:
            power += 1
        return math.floor(x / POWERS[power] + 0.5) * POWERS[power]
    power = 1
    while power < 22 and x * POWERS[power] < 1000.0:
        power += 1
    return math.floor(x * POWERS[power] + 0.5) / POWERS[power]
