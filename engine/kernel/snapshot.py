"""The live numbers of one frame, taken inside compiled code: no Python work for every component."""

from __future__ import annotations

import math

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.histogram import quantile_ns
from engine.kernel.state import FIRST_ERROR, OUTCOMES, QUEUE_FULL

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


@compiled
def component_rows(components, states, before, window, spans, span_ns):  # type: ignore[no-untyped-def]
    """(components, COMPONENT_METRICS) of the last `span_ns`; `before` is a copy of `states` at the end of the last frame.

    NaN where nothing happened. Areas of both must be up to date.
    """
    rows = np.full((states.shape[0], 8), np.nan)
    span_s = span_ns / 1e9
    for c in range(states.shape[0]):
        errors = 0
        for kind in range(FIRST_ERROR, OUTCOMES):
            errors += states[c].errors[kind] - before[c].errors[kind]
        done = states[c].completions - before[c].completions
        lookups = states[c].lookups - before[c].lookups
        up_area = states[c].up_area - before[c].up_area
        rows[c, 0] = four_digits(done / span_s)
        rows[c, 1] = four_digits(errors / span_s)
        if components[c].has_station != 0:
            if up_area > 0:
                busy_area = states[c].busy_area - before[c].busy_area
                rows[c, 2] = four_digits(busy_area / (np.float64(components[c].slots) * up_area))
            rows[c, 3] = four_digits((states[c].queue_area - before[c].queue_area) / span_ns)
            rows[c, 7] = states[c].up
        rows[c, 4] = four_digits((states[c].system_area - before[c].system_area) / span_ns)
        if done > 0:
            rows[c, 5] = four_digits(quantile_ns(window[c], spans[c, 0], spans[c, 1], done, 0.99) / 1e9)
        if lookups > 0:
            rows[c, 6] = four_digits((states[c].hits - before[c].hits) / lookups)
    return rows


@compiled
def connection_rows(states, before, window, spans, span_ns):  # type: ignore[no-untyped-def]
    """(connections, CONNECTION_METRICS) of the last `span_ns`; NaN where nothing happened."""
    rows = np.full((states.shape[0], 6), np.nan)
    span_s = span_ns / 1e9
    for e in range(states.shape[0]):
        answered = states[e].answered - before[e].answered
        rows[e, 0] = four_digits((states[e].calls - before[e].calls) / span_s)
        rows[e, 1] = four_digits((states[e].failures - before[e].failures) / span_s)
        rows[e, 2] = four_digits((states[e].timeouts - before[e].timeouts) / span_s)
        rows[e, 3] = four_digits((states[e].retries - before[e].retries) / span_s)
        if answered > 0:
            rows[e, 4] = four_digits(quantile_ns(window[e], spans[e, 0], spans[e, 1], answered, 0.99) / 1e9)
        rows[e, 5] = states[e].is_cut
    return rows


@compiled
def total_row(sources, states, source_states, before, requests_before, window, span_ns):  # type: ignore[no-untyped-def]
    """(TOTAL_METRICS) of the last `span_ns` over all sources; NaN where nothing happened."""
    row = np.full(8, np.nan)
    together = np.zeros(window.shape[1], np.int64)
    offered, answered, failed, shed, in_flight = 0, 0, 0, 0, 0
    for s in range(sources.shape[0]):
        c = sources[s].component
        offered += source_states[s].requests - requests_before[s]
        answered += states[c].completions - before[c].completions
        for kind in range(FIRST_ERROR, OUTCOMES):
            failed += states[c].errors[kind] - before[c].errors[kind]
        shed += states[c].errors[QUEUE_FULL] - before[c].errors[QUEUE_FULL]
        in_flight += states[c].in_system
        together += window[c]
    span_s = span_ns / 1e9
    row[0] = four_digits(offered / span_s)
    row[1] = four_digits(answered / span_s)
    row[2] = four_digits((failed - shed) / span_s)
    row[3] = four_digits(shed / span_s)
    row[4] = in_flight
    if answered > 0:
        row[5] = four_digits(quantile_ns(together, 0, window.shape[1], answered, 0.50) / 1e9)
        row[6] = four_digits(quantile_ns(together, 0, window.shape[1], answered, 0.95) / 1e9)
        row[7] = four_digits(quantile_ns(together, 0, window.shape[1], answered, 0.99) / 1e9)
    return row


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
