"""The figures of a summary by which runs are compared: flat, in the engine's units, with what people call them.

A figure is known by where it stands and its metric, such as `requests.error_ratio`, `classes.play.latency_s_p99` or
`components.gateway.utilisation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FIGURES_MOST = 80
"""Figures of one run: what viewers meet comes first, then components in the order of the document."""

LOW, HIGH = "low", "high"


@dataclass(frozen=True, slots=True)
class Metric:
    """What a metric is called, in which unit and multiple it is shown, and which way is better ("" for neither)."""

    label: str
    unit: str = ""
    scale: float = 1.0
    better: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as people read it; a headline is about the design as a whole and not about a part of it."""

    id: str
    label: str
    unit: str
    scale: float
    better: str
    is_headline: bool


METRICS = {
    "latency_s_p99": Metric("p99 latency", "ms", 1e3, LOW),
    "latency_s_p95": Metric("p95 latency", "ms", 1e3, LOW),
    "latency_s_p50": Metric("median latency", "ms", 1e3, LOW),
    "latency_s_mean": Metric("mean latency", "ms", 1e3, LOW),
    "error_ratio": Metric("failed requests", "%", 100.0, LOW),
    "shed_ratio": Metric("shed requests", "%", 100.0, LOW),
    "ok_per_s": Metric("good answers", "/s", 1.0, HIGH),
    "credits_per_h": Metric("cost", "credits/h", 1.0, LOW),
    "objectives_kept_ratio": Metric("objectives kept", "%", 100.0, HIGH),
    "utilisation": Metric("utilisation", "%", 100.0),
    "queue_mean": Metric("mean queue", "", 1.0, LOW),
    "hit_ratio": Metric("hits", "%", 100.0, HIGH),
    "rebuffer_ratio": Metric("time standing still", "%", 100.0, LOW),
    "start_s_p95": Metric("p95 start time", "s", 1.0, LOW),
    "bitrate_bps": Metric("bitrate", "Mbit/s", 1e-6, HIGH),
}
OF_COMPONENTS = ("utilisation", "queue_mean", "hit_ratio")
OF_VIEWERS = ("rebuffer_ratio", "start_s_p95", "bitrate_bps")


def figures_of(summary: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a run that has ended; those that measured nothing are left out."""
    found = {name: float(value) for name, value in _all(summary) if value is not None}
    return dict(list(found.items())[:FIGURES_MOST])


def described(figure: str, labels: Mapping[str, str], *, is_only_class: bool = True) -> Figure:
    """What to call a figure; `labels` are those of components by id. One class of requests needs no name."""
    place, _, name = figure.rpartition(".")
    kind, _, owner = place.partition(".")
    metric = METRICS[name]
    of = "" if not owner or (kind == "classes" and is_only_class) else labels.get(owner, owner)
    label = f"{metric.label} of {of}" if of else metric.label
    # A percentile keeps its small letter.
    label = label if label[1].isdigit() else label[0].upper() + label[1:]
    return Figure(figure, label, metric.unit, metric.scale, metric.better, kind != "components")


def _all(summary: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    classes: Mapping[str, Any] = summary.get("classes", {})
    for name, told in classes.items():
        for metric in ("p99", "p95", "p50", "mean"):
            yield f"classes.{name}.latency_s_{metric}", told["latency_s"][metric]
        if len(classes) > 1:
            yield f"classes.{name}.error_ratio", _share(told, "error")
    requests = summary.get("requests", {})
    for outcome in ("error", "shed"):
        yield f"requests.{outcome}_ratio", _share(requests, outcome)
    yield "requests.ok_per_s", _rate(requests.get("ok"), summary.get("clock_s"))
    yield "cost.credits_per_h", summary.get("cost", {}).get("credits_per_h")
    objectives = summary.get("objectives", [])
    yield "objectives.objectives_kept_ratio", _mean([bool(each["holds"]) for each in objectives])
    yield from _inside(summary.get("components", {}))


def _inside(components: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    for name, row in components.items():
        watched = row.get("controller") or {}
        if "rebuffer_ratio" in watched:
            yield from ((f"viewers.{name}.{metric}", watched.get(metric)) for metric in OF_VIEWERS)
    for name, row in components.items():
        yield from ((f"components.{name}.{metric}", row.get(metric)) for metric in OF_COMPONENTS)


def _share(counts: Mapping[str, Any], outcome: str) -> float | None:
    return counts[outcome] / counts["offered"] if counts.get("offered") else None


def _rate(count: float | None, clock_s: float | None) -> float | None:
    return count / clock_s if count is not None and clock_s else None


def _mean(kept: list[bool]) -> float | None:
    return sum(kept) / len(kept) if kept else None
