"""Logarithm and exponential from basic operations."""

import math

import numpy as np

from engine.kernel.logarithm import exponential, natural_log

RANDOM = np.random.default_rng(1)


def test_logarithms_are_right_to_the_last_bit_or_the_one_before() -> None:
    values = [*np.exp(RANDOM.uniform(-700.0, 700.0, 20_000)), *RANDOM.uniform(0.5, 2.0, 20_000), 1e-300, 1e300]
    errors = [abs(natural_log(x) - math.log(x)) / abs(math.log(x)) for x in values]
    assert max(errors) < 4.5e-16
    assert natural_log(1.0) == 0.0


def test_exponentials_are_right_to_the_last_bit_or_the_one_before() -> None:
    errors = [abs(exponential(x) / math.exp(x) - 1.0) for x in RANDOM.uniform(-690.0, 700.0, 40_000)]
    assert max(errors) < 4.5e-16
    assert exponential(0.0) == 1.0


def test_exponentials_stop_before_they_overflow() -> None:
    assert math.isfinite(exponential(1e9))
    assert exponential(-1e9) > 0.0
