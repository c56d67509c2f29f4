"""Arrival times invert the cumulative rate exactly."""

import numpy as np
import pytest

from engine.kernel.arrivals import (
    EVEN,
    MODULATED,
    NEVER,
    POISSON,
    exposure_between,
    first_phase,
    next_exposure,
    switching_of,
    time_of_exposure,
)

S = 1e9
RAMP = (np.array([0.0, 10 * S, 20 * S]), np.array([0.0, 100.0, 50.0]) / S, 0, 3)
"""From 0 to 100 a second in ten seconds, down to 50 in ten more, 50 for ever: 500 and 1,250 requests by then."""


@pytest.mark.parametrize(("exposure", "at_s"), [(125.0, 5.0), (500.0, 10.0), (1250.0, 20.0), (1300.0, 21.0)])
def test_requests_come_when_the_area_under_the_curve_says(exposure: float, at_s: float) -> None:
    assert time_of_exposure(*RAMP, 1.0, 0, exposure) == pytest.approx(at_s * S, abs=2)


def test_time_and_exposure_are_each_others_inverse_from_anywhere() -> None:
    draw = np.random.default_rng(1)
    for start, exposure, scale in zip(
        draw.integers(0, 25 * int(S), 300), draw.exponential(50, 300), draw.uniform(0.1, 3, 300), strict=True
    ):
        at_ns = time_of_exposure(*RAMP, scale, start, exposure)
        assert exposure_between(*RAMP, scale, start, at_ns) == pytest.approx(exposure, abs=1e-5)


def test_silence_sends_nothing() -> None:
    silent = (np.array([0.0, 10 * S]), np.array([100.0, 0.0]) / S, 0, 2)
    assert time_of_exposure(*silent, 1.0, 0, 499.0) < 10 * S
    assert time_of_exposure(*silent, 1.0, 0, 501.0) == NEVER
    assert time_of_exposure(*RAMP, 0.0, 0, 1.0) == NEVER


def test_a_poisson_process_has_counts_whose_variance_is_their_mean() -> None:
    """Row V01: index of dispersion 1 at 50 a second."""
    stream = np.uint64(42)
    gaps = np.array([next_exposure(POISSON, stream, number, 0, 0.0)[0] for number in range(60_000)])
    counts = np.bincount((np.cumsum(gaps) / 50.0).astype(int))[:-1]
    # The dispersion of n counts has a standard error of about sqrt(2 / n).
    assert abs(counts.var() / counts.mean() - 1.0) < 4.0 * np.sqrt(2.0 / len(counts))
    assert abs(gaps.mean() - 1.0) < 4.0 / np.sqrt(len(gaps))


def test_an_even_process_has_equal_gaps() -> None:
    assert {next_exposure(EVEN, np.uint64(42), number, 0, 0.0)[0] for number in range(10)} == {1.0}


@pytest.mark.parametrize("burstiness", [1.5, 5.0, 20.0])
def test_a_modulated_process_has_the_mean_rate_and_the_index_of_dispersion_asked_for(burstiness: float) -> None:
    stream, switching = np.uint64(7), switching_of(burstiness)
    phase, gaps = first_phase(stream), []
    for number in range(400_000):
        gap, phase = next_exposure(MODULATED, stream, number, phase, switching)
        gaps.append(gap)
    times = np.cumsum(gaps)
    # Over w expected requests counts lack the share (1 - exp(-2 r w)) / (2 r w) of what the phases add to the index.
    width = 50.0 / switching
    counts = np.bincount((times / width).astype(int))[:-1]
    expected = 1.0 + (burstiness - 1.0) * (1.0 - 1.0 / (2.0 * switching * width))
    assert counts.var() / counts.mean() == pytest.approx(expected, rel=4.0 * np.sqrt(2.0 / len(counts)))
    assert len(gaps) / times[-1] == pytest.approx(1.0, abs=4.0 * np.sqrt(burstiness / len(gaps)))
