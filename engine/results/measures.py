"""What was measured at each component and connection since a baseline, as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.kernel.histogram import ALL_OCTAVES, quantile_ns
from engine.kernel.life import NONE
from engine.kernel.outcomes import ERROR_NAMES, OUTCOMES, SHED
from engine.kernel.state import Counts, Integers, State, Tables
from engine.results.baseline import Baseline
from engine.results.conservation import redelivered
from engine.results.distribution import ROWS_MOST, distribution
from engine.results.messages import message_measures
from engine.results.policies import policy_row


@dataclass(frozen=True, slots=True)
class Measures:
    """Counters and areas between a baseline and the present, row by row as in the tables.

    `widened` has what room there was, in slot-nanoseconds, beyond that of the present slots: where they were changed.
    """

    tables: Tables
    state: State
    since: Baseline
    span_ns: int
    widened: Mapping[int, int] = field(default_factory=dict)

    def count(self, row: int, name: str) -> int:
        """A counter of a component."""
        return int(self.state.component_states[row][name]) - int(self.since.components[row][name])

    def arrivals(self, row: int) -> int:
        """Requests that a source sent, or attempts that reached a component, deliveries of a message each counted."""
        came = self.state.connection_states["arrivals"] - self.since.connections["arrivals"]
        sent = self.state.source_states["requests"] - self.since.requests
        again = redelivered(self.state.consuming_states) - redelivered(self.since.groups)
        return (
            int(came[self.tables.connections["target"] == row].sum())
            + int(sent[self.tables.sources["component"] == row].sum())
            + int(again[self.tables.consuming["component"] == row].sum())
        )

    def area(self, row: int, name: str) -> int:
        """An area of a component in count-nanoseconds, exact."""
        now, then = self.state.component_states[row], self.since.components[row]
        carried = int(now[f"{name}_area_us"]) - int(then[f"{name}_area_us"])
        return carried * 1000 + int(now[f"{name}_area"]) - int(then[f"{name}_area"])

    def errors(self, row: int) -> dict[str, int]:
        """Errors of a component by kind, those that happened."""
        return error_counts(self.state.component_states[row], self.since.components[row])

    def component(self, row: int) -> dict[str, Any]:
        """The row of a component in the summary."""
        fixed = self.tables.components[row]
        lookups = self.count(row, "lookups")
        measured = {
            "arrivals": self.arrivals(row),
            "completions": self.count(row, "completions"),
            "errors": self.errors(row),
            "utilisation": self.utilisation(row),
            "queue_mean": self.mean_of(self.area(row, "queue")) if fixed["has_station"] else None,
            "in_system_mean": self.mean_of(self.area(row, "system")),
            "latency_s": latency(self._counts(row), self.count(row, "latency_ns")),
            "instances_up": int(self.state.component_states[row]["up"]) if fixed["has_station"] else None,
        }
        if len(self.tables.components) <= ROWS_MOST:
            measured["distribution"] = distribution(self._counts(row))
        if self.state.component_states[row]["registry"] != NONE:
            measured["listed_dead"] = int(self.state.component_states[row]["stale"])
        if fixed["cache"] >= 0:
            measured["lookups"] = lookups
            measured["hit_ratio"] = self.count(row, "hits") / lookups if lookups else None
            measured |= self._guarding(int(fixed["cache"]))
        if self.tables.component_rules[row]["replicas"] > 0:
            now, then = self.state.stores[row], self.since.stores[row]
            measured |= {name: int(now[name]) - int(then[name]) for name in now.dtype.names}
        return measured | message_measures(self.tables, self.state, self.since.groups, row)

    def _guarding(self, cache: int) -> dict[str, Any]:
        """What was brought, what other zones answered, and what guarding did, where there is any of it.

        What was brought and the oldest answer are those of all time.
        """
        now, then = self.state.cache_states[cache], self.since.caches[cache]
        found: dict[str, Any] = {"warmed": int(now["warmed"])} if now["warmed"] > 0 else {}
        if self.tables.caches[cache]["replicas"] > 1:
            found["from_afar"] = int(now["from_afar"]) - int(then["from_afar"])
        if self.tables.caches[cache]["first_rebuild"] < 0:
            return found
        counted = ("coalesced", "stale_served", "early_refreshes", "refreshes")
        found |= {name: int(now[name]) - int(then[name]) for name in counted}
        return found | {"stale_age_s_max": int(now["stale_most_ns"]) / 1e9}

    def connection(self, row: int) -> dict[str, Any]:
        """The row of a connection in the summary."""
        now, then = self.state.connection_states[row], self.since.connections[row]
        names = ("calls", "attempts", "timeouts", "retries", "failures")
        measured: dict[str, Any] = {name: int(now[name]) - int(then[name]) for name in names}
        measured["errors"] = error_counts(now, then)
        counts = self._counts(len(self.tables.components) + row)
        measured["latency_s"] = latency(counts, int(now["latency_ns"]) - int(then["latency_ns"]))
        policy = int(self.tables.connections[row]["policy"])
        if policy >= 0:
            measured["policies"] = policy_row(
                self.tables.policies[policy], self.state.policy_states[policy], self.since.policies[policy]
            )
        return measured

    def classes(self) -> dict[str, dict[str, Any]]:
        """Requests by class: counts of the whole run, latency since the baseline."""
        found: dict[str, dict[str, Any]] = {}
        for name in sorted(set(self.tables.class_names)):
            rows = self._sources_of(name)
            counts: Integers = np.array([self._counts(row) for row in rows], np.int64).sum(axis=0)
            sum_ns = sum(self.count(row, "latency_ns") for row in rows)
            found[name] = {
                **self.requests(rows),
                "latency_s": latency(counts, sum_ns),
                "distribution": distribution(counts),
            }
        return found

    def requests(self, rows: list[int] | None = None) -> dict[str, int]:
        """What became of the requests of all sources, or of those of some, in the whole run."""
        sources = self.tables.sources["component"]
        chosen = [int(each) for each in sources] if rows is None else rows
        states = self.state.component_states[chosen]
        shed = int(states["errors"][:, SHED].sum())
        return {
            "offered": int(self.state.source_states["requests"][np.isin(sources, chosen)].sum()),
            "ok": int(states["completions"].sum()),
            "error": int(states["errors"].sum()) - shed,
            "shed": shed,
            "in_flight": int(states["in_system"].sum()),
        }

    def losses(self) -> dict[str, int]:
        """Lost requests of the whole run by their first cause."""
        lost: dict[str, int] = {}
        for row in self.tables.sources["component"]:
            zero = np.zeros(1, self.since.components.dtype)[0]
            for kind, count in error_counts(self.state.component_states[row], zero).items():
                lost[kind] = lost.get(kind, 0) + count
        return dict(sorted(lost.items()))

    def mean_of(self, area: int) -> float | None:
        """A mean over time from an area."""
        return area / self.span_ns if self.span_ns > 0 else None

    def utilisation(self, row: int) -> float | None:
        """Busy slots over the slots of living instances; None without a station or with nobody alive."""
        room = self.room(row)
        return self.area(row, "busy") / room if self.tables.components[row]["has_station"] and room > 0 else None

    def room(self, row: int) -> int:
        """Slots of living instances over time, in slot-nanoseconds."""
        return self.area(row, "up") * int(self.tables.components[row]["slots"]) + self.widened.get(row, 0)

    def _counts(self, row: int) -> Counts:
        """A histogram: components come first, then connections."""
        counts: Counts = self.state.latency[row] + self.state.window[row] - self.since.latency[row]
        return counts

    def _sources_of(self, class_name: str) -> list[int]:
        names = zip(self.tables.class_names, self.tables.sources["component"], strict=True)
        return [int(row) for name, row in names if name == class_name]


def error_counts(now: np.void, then: np.void) -> dict[str, int]:
    """Errors by kind between two records of counters, those that happened."""
    counts = (now["errors"] - then["errors"]).tolist()
    assert len(counts) == OUTCOMES
    return {name: counts[kind] for kind, name in sorted(ERROR_NAMES.items(), key=lambda each: each[1]) if counts[kind]}


def latency(counts: Counts | Integers, sum_ns: int) -> dict[str, float | int | None]:
    """Mean (exact) and percentiles (from the histogram, within 1 %) in seconds; None when nothing was counted."""
    total = int(counts.sum())
    measured: dict[str, float | int | None] = {"mean": sum_ns / total / 1e9 if total else None}
    for name, q in (("p50", 0.50), ("p95", 0.95), ("p99", 0.99)):
        measured[name] = quantile_ns(counts.astype(np.int64), ALL_OCTAVES, total, q) / 1e9 if total else None
    measured["count"] = total
    return measured
