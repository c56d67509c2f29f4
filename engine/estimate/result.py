"""What an estimate says, and its JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LatencyEstimate:
    """Seconds. None grows without bound for as long as the load lasts."""

    mean: float | None
    p50: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True, slots=True)
class ComponentEstimate:
    """One component in the steady state.

    `arrivals_per_s` reach it, `rate_per_s` are answered well. `load` is the work offered over what its slots can do, so
    it may exceed 1 where `utilisation` may not; both are None without a station. `queue_mean` counts all instances.
    Values are None where nothing comes or where they grow without bound.
    """

    arrivals_per_s: float
    rate_per_s: float
    load: float | None
    utilisation: float | None
    queue_mean: float | None
    refused_ratio: float
    latency_s: LatencyEstimate | None
    hit_ratio: float | None
    overloaded: bool


@dataclass(frozen=True, slots=True)
class ConnectionEstimate:
    """One connection: calls begun a second, attempts sent a second, share of calls that fail."""

    calls_per_s: float
    rate_per_s: float
    failure_ratio: float


@dataclass(frozen=True, slots=True)
class ClassEstimate:
    """The requests of one class: offered a second, share answered well, latency of those."""

    offered_per_s: float
    ok_ratio: float
    latency_s: LatencyEstimate | None


@dataclass(frozen=True, slots=True)
class Limiting:
    """The component that is full first when all traffic grows alike.

    `headroom` is the factor by which the traffic may grow until then, below 1 when it is too much already;
    `saturates_at_per_s` the rate of all sources together at that point.
    """

    component: str
    load: float
    headroom: float
    saturates_at_per_s: float


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that the estimate takes for granted and this design breaks; `of` is an id, or empty for the whole."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """The expected steady state of a design at its mean or peak rate.

    `settled` is False when failures and retries chase one another and the rounds did not come to rest.
    """

    at: str
    offered_per_s: float
    components: Mapping[str, ComponentEstimate]
    connections: Mapping[str, ConnectionEstimate]
    classes: Mapping[str, ClassEstimate]
    limiting: Limiting | None
    price_per_hour: float
    assumptions: tuple[Assumption, ...]
    settled: bool

    def to_json(self) -> dict[str, Any]:
        """Plain values; numbers with six significant digits, None for what grows without bound."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value
