"""The door: what to expect of a design before any run."""

from __future__ import annotations

import math

from engine.design.discovery import component_types
from engine.design.model import Design
from engine.design.replicas import with_copies
from engine.estimate.assumptions import assumptions_of
from engine.estimate.closed import settle
from engine.estimate.drawing import Call, Drawing, Part
from engine.estimate.latency import Latency, mixture, quantiles
from engine.estimate.offered import curves, mean_rates_per_s, peak_rates_per_s
from engine.estimate.result import (
    ClassEstimate,
    ComponentEstimate,
    ConnectionEstimate,
    Estimate,
    LatencyEstimate,
    Limiting,
)

MEAN = "mean"
MOMENTS = {MEAN: mean_rates_per_s, "peak": peak_rates_per_s}
LEAST_LOAD = 1e-12


def estimate(design: Design, at: str = MEAN) -> Estimate:
    """The steady state of a runnable design (`check_runnable` has no complaints), scheduled failures left out.

    `at` is "mean" (rates after the warm-up, averaged over the run) or "peak" (the moment of the greatest traffic).
    What it is made of and how far it is off stands in docs/engine/estimates.md.
    """
    design = with_copies(design)
    drawn = curves(design)
    sent_per_s = MOMENTS[at](design, drawn)
    drawing, settled = settle(design, sent_per_s)
    offered_per_s = sum(part.rate_per_s for part in drawing.parts.values() if part.source is not None)
    return Estimate(
        at=at,
        offered_per_s=offered_per_s,
        components=_components(drawing),
        connections={name: _connection(call) for name, call in drawing.calls.items()},
        classes=_classes(drawing),
        limiting=_limiting(drawing, offered_per_s),
        price_per_hour=sum(_price_per_hour(part) for part in drawing.parts.values()),
        assumptions=assumptions_of(design, drawing, at, drawn, settled),
        settled=settled,
    )


def _components(drawing: Drawing) -> dict[str, ComponentEstimate]:
    parts = list(drawing.parts.values())
    taken = _latencies([part.latency for part in parts])
    return {part.component.id: _component(part, latency) for part, latency in zip(parts, taken, strict=True)}


def _component(part: Part, latency: LatencyEstimate) -> ComponentEstimate:
    load = utilisation = queue_mean = None
    if part.station is not None:
        load = part.waiting.load
        let_in_per_s = part.rate_per_s * part.let_in
        utilisation = min(load * part.let_in, 1.0)
        queue_mean = let_in_per_s * part.waiting.wait.mean if let_in_per_s > 0.0 else 0.0
    answered_per_s = part.rate_per_s * part.ok
    return ComponentEstimate(
        arrivals_per_s=part.rate_per_s,
        rate_per_s=answered_per_s,
        load=_known(load),
        utilisation=utilisation,
        queue_mean=_known(queue_mean),
        refused_ratio=part.waiting.refused,
        latency_s=latency if answered_per_s > 0.0 else None,
        hit_ratio=part.hit_ratio if part.cache is not None and part.rate_per_s > 0.0 else None,
        overloaded=part.waiting.load >= 1.0,
    )


def _connection(call: Call) -> ConnectionEstimate:
    return ConnectionEstimate(call.calls_per_s, call.attempts_per_s, 1.0 - call.answered)


def _classes(drawing: Drawing) -> dict[str, ClassEstimate]:
    """Sources of one class together, each with the weight of what it gets answered."""
    names = sorted({part.source.request_class for part in drawing.parts.values() if part.source is not None})
    found, taken = {}, []
    for name in names:
        sources = [
            part for part in drawing.parts.values() if part.source is not None and part.source.request_class == name
        ]
        offered = sum(part.rate_per_s for part in sources)
        answered = sum(part.rate_per_s * part.ok for part in sources)
        found[name] = offered, answered
        taken.append(mixture((part.rate_per_s * part.ok, part.latency) for part in sources))
    return {
        name: ClassEstimate(offered, answered / offered if offered > 0.0 else 1.0, latency if answered > 0.0 else None)
        for (name, (offered, answered)), latency in zip(found.items(), _latencies(taken), strict=True)
    }


def _latencies(latencies: list[Latency]) -> list[LatencyEstimate]:
    p50, p95, p99 = quantiles(latencies).values()
    return [
        LatencyEstimate(_known(latency.mean), _known(a), _known(b), _known(c))
        for latency, a, b, c in zip(latencies, p50, p95, p99, strict=True)
    ]


def _known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _limiting(drawing: Drawing, offered_per_s: float) -> Limiting | None:
    """The highest load; those that only wait for something else come last."""
    loaded = [part for part in drawing.parts.values() if LEAST_LOAD < part.waiting.load < math.inf]
    if not loaded:
        return None
    fullest = max(loaded, key=lambda part: part.waiting.load)
    headroom = 1.0 / fullest.waiting.load
    return Limiting(fullest.component.id, fullest.waiting.load, headroom, offered_per_s * headroom)


def _price_per_hour(part: Part) -> float:
    price = component_types()[part.component.type].price
    if part.station is None:
        return price.without_instances(part.component)
    told = component_types()[part.component.type].replicas(part.component)
    of_an_instance = price.of_an_instance(part.station.slots, told.copies if told is not None else 0)
    return price.component_per_h + part.station.instances * of_an_instance
