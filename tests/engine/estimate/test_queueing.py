"""Waits at one instance, exact where a closed form is."""

from __future__ import annotations

import math

import pytest

from engine.design.rows import NO_LIMIT, Pace, ServiceTime
from engine.design.station import trace
from engine.estimate.queueing import erlang_b, paced, service_moments, waiting
from engine.theory import erlang_b as theory_b
from engine.theory import mg1, mm1, mm1k, mmc

POISSON_EXPONENTIAL = (1.0, 1.0)


@pytest.mark.parametrize("load", [0.001, 0.5, 0.8, 0.99])
def test_one_server_with_exponential_service_is_the_m_m_1_queue(load: float) -> None:
    found = waiting(load * 100.0, 0.01, 1, NO_LIMIT, POISSON_EXPONENTIAL)
    assert found.wait.mean + 0.01 == pytest.approx(mm1.sojourn_s_mean(load * 100.0, 100.0), rel=1e-12)
    assert (found.refused, found.served, found.load) == (0.0, 1.0, pytest.approx(load))


@pytest.mark.parametrize("slots", [2, 10, 64, 65, 500])
def test_many_servers_are_the_m_m_c_queue(slots: int) -> None:
    rate = 0.9 * slots * 10.0
    found = waiting(rate, 0.1, slots, NO_LIMIT, POISSON_EXPONENTIAL)
    assert found.wait.mean == pytest.approx(mmc.wait_s_mean(slots, rate, 10.0), rel=1e-9)


@pytest.mark.parametrize("cv2", [0.0, 0.5, 4.0, 16.0])
def test_one_server_with_any_service_has_the_mean_of_pollaczek_and_khinchine(cv2: float) -> None:
    found = waiting(80.0, 0.01, 1, NO_LIMIT, (1.0, cv2))
    assert found.wait.mean == pytest.approx(mg1.wait_s_mean(80.0, 0.01, cv2), rel=1e-12)


@pytest.mark.parametrize("load", [0.3, 0.8, 1.0, 1.2, 2.0])
@pytest.mark.parametrize("limit", [0, 1, 9, 200])
def test_a_limited_queue_before_one_server_is_the_m_m_1_k_queue(load: float, limit: int) -> None:
    found = waiting(load * 100.0, 0.01, 1, limit, POISSON_EXPONENTIAL)
    chances = mm1k.state_probabilities(load, limit + 1)
    inside = sum(count * chance for count, chance in enumerate(chances))
    latency = inside / (load * 100.0 * (1.0 - chances[-1]))
    # Refusals rarer than one in a thousand million are taken for none.
    assert found.refused == pytest.approx(chances[-1], rel=1e-9, abs=1e-9)
    assert found.wait.mean + 0.01 == pytest.approx(latency, rel=1e-6)


def test_no_room_to_wait_is_erlang_b_whatever_the_service() -> None:
    for offered, blocked in ((8.0, 0.122), (20.0, 0.538), (100.0, 0.901)):
        found = waiting(offered, 1.0, 10, 0, POISSON_EXPONENTIAL)
        assert found.refused == pytest.approx(theory_b.blocked_ratio(10, offered))
        assert found.refused == pytest.approx(blocked, abs=5e-4)
        assert found.wait.mean == 0.0


def test_the_product_form_of_many_slots_agrees_with_the_recursion() -> None:
    for slots, offered in ((65, 60.0), (400, 380.0), (400, 900.0), (20_000, 19_900.0)):
        assert erlang_b(slots, offered) == pytest.approx(theory_b.blocked_ratio(slots, offered), rel=1e-9)
    assert erlang_b(20_000, 100.0) == 0.0


def test_waits_of_a_limited_queue_join_those_of_an_endless_one() -> None:
    for cv2s in ((1.0, 1.0), (1.0, 4.0), (0.5, 0.8), (0.1, 1.0)):
        endless = waiting(80.0, 0.01, 1, NO_LIMIT, cv2s)
        for limit in (150, 400):
            assert waiting(80.0, 0.01, 1, limit, cv2s).wait.mean == pytest.approx(endless.wait.mean, rel=0.01)


