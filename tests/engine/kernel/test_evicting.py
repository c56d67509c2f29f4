"""Every policy of eviction against a plain program of its own, request by request."""

import random

import numpy as np
import pytest

from engine.cache_trace import hits_of
from engine.design.discovery import eviction_types
from engine.kernel.records import EVICTIONS
from tests.engine.twin import evictions


@pytest.mark.parametrize("policy", EVICTIONS)
@pytest.mark.parametrize("capacity", [1, 2, 5, 20, 40])
def test_the_same_requests_hit_as_in_the_plain_twin(policy: str, capacity: int) -> None:
    draw = random.Random(capacity)
    for keys, skew in ((3, 0.0), (10, 0.8), (50, 0.8), (50, 1.2)):
        weights = [(rank + 1.0) ** -skew for rank in range(keys)]
        asked = draw.choices(range(keys), weights, k=3_000)
        hits = hits_of(policy, capacity, np.array(asked, dtype=np.int64))
        assert hits.tolist() == evictions.hits_of(policy, capacity, asked)


@pytest.mark.parametrize("policy", EVICTIONS)
def test_a_cache_that_holds_all_keys_misses_each_once(policy: str) -> None:
    asked = np.array([*range(30), *range(30), *range(30)], dtype=np.int64)
    capacity = 40 if policy != "wtinylfu" else 60  # its window counts
    assert hits_of(policy, capacity, asked).sum() == 60


def test_every_policy_has_a_file_and_a_number() -> None:
    assert set(eviction_types()) == set(EVICTIONS)
