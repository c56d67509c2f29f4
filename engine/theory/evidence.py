"""Which stations and caches of a design a closed form may describe, judged from the drawing and from what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.design.model import Component, Connection, Design
from engine.plan.curves import curve_of
from engine.plan.lowering import Lowered, lower
from engine.theory.compare import cache_rows, little_rows, station_rows
from engine.theory.facts import CacheFacts, StationFacts

Ratio = Callable[[str, str], tuple[float | None, float | None]]
"""Measured value and standard error of a component's metric."""


class Evidence:
    """What the drawing alone says; `components` are those worth recording batches for."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.lowered = {each.id: lower(each) for each in design.components}
        self.callers: dict[str, list[Connection]] = {each.id: [] for each in design.components}
        self.first_orders: dict[str, int] = {}
        for connection in design.calls:
            self.callers[connection.target].append(connection)
            first = self.first_orders.get(connection.source, connection.order)
            self.first_orders[connection.source] = min(first, connection.order)
        self.components = [each.id for each in design.components if self._is_candidate(each)]

    def rows(self, summary: Mapping[str, Any], ratio: Ratio) -> list[dict[str, Any]]:
        """Theory beside measurement wherever a law holds; only Little's outlasts what was done to the run."""
        found = self._little(summary)
        if summary["log"]:
            return found
        for name in self.components:
            station, cache = self._station(name, summary), self._cache(name, summary)
            if station is not None:
                found += station_rows(name, station, lambda metric, name=name: ratio(name, metric))  # type: ignore[misc]
            if cache is not None:
                found += cache_rows(name, cache, lambda metric, name=name: ratio(name, metric))  # type: ignore[misc]
        return found

    def _little(self, summary: Mapping[str, Any]) -> list[dict[str, Any]]:
        span_s = summary["clock_s"] - summary["measured_from_s"]
        # The time in a group of consumers counts from the topic, so it is longer than the stay in the group.
        stations = [
            name
            for name, mechanisms in self.lowered.items()
            if mechanisms.has_station is not None and mechanisms.has_consumers is None
        ]
        if span_s <= 0.0:
            return []
        return [row for name in stations for row in little_rows(name, summary["components"][name], span_s)]

    def _is_candidate(self, component: Component) -> bool:
        mechanisms = self.lowered[component.id]
        return mechanisms.has_cache is not None or (mechanisms.has_station is not None and self._is_fed(component.id))

    def _is_fed(self, name: str) -> bool:
        """True when every call comes straight from a constant Poisson source, as the first thing that it does."""
        return bool(self.callers[name]) and all(self._is_first_call(each) for each in self.callers[name])

    def _is_first_call(self, connection: Connection) -> bool:
        source = self.lowered[connection.source].has_source
        if source is None or source.process != "poisson" or connection.order != self.first_orders[connection.source]:
            return False
        return len(set(curve_of(self.design, connection.source).rates_per_s)) == 1

    def _station(self, name: str, summary: Mapping[str, Any]) -> StationFacts | None:
        station = self.lowered[name].has_station
        if station is None or station.pace.varies or not self._is_fed(name) or self.lowered[name].has_log is not None:
            return None
        return StationFacts(
            arrival_rate_per_s=_rate(summary, summary["components"][name]["arrivals"]),
            instances=station.instances,
            slots=station.slots,
            queue_limit=station.queue_limit,
            service_shape=station.service.shape,
            service_s_mean=station.service.mean_s,
            service_cv2=_cv2(self.lowered[name]),
            is_poisson=True,
            is_split_at_random=station.instances == 1
            or (
                self.lowered[name].has_cache is None
                and all(each.balancing == "random" and not each.policies for each in self.callers[name])
            ),
            is_undisturbed=self._is_undisturbed(name, summary),
            holds_calls=station.holds_slot and self._makes_calls(name),
            makes_calls=self._makes_calls(name),
            discipline=station.discipline,
        )

    def _makes_calls(self, name: str) -> bool:
        return name in self.first_orders

    def _cache(self, name: str, summary: Mapping[str, Any]) -> CacheFacts | None:
        cache = self.lowered[name].has_cache
        sources = [each.has_source for each in self.lowered.values() if each.has_source is not None]
        lookups = summary["components"][name].get("lookups")
        if cache is None or cache.eviction != "lru" or not lookups:
            return None
        if cache.refilling.guards or cache.refilling.jitter > 0.0 or cache.zonal.replicas > 1:
            return None
        if any(each.absent_ratio > 0.0 or each.wishes.vary for each in sources):
            return None
        return CacheFacts(
            lookup_rate_per_s=_rate(summary, lookups) / self._copies(name),
            capacity_items=cache.capacity_items,
            ttl_s=cache.ttl_s,
            renews_on_read=cache.renews_on_read,
            keys_count=sources[0].keys_count,
            zipf_alpha=sources[0].zipf_alpha,
            has_one_popularity=len({(each.keys_count, each.zipf_alpha) for each in sources}) == 1
            and self._sees_all_keys_alike(name),
            is_undisturbed=self._is_undisturbed(name, summary),
            warm_up_s=summary["measured_from_s"],
        )

    def _copies(self, name: str) -> int:
        """How many copies share the lookups: one for each instance of its caller where it lies in their memory."""
        cache = self.lowered[name].has_cache
        callers = self.callers[name]
        if cache is None or cache.lookup_s is None or not callers:
            return 1
        station = self.lowered[callers[0].source].has_station
        return station.instances if station is not None else 1

    def _sees_all_keys_alike(self, name: str) -> bool:
        """True when no request asks it twice and no cache lies before it: the way back is single and free."""
        while self.lowered[name].has_source is None:
            callers = self.callers[name]
            if len(callers) != 1 or callers[0].on_miss is not None:
                return False
            name = callers[0].source
            if self.lowered[name].has_cache is not None:
                return False
        return True

    def _is_undisturbed(self, name: str, summary: Mapping[str, Any]) -> bool:
        rows = [summary["connections"][each.id] for each in self.callers[name]]
        errors = summary["components"][name]["errors"]
        is_choosy = any(errors.get(each, 0) for each in ("expired", "shed"))
        return not is_choosy and not any(row["retries"] or row["timeouts"] for row in rows)


def _rate(summary: Mapping[str, Any], count: int) -> float:
    span_s = summary["clock_s"] - summary["measured_from_s"]
    return count / span_s if span_s > 0.0 else 0.0


def _cv2(lowered: Lowered) -> float:
    """The squared coefficient of variation that service times really have."""
    assert lowered.has_station is not None
    service = lowered.has_station.service
    return {"constant": 0.0, "exponential": 1.0}.get(service.shape, service.cv2)
