"""Processor sharing: as M/M/c whatever the distribution; the laws of queues do not speak there."""

import dataclasses

import pytest

from engine.theory import mg1, mm1, sharing
from engine.theory.facts import NO_LIMIT, StationFacts

FACTS = StationFacts(
    arrival_rate_per_s=80.0,
    instances=1,
    slots=1,
    queue_limit=NO_LIMIT,
    service_shape="constant",
    service_s_mean=0.01,
    service_cv2=0.0,
    is_poisson=True,
    is_split_at_random=True,
    is_undisturbed=True,
    holds_calls=False,
    makes_calls=False,
    discipline="processor_sharing",
)


def test_with_one_slot_the_time_inside_is_service_over_what_is_idle() -> None:
    assert sharing.LAW.assumptions(FACTS) == []
    assert sharing.LAW.predict(FACTS)["latency_s_mean"] == pytest.approx(0.01 / (1.0 - 0.8))


def test_it_speaks_for_shared_slots_alone() -> None:
    exponential = dataclasses.replace(FACTS, service_shape="exponential", service_cv2=1.0)
    for law in (mm1.LAW, mg1.LAW):
        assert law.assumptions(exponential) == ["work waits for a slot of its own"]
    assert sharing.LAW.assumptions(dataclasses.replace(FACTS, discipline="fifo"))
    assert sharing.LAW.assumptions(dataclasses.replace(FACTS, queue_limit=5)) == ["the queue has no limit"]