def test_gaps_in_turn_between_two_make_erlang_gaps_whose_wait_is_exact() -> None:
    """E2/M/1: sigma = (1 + (1 - sigma) / (2 load)) ** -2, wait sigma / (1 - sigma) services."""
    for load in (0.2, 0.42, 0.8, 0.97):
        low, high = 0.0, load
        for _ in range(200):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if (1.0 + (1.0 - middle) / (2.0 * load)) ** -2 > middle else (low, middle)
        found = waiting(load * 100.0, 0.01, 1, NO_LIMIT, (0.5, 1.0))
        assert found.wait.mean == pytest.approx(0.01 * low / (1.0 - low), rel=1e-5)


def test_constant_gaps_and_constant_service_hardly_wait() -> None:
    assert (
        waiting(90.0, 0.01, 1, NO_LIMIT, (0.0, 0.0)).wait.mean
        < 0.1 * waiting(90.0, 0.01, 1, NO_LIMIT, POISSON_EXPONENTIAL).wait.mean
    )


def test_too_much_for_an_endless_queue_waits_without_bound_and_serves_what_it_can() -> None:
    found = waiting(150.0, 0.01, 1, NO_LIMIT, POISSON_EXPONENTIAL)
    assert math.isinf(found.wait.mean)
    assert found.served == pytest.approx(1.0 / 1.5)


def test_nothing_that_arrives_waits_for_nothing() -> None:
    assert waiting(0.0, 0.01, 1, NO_LIMIT, POISSON_EXPONENTIAL).load == 0.0


def test_what_is_let_in_and_what_is_refused_is_what_arrives_at_any_load() -> None:
    for load in (0.5, 0.99, 1.0, 1.01, 3.0):
        for factor in (0.2, 1.0, 2.5):
            found = waiting(load * 40.0, 0.1, 4, 5, (factor, factor))
            assert 0.0 <= found.refused < 1.0
            assert load * (1.0 - found.refused) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    ("shape", "cv2", "variation", "skewness"),
    [
        ("constant", 1.0, 0.0, 0.0),
        ("exponential", 9.0, 1.0, 2.0),
        ("gamma", 0.25, 0.25, 1.0),
        ("lognormal", 0.1, 0.1, 0.98),
    ],
)
def test_service_times_have_the_moments_of_their_law(shape: str, cv2: float, variation: float, skewness: float) -> None:
    moments = service_moments(ServiceTime(shape, 0.02, cv2))
    assert moments.mean == 0.02
    assert moments.variance == pytest.approx(variation * 0.0004)
    assert moments.skewness == pytest.approx(skewness, rel=0.01)


def test_two_points_have_the_skewness_of_two_points() -> None:
    """Half the mean, or with chance 1/5 three times the mean."""
    moments = service_moments(ServiceTime("two_point", 1.0, 1.0))
    assert moments.third == pytest.approx(0.8 * (-0.5) ** 3 + 0.2 * 2.0**3)


def test_a_noisy_neighbour_is_a_mixture_of_two_laws() -> None:
    """Row V28: a fifth of exponential services of 10 ms three times as long."""
    moments = paced(service_moments(ServiceTime("exponential", 0.01)), Pace(noise_ratio=0.2, noise_factor=3.0))
    assert moments.mean == pytest.approx(0.014)
    assert moments.variance + moments.mean**2 == pytest.approx(520e-6)


def test_pauses_take_their_share_of_all_time() -> None:
    moments = paced(service_moments(ServiceTime("constant", 0.01)), Pace(pause_s=1.0, pause_every_s=4.0))
    assert (moments.mean, moments.variance) == (pytest.approx(0.0125), pytest.approx(0.0, abs=1e-12))


@pytest.mark.parametrize("times_ms", [[0.0], [17.0, 17.0, 17.0], [0.1] * 7])
def test_measured_times_that_are_all_the_same_are_constant(times_ms: list[float]) -> None:
    found = service_moments(trace([each / 1000.0 for each in times_ms]))
    assert found.mean == pytest.approx(times_ms[0] / 1000.0)
    assert (found.variance, found.third) == (0.0, 0.0)


def test_the_third_moment_of_measured_times_is_theirs() -> None:
    found = service_moments(trace([1.0, 1.0, 4.0]))
    assert (found.mean, found.variance) == (pytest.approx(2.0), pytest.approx(2.0))
    assert found.third == pytest.approx((-1.0 - 1.0 + 8.0) / 3.0)
