"""Small attempts for the examples of judges: viewers who call a catalogue, which calls a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.design.model import Design, Scheduled
from engine.design.read import read_document
from engine.results.frames import Layout, layout_of
from grading.experiment import Experiment, NamedFailure
from grading.facts import Facts, RunRecord

DURATION_S, FRAME_S, FRAMES = 40.0, 1.0, 40
DOCUMENT: Mapping[str, Any] = {
    "format": 1,
    "name": "Sample",
    "places": [{"id": "eu", "type": "region"}],
    "components": [
        {"id": "viewers", "type": "traffic_source", "parameters": {"request_class": "play"}},
        {"id": "catalogue", "type": "service", "label": "Catalogue", "place": "eu", "parameters": {"slots": 8}},
        {"id": "store", "type": "store", "label": "Store"},
    ],
    "connections": [
        {"from": "viewers", "to": "catalogue"},
        {
            "from": "catalogue",
            "to": "store",
            "timeout": "250 ms",
            "retry": {"attempts": 2},
            "policies": {"circuit_breaker": {"window_s": 10}},
        },
    ],
    "workload": {"duration": DURATION_S, "traffic": [{"source": "viewers", "shape": "constant"}]},
}
EXPERIMENT = Experiment(
    name="storm",
    title="A storm",
    duration_s=DURATION_S,
    failures=(NamedFailure("F1", Scheduled(10.0, "hang", "store", {}, 10.0)),),
)
ROW: Mapping[str, Any] = {
    "arrivals": 1_000,
    "completions": 990,
    "errors": {"timeout": 10},
    "utilisation": 0.5,
    "queue_mean": 2.0,
    "latency_s": {"mean": 0.02, "p50": 0.015, "p95": 0.06, "p99": 0.1, "count": 990},
}
LINK: Mapping[str, Any] = {
    "calls": 1_000,
    "attempts": 1_100,
    "retries": 100,
    "failures": 10,
    "latency_s": ROW["latency_s"],
}


def sample(
    *,
    frames: Mapping[tuple[str, str], Callable[[float], float] | float] | None = None,
    rows: Mapping[str, Mapping[str, Any]] | None = None,
    design: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    baseline: Facts | None = None,
    credits_per_h: float = 4.0,
) -> Facts:
    """Facts of one run of 40 frames of a second, in which F1 lasts from 10 s to 20 s.

    `frames` gives metrics of rows ("totals" for the totals) as numbers or as functions of the time; everything else is
    ROW and zeros. `rows` changes rows of the summary.
    """
    read, errors = read_document({**DOCUMENT, **(design or {})})
    assert read is not None, errors
    record = _record(read, frames or {}, rows or {}, credits_per_h)
    return Facts(read, EXPERIMENT, (record,), baseline, answers or {})


def brought(**told: Any) -> Facts:
    """Facts of a run in which a deployment rolled a good build back, or as it is `told`."""
    release = {"id": "release", "type": "deployment", "label": "Release"}
    parts = [*DOCUMENT["components"], release]
    usual = {"state": "rolled back", "is_bad": False, "exposed": 0, "detected_s": 30.0, "why": "it was slower"}
    return sample(design={"components": parts}, rows={"release": {"controller": {**usual, **told}}})


def _record(
    design: Design,
    frames: Mapping[tuple[str, str], Callable[[float], float] | float],
    rows: Mapping[str, Mapping[str, Any]],
    credits_per_h: float,
) -> RunRecord:
    components = {each.id: {**ROW, **rows.get(each.id, {})} for each in design.components}
    connections = {each.id: {**LINK, **rows.get(each.id, {})} for each in design.calls}
    layout = layout_of(design)
    summary = {
        "measured_from_s": 0.0,
        "clock_s": DURATION_S,
        "digest": "0" * 64,
        "components": components,
        "connections": connections,
        "classes": {"play": {"latency_s": components["viewers"]["latency_s"]}},
        "cost": {
            "credits_per_h": credits_per_h,
            "components": {each.id: {"credits": 0.01, "instance_hours": 0.02} for each in design.components},
        },
    }
    moving = [_frame(number, layout, frames) for number in range(1, FRAMES + 1)]
    return RunRecord(1, summary, layout, moving)


def _frame(
    number: int, layout: Layout, frames: Mapping[tuple[str, str], Callable[[float], float] | float]
) -> dict[str, Any]:
    at_s = number * FRAME_S

    def row(name: str, metrics: Sequence[str]) -> list[float]:
        given = [frames.get((name, each), 0.0) for each in metrics]
        return [each(at_s) if callable(each) else each for each in given]

    watched: Mapping[str, Any] = layout.get("viewers") or {"ids": [], "metrics": []}
    flowing: Mapping[str, Any] = layout.get("flows") or {"carriers": [], "carrier_metrics": []}
    return {
        "n": number,
        "clock_s": at_s,
        "totals": row("totals", layout["total_metrics"]),
        "components": [row(each, layout["component_metrics"]) for each in layout["components"]],
        "connections": [row(each, layout["connection_metrics"]) for each in layout["connections"]],
        "policies": [row(each, layout["policy_metrics"]) for each in layout["policies"]],
        "viewers": [row(each, watched["metrics"]) for each in watched["ids"]],
        "carriers": [row(each, flowing["carrier_metrics"]) for each in flowing["carriers"]],
    }
