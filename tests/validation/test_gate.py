"""The rows of the gate in their short form: what `make validate` measures at length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.design.model import Design
from engine.simulate import Limits, Simulation, start
from validation import running, table
from validation.discovery import rows
from validation.measuring import measure_row, measure_task
from validation.row import SHORT, Row

GATE = [row for row in rows().values() if row.gate]


@pytest.mark.slow
@pytest.mark.parametrize("row", GATE, ids=lambda row: row.number)
def test_a_row_of_the_gate_holds_in_its_short_form(row: Row) -> None:
    measured = measure_row(row, SHORT)
    assert measured.verdict == "holds", "\n".join(["", table.head(), *table.lines(measured)])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "factor"),
    [
        ("V03", 1.1),
        ("V07", 1.1),
        ("V10", 1.1),
        ("V13", 1.1),
        ("V20", 1.1),
        ("V34", 0.5),
        ("V35", 0.5),
        ("V36", 1.2),
        ("V37", 0.5),
        ("V39", 0.5),
        ("V40", 1.2),
        ("V79", 1.02),
    ],
)
def test_a_row_fails_when_other_traffic_arrives_than_it_says(
    number: str, factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_with_other(design: Design, seed: int, limits: Limits | None = None) -> Simulation:
        return start(_with_traffic(design, factor), seed, limits)

    monkeypatch.setattr(running, "start", start_with_other)
    assert measure_row(rows()[number], SHORT).verdict == "fails"


def test_a_row_whose_measuring_breaks_fails_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def start_nothing(design: Design, seed: int, limits: Limits | None = None) -> Simulation:
        raise ValueError("nothing starts today")

    monkeypatch.setattr(running, "start", start_nothing)
    assert "nothing starts today" in measure_task("V03", 1, SHORT).error


def _with_traffic(design: Design, factor: float) -> Design:
    """The same design with all its constant traffic scaled."""
    traffic = tuple(
        replace(each, parameters={**each.parameters, "rate_per_s": float(each.parameters["rate_per_s"]) * factor})
        for each in design.workload.traffic
    )
    return replace(design, workload=replace(design.workload, traffic=traffic))
