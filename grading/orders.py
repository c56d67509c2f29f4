"""What has to be run before a design can be judged: one run for every experiment and seed, and one more for every part
of it of which a summary is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.model import Design, DesignError
from engine.design.write import to_document
from grading.check import Check
from grading.discovery import judges
from grading.experiment import Experiment, compiled
from grading.facts import Facts, RunRecord
from grading.predicate import Call, calls_in

LEARNER, BASELINE = "learner", "baseline"


@dataclass(frozen=True, slots=True)
class Order:
    """One run that is needed. `key` names it among all of an attempt; `document` and `seed` are what is run."""

    key: str
    role: str
    experiment: str
    seed: int
    span_s: tuple[float, float]
    document: Mapping[str, Any]


def orders_for(
    design: Design,
    start: Design,
    experiments: Sequence[Experiment],
    checks: Sequence[Check],
    seeds: Sequence[int] | None = None,
) -> tuple[list[Order], list[DesignError]]:
    """Every run that the checks need, the longest first: ([orders], []) or ([], errors).

    Runs of the start design are ordered only where a check compares with the baseline; equal runs are ordered once.
    `seeds` takes the place of those of the experiments.
    """
    ordered: dict[str, Order] = {}
    for experiment in experiments:
        about = [each for each in checks if each.experiment == experiment.name]
        for role, drawn in ((LEARNER, design), (BASELINE, start)):
            for span_s in _spans(experiment, about, role):
                ready, errors = compiled(drawn, start, experiment, span_s)
                if ready is None:
                    return [], errors
                document = to_document(ready)
                for seed in seeds or experiment.seeds:
                    key = f"{role}/{experiment.name}/{seed}/{span_s[0]:g}-{span_s[1]:g}"
                    ordered[key] = Order(key, role, experiment.name, seed, span_s, document)
    return sorted(ordered.values(), key=_rank), []


def order_of(
    design: Design, start: Design, experiment: Experiment, seed: int
) -> tuple[Order | None, list[DesignError]]:
    """The one run that a learner watches: the whole experiment with one seed."""
    ready, errors = compiled(design, start, experiment)
    if ready is None:
        return None, errors
    span_s = experiment.main_span_s
    key = f"{LEARNER}/{experiment.name}/{seed}/{span_s[0]:g}-{span_s[1]:g}"
    return Order(key, LEARNER, experiment.name, seed, span_s, to_document(ready)), []


def facts_of(
    design: Design,
    start: Design,
    experiment: Experiment | None,
    seed: int,
    records: Mapping[str, RunRecord],
    answers: Mapping[str, Any],
) -> Facts:
    """The facts of one seed of an experiment from the records of its orders, by key."""
    if experiment is None:
        return Facts(design, None, (), Facts(start), answers)
    before = Facts(start, experiment, _found(records, BASELINE, experiment, seed), None, answers)
    mine = _found(records, LEARNER, experiment, seed)
    return Facts(design, experiment, mine, before if before.records else None, answers)


def _found(records: Mapping[str, RunRecord], role: str, experiment: Experiment, seed: int) -> tuple[RunRecord, ...]:
    start = f"{role}/{experiment.name}/{seed}/"
    return tuple(records[key] for key in sorted(records) if key.startswith(start))


def _spans(experiment: Experiment, checks: Iterable[Check], role: str) -> list[tuple[float, float]]:
    """The parts of which summaries are needed. Frames come from any run that goes to the end: the main run is ordered
    for them only if no part has it in it."""
    calls = (each for check in checks for each in calls_in(check.predicate))
    asked = [call for call, of_baseline in calls if _is_of(call, of_baseline, role)]
    found = list(dict.fromkeys(span_s for call in asked if (span_s := _summarised(experiment, call)) is not None))
    begin_s, end_s = experiment.main_span_s
    has_frames = any(each[0] <= begin_s and each[1] >= end_s for each in found)
    return found if has_frames or not asked else [experiment.main_span_s, *found]


def _is_of(call: Call, of_baseline: bool, role: str) -> bool:
    return of_baseline == (role == BASELINE) and judges()[call.judge].needs_runs


def _summarised(experiment: Experiment, call: Call) -> tuple[float, float] | None:
    if call.aggregate not in judges()[call.judge].by_summary:
        return None
    return experiment.span_s(call.window)


def _rank(order: Order) -> tuple[str, int, str, float, float]:
    return order.experiment, order.seed, order.role, -order.span_s[1], order.span_s[0]
