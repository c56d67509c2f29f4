"""The summary of a run: the JSON object of `python -m engine run`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.model import Design
from engine.kernel.area import integrate_all
from engine.kernel.state import CLOCK, State, Tables
from engine.results.baseline import Baseline
from engine.results.costs import cost_of
from engine.results.detection import detection_of
from engine.results.digest import result_digest
from engine.results.findings import findings_of
from engine.results.measures import Measures
from engine.results.objectives import judge_objectives
from engine.version import VERSION

Summary = dict[str, Any]


def measure(tables: Tables, state: State, since: Baseline, widened: Mapping[int, int]) -> Measures:
    """The measures of a run as it stands; brings its areas up to date."""
    clock_ns = int(state.registers[CLOCK])
    integrate_all(state.component_states, clock_ns)
    return Measures(tables, state, since, clock_ns - since.clock_ns, widened)


def summarise(
    design: Design,
    seed: int,
    measures: Measures,
    *,
    frames: bytes,
    limit: str | None,
    log: Sequence[dict[str, Any]],
    controllers: Mapping[str, Mapping[str, Any]],
) -> Summary:
    """Everything that a report shows but theory, which is held against it in `engine.theory`.

    Counts in `requests`, `losses` and `classes`, and the `cost`, are of the whole run; all other values begin at
    `measured_from_s`, the end of the warm-up. What controllers tell stands in the rows of their components.
    """
    tables, state = measures.tables, measures.state
    rows = {name: row for row, name in enumerate(tables.component_ids)}
    links = {name: row for row, name in enumerate(tables.connection_ids)}
    summary: Summary = {
        "seed": seed,
        "clock_s": int(state.registers[CLOCK]) / 1e9,
        "measured_from_s": measures.since.clock_ns / 1e9,
        "digest": result_digest(seed, tables, state, frames),
        "engine": VERSION,
        "limit": limit,
        "requests": measures.requests(),
        "losses": measures.losses(),
        "components": {each.id: measures.component(rows[each.id]) for each in design.components},
        "connections": {each.id: measures.connection(links[each.id]) for each in design.calls},
        "classes": measures.classes(),
        "cost": cost_of(design, tables, state, controllers),
    }
    for name, told in controllers.items():
        summary["components"][name]["controller"] = dict(told)
        if "alerts" in told:
            summary["components"][name]["controller"]["detection"] = detection_of(log, name, told)
    summary["objectives"] = judge_objectives(design.objectives, summary)
    summary["findings"] = findings_of(design, summary["components"])
    summary["log"] = list(log)
    return summary
