"""Service times have the mean and the variance that were asked for."""

import numpy as np
import pytest

from engine.kernel.random import numbered
from engine.kernel.service import SHAPES, service_time, shape_parameters, to_nanoseconds

STREAM = np.uint64(0x0123456789ABCDEF)
NO_TIMES = np.zeros(1)
CASES = [
    ("constant", 0.0),
    ("exponential", 1.0),
    ("lognormal", 0.8),
    ("gamma", 0.3),
    ("gamma", 2.0),
    ("two_point", 4.0),
    ("two_point", 0.2),
]


@pytest.mark.parametrize(("shape", "cv2"), CASES)
def test_mean_and_variance_are_as_asked_for(shape: str, cv2: float) -> None:
    kind = SHAPES[shape]
    parameters = shape_parameters(kind, 5.0, cv2) if cv2 else (0.0, 0.0)
    keys = [np.uint64(numbered(STREAM, number)) for number in range(60_000)]
    times = np.array([service_time(key, kind, 5.0, *parameters, NO_TIMES) for key in keys])
    assert (times > 0.0).all()
    assert abs(times.mean() - 5.0) <= 5.0 * times.std() / np.sqrt(len(times)) + 1e-12
    squares = (times - times.mean()) ** 2
    assert abs(times.var() - cv2 * 25.0) <= 5.0 * squares.std() / np.sqrt(len(times)) + 1e-12


def test_longer_draws_are_longer_for_every_mean() -> None:
    """The same request keeps its luck when a component gets slower: what-if runs differ only by the change."""
    key = np.uint64(numbered(STREAM, 1))
    one = service_time(key, SHAPES["exponential"], 1.0, 0.0, 0.0, NO_TIMES)
    assert service_time(key, SHAPES["exponential"], 3.0, 0.0, 0.0, NO_TIMES) == pytest.approx(3.0 * one, rel=1e-15)


def test_times_become_whole_nanoseconds_within_bounds() -> None:
    assert [to_nanoseconds(x) for x in (0.4, 0.5, 1.49, -3.0, 1e30)] == [0, 1, 1, 0, 10**17]


def test_a_trace_gives_each_of_its_times_as_often_as_any_other() -> None:
    times = np.array([9.0, 1.0, 2.0, 2.0, 7.0])  # those of another component come first
    keys = [np.uint64(numbered(STREAM, number)) for number in range(20_000)]
    drawn = [service_time(key, SHAPES["trace"], 3.0, 1.0, 4.0, times) for key in keys]
    counts = {value: drawn.count(value) for value in (1.0, 2.0, 7.0)}
    assert sum(counts.values()) == len(keys)
    for value, share in ((1.0, 0.25), (2.0, 0.5), (7.0, 0.25)):
        assert abs(counts[value] / len(keys) - share) < 4.0 * np.sqrt(share * (1.0 - share) / len(keys))
