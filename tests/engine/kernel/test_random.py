"""Keyed draws: even, unrelated, and never an end of the interval."""

import numpy as np

from engine.kernel import random

STREAM = np.uint64(0x0123456789ABCDEF)
PURPOSES = (
    random.ARRIVAL,
    random.KEY,
    random.SERVICE,
    random.ERROR,
    random.PROBABILITY,
    random.BALANCE,
    random.BACKOFF,
)
N = 40_000


def _draws(purpose: np.uint64, stream: np.uint64 = STREAM) -> np.ndarray:
    keys = [np.uint64(random.numbered(stream, number)) for number in range(N)]
    return np.array([random.uniform(key, purpose) for key in keys])


def test_numbers_are_even_over_the_interval() -> None:
    for purpose in PURPOSES:
        draws = _draws(purpose)
        counts = np.histogram(draws, 64, (0.0, 1.0))[0]
        chi_squared = ((counts - N / 64) ** 2 / (N / 64)).sum()
        # 63 degrees of freedom: mean 63, deviation 11.2; five deviations are met once in millions.
        assert 63 - 5 * 11.2 < chi_squared < 63 + 5 * 11.2
        assert draws.min() > 0.0
        assert draws.max() < 1.0


def test_purposes_streams_neighbours_and_attempts_are_unrelated() -> None:
    pairs = [
        (_draws(random.SERVICE), _draws(random.ERROR)),
        (_draws(random.SERVICE), _draws(random.SERVICE, np.uint64(0x0123456789ABCDF0))),
        (_draws(random.SERVICE)[1:], _draws(random.SERVICE)[:-1]),
        (_children(0), _children(1)),
        (_children(0), _draws(random.SERVICE)),
    ]
    for one, two in pairs:
        # The correlation of unrelated numbers has deviation 1/sqrt(n).
        assert abs(np.corrcoef(one, two)[0, 1]) < 5.0 / np.sqrt(len(one))


def test_indices_cover_their_range_and_never_its_end() -> None:
    found = {random.uniform_index(np.uint64(random.numbered(STREAM, n)), random.BALANCE, 7) for n in range(1000)}
    assert found == set(range(7))


def _children(attempt: int) -> np.ndarray:
    connection = np.uint64(0xFEDCBA9876543210)
    keys = [np.uint64(random.numbered(STREAM, number)) for number in range(N)]
    below = [np.uint64(random.below(key, connection, attempt)) for key in keys]
    return np.array([random.uniform(key, random.SERVICE) for key in below])
