"""The record of validation and its page hold what the rows say: neither can drift from the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from validation import fidelity
from validation.discovery import rows
from validation.measuring import Measured
from validation.record import frame, read_record, refreshed, unmeasured, write_record
from validation.row import FULL
from validation.verdict import judge

RECORD = read_record()


def test_the_record_has_every_row_as_it_is_and_no_other() -> None:
    assert [each["number"] for each in RECORD["rows"]] == list(rows()), "run `make fidelity`"
    for each in RECORD["rows"]:
        assert refreshed(rows()[each["number"]], each) == each, f"{each['number']} changed: run `make fidelity`"
    assert {name: RECORD[name] for name in frame()} == frame(), "run `make fidelity`"


def test_the_page_is_the_record() -> None:
    assert fidelity.PAGE.read_text() == fidelity.page(RECORD), "run `make fidelity`"


def test_a_verdict_of_the_record_follows_from_its_values() -> None:
    for each in RECORD["rows"]:
        checks = {check.name: check for check in rows()[each["number"]].checks_of(FULL)}
        for found in each["checks"]:
            if "values" in found:
                assert judge(checks[found["name"]], found["values"]).verdict == found["verdict"], each["number"]
                assert len(found["values"]) == len(each["seeds"])
        verdicts = {check["verdict"] for check in each["checks"]}
        worst = next(name for name in ("fails", "too wide", "not measured", "holds") if name in verdicts)
        assert each["verdict"] == worst or each["error"]


def test_a_measured_row_is_kept_until_what_it_checks_changes(tmp_path: Path) -> None:
    row = rows()["V29"]
    judged = tuple(judge(check, [check.expected or 0.0] * 3) for check in row.checks)
    file = tmp_path / "record.json"
    write_record([Measured(row, FULL, judged, 1.0)], file)
    entry = _entry(read_record(file), "V29")
    assert entry["verdict"] == "holds"
    write_record([], file)
    assert _entry(read_record(file), "V29") == entry
    altered = {**entry, "checks": [{**entry["checks"][0], "values": [65.0] * 3}, *entry["checks"][1:]]}
    assert refreshed(row, altered)["verdict"] == "fails", "a verdict is not what is written but what follows"
    entry["checks"][0]["band"] = [1.0, 2.0]
    assert refreshed(row, entry)["verdict"] == "not measured"


def test_what_was_never_measured_is_said_to_be_so() -> None:
    entry = unmeasured(rows()["V34"])
    assert "not measured" in "\n".join(fidelity.page({**frame(), "rows": [entry]}).splitlines())
    assert fidelity.measured_with(entry) == "Not measured yet."


@pytest.mark.parametrize("text", ["What is left out", "64 buckets an octave", "0.78%"])
def test_the_page_says_where_the_model_stops(text: str) -> None:
    assert text in fidelity.PAGE.read_text()


def _entry(record: dict[str, Any], number: str) -> dict[str, Any]:
    return next(dict(each) for each in record["rows"] if each["number"] == number)
