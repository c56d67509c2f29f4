"""The rows of the gate in their short form: what `make validate` measures at length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.design.model import Design
from engine.simulate import Limits, Simulation, start
from validation import running, table
from validation.discovery import rows
from validation.measuring import measure_row
from validation.row import SHORT, Row

GATE = [row for row in rows().values() if row.gate]


@pytest.mark.slow
@pytest.mark.parametrize("row", GATE, ids=lambda row: row.number)
def test_a_row_of_the_gate_holds_in_its_short_form(row: Row) -> None:
    measured = measure_row(row, SHORT)
    assert measured.verdict == "holds", "\n".join(["", table.head(), *table.lines(measured)])


@pytest.mark.parametrize("number", ["V03"])
def test_a_row_fails_when_a_tenth_more_arrives_than_it_says(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def start_with_more(design: Design, seed: int, limits: Limits | None = None) -> Simulation:
        return start(_with_traffic(design, 1.1), seed, limits)

    monkeypatch.setattr(running, "start", start_with_more)
    assert measure_row(rows()[number], SHORT).verdict == "fails"


def _with_traffic(design: Design, factor: float) -> Design:
    """The same design with all its constant traffic scaled."""
    traffic = tuple(
        replace(each, parameters={**each.parameters, "rate_per_s": float(each.parameters["rate_per_s"]) * factor})
        for each in design.workload.traffic
    )
    return replace(design, workload=replace(design.workload, traffic=traffic))
