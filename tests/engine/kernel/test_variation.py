"""What makes service longer than drawn, against arithmetic and against time told off nanosecond by nanosecond."""

import random

import numpy as np
import pytest

from engine.kernel.life import LIFE
from engine.kernel.random import numbered
from engine.kernel.stations import COMPONENT_RULE, DETAIL
from engine.kernel.variation import contention, running_ns, service_factor, time_to_run

KEY = np.uint64(numbered(np.uint64(5), 1))


@pytest.mark.parametrize(("slots", "capacity"), [(1, 1.0), (10, 8.16), (44, 15.7), (200, 8.04)])
def test_contention_and_coherency_bound_what_slots_do_together(slots: int, capacity: float) -> None:
    """Row V27 of the validation table."""
    rules = _rules(usl_sigma=0.02, usl_kappa=0.0005)
    assert slots / contention(rules, 0, slots) == pytest.approx(capacity, rel=2e-3)


def test_a_young_instance_is_slower_by_less_and_less() -> None:
    rules = _rules(warmup_ns=100, warmup_factor=3.0)
    assert [_factor(rules, age_ns=age_ns) for age_ns in (0, 50, 100, 500)] == [3.0, 2.0, 1.0, 1.0]


def test_a_leak_grows_from_when_it_began_or_the_instance_came_up() -> None:
    assert _factor(_rules(), now=300, leak_per_ns=0.01, leaks_since_ns=100, age_ns=1_000) == pytest.approx(3.0)
    assert _factor(_rules(), now=300, leak_per_ns=0.01, leaks_since_ns=100, age_ns=50) == pytest.approx(1.5)


def test_a_neighbour_disturbs_the_share_of_services_that_was_asked_for() -> None:
    rules = _rules(noise_ratio=0.2, noise_factor=3.0)
    keys = [np.uint64(numbered(np.uint64(9), number)) for number in range(20_000)]
    found = [_factor(rules, key=key) for key in keys]
    assert set(found) == {1.0, 3.0}
    share = found.count(3.0) / len(found)
    assert share == pytest.approx(0.2, abs=4.0 * (0.2 * 0.8 / len(found)) ** 0.5)


def test_a_neighbour_on_the_host_makes_every_service_longer() -> None:
    details = np.zeros(1, DETAIL)
    details["crowding"] = 0.5
    lives = np.zeros(1, LIFE)
    assert service_factor(_rules(), details, lives, 0, 0, KEY, 1_000) == 1.5


def test_pauses_come_after_so_much_running_and_no_work_is_done_in_them() -> None:
    draw = random.Random(3)
    for _ in range(300):
        run_ns, pause_ns = draw.randrange(1, 10), draw.randrange(1, 10)
        rules, details = _rules(run_ns=run_ns, pause_ns=pause_ns), np.zeros(1, DETAIL)
        details["pause_offset_ns"] = draw.randrange(run_ns + pause_ns)
        now, work_ns = draw.randrange(60), draw.randrange(1, 30)
        at, left = now, work_ns
        while left:
            left -= (at + int(details[0]["pause_offset_ns"])) % (run_ns + pause_ns) < run_ns
            at += 1
        assert time_to_run(rules, details, 0, 0, now, work_ns) == at - now
        assert running_ns(rules, details, 0, 0, at) - running_ns(rules, details, 0, 0, now) == work_ns


def test_without_pauses_time_is_time() -> None:
    assert time_to_run(_rules(), np.zeros(1, DETAIL), 0, 0, 7, 20) == 20


def _rules(**values: float) -> np.ndarray:
    rules = np.zeros(1, COMPONENT_RULE)
    for name, value in values.items():
        rules[name] = value
    return rules


def _factor(
    rules: np.ndarray,
    *,
    now: int = 1_000,
    age_ns: int = 1_000,
    leak_per_ns: float = 0.0,
    leaks_since_ns: int = 0,
    key: np.uint64 = KEY,
) -> float:
    details, lives = np.zeros(1, DETAIL), np.zeros(1, LIFE)
    details["leak_per_ns"], details["leaks_since_ns"] = leak_per_ns, leaks_since_ns
    lives["ready_ns"] = now - age_ns
    return float(service_factor(rules, details, lives, 0, 0, key, now))
