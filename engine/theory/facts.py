"""What a closed form needs to know about a station or a cache, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

NO_LIMIT = -1
SHARING = "processor_sharing"


@dataclass(frozen=True, slots=True)
class StationFacts:
    """One station as it was in a run.

    `arrival_rate_per_s` is measured. `is_poisson`: requests come straight from constant Poisson sources.
    `is_split_at_random`: there is one instance, or calls are spread at random, so that each sees a Poisson stream.
    `is_undisturbed`: nothing was broken, cut or retried. `holds_calls`: slots are held during calls to others, which
    `makes_calls` says there are. `discipline` is that of the queue.
    """

    arrival_rate_per_s: float
    instances: int
    slots: int
    queue_limit: int
    service_shape: str
    service_s_mean: float
    service_cv2: float
    is_poisson: bool
    is_split_at_random: bool
    is_undisturbed: bool
    holds_calls: bool
    makes_calls: bool
    discipline: str = "fifo"

    @property
    def instance_rate_per_s(self) -> float:
        """Arrivals at one instance."""
        return self.arrival_rate_per_s / self.instances

    @property
    def offered_erlang(self) -> float:
        """Work offered to one instance: arrival rate times mean service."""
        return self.instance_rate_per_s * self.service_s_mean


@dataclass(frozen=True, slots=True)
class CacheFacts:
    """One cache or one of its copies as it was in a run: `lookup_rate_per_s` is measured, keys are drawn independently
    by Zipf's law."""

    lookup_rate_per_s: float
    capacity_items: int
    ttl_s: float
    renews_on_read: bool
    keys_count: int
    zipf_alpha: float
    has_one_popularity: bool
    is_undisturbed: bool
    warm_up_s: float


@dataclass(frozen=True, slots=True)
class StationLaw:
    """A closed form for stations. `assumptions` lists what does not hold; `predict` is asked when nothing is listed."""

    name: str
    needs: Sequence[str]
    assumptions: Callable[[StationFacts], list[str]]
    predict: Callable[[StationFacts], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class CacheLaw:
    """A closed form for caches, as StationLaw."""

    name: str
    needs: Sequence[str]
    assumptions: Callable[[CacheFacts], list[str]]
    predict: Callable[[CacheFacts], Mapping[str, float]]


def broken_for_queues(facts: StationFacts) -> list[str]:
    """What all laws of queues need and this station lacks."""
    shares = ["work waits for a slot of its own"] if facts.discipline == SHARING else []
    return broken_for_sharing(facts) + shares


def broken_for_sharing(facts: StationFacts) -> list[str]:
    """What all laws of stations need and this one lacks."""
    needs = {
        "requests arrive as a Poisson process of constant rate": facts.is_poisson,
        "every instance sees its own random part of them": facts.is_split_at_random,
        "nothing was broken and nothing retried": facts.is_undisturbed,
        "slots are not held during calls to others": not facts.holds_calls,
        "requests arrive at all": facts.arrival_rate_per_s > 0.0,
    }
    return [text for text, holds in needs.items() if not holds]


QUEUE_NEEDS = (
    "requests arrive as a Poisson process of constant rate",
    "every instance sees its own random part of them",
    "slots are not held during calls to others",
)
