"""docs/reliability.md says what the record says, and the record says only what somebody can do again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.reliability import page
from tests.reliability.promises import PROMISES, SECTIONS
from tests.reliability.record import PAGE, RECORD, TIERS, read, record, text_of


def test_the_page_is_the_record() -> None:
    assert PAGE.read_text() == page.text_of(read()), "run `python -m tests.reliability`"
    assert RECORD.read_text() == text_of(read())


def test_every_promise_has_its_row() -> None:
    text = PAGE.read_text()
    assert len(PROMISES) == sum(len(section) for section in SECTIONS.values()) == 49
    assert all(f"| {row} | " in text for row in PROMISES)
    assert text.count("| not measured |") == len(PROMISES) - len({each["row"] for each in read()})


def test_what_measured_a_row_is_there() -> None:
    for each in read():
        assert each["row"] in PROMISES
        assert each["tier"] in TIERS
        file, _, name = each["by"].partition("::")
        if name:
            assert f"def {name}(" in (ROOT / file).read_text(), f"{each['row']} was measured by {each['by']}"
        else:
            assert each["by"], f"{each['row']} does not say what measured it"


def test_a_measurement_takes_the_place_of_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "record.json"
    monkeypatch.setenv("BACKLOT_RECORD", str(file))
    record("L1", "1 lost", seed=3, holds=False)
    record("R1", "0 lost", seed=4, tier="N")
    record("L1", "0 lost", seed=5)
    record("L1", "0 lost", seed=6, variant="PostgreSQL")
    found = json.loads(file.read_text())
    assert [(each["row"], each["seed"]) for each in found] == [("R1", 4), ("L1", 6), ("L1", 5)]
    assert found[0]["by"].endswith("::test_a_measurement_takes_the_place_of_the_one_before")
    assert "5 of 49" not in page.text_of(found)
    assert "2 of 49 promises have a measurement" in page.text_of(found)


def test_nothing_is_put_down_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKLOT_RECORD", raising=False)
    before = read()
    record("R1", "0 lost")
    assert read() == before
    with pytest.raises(AssertionError):
        record("R99", "nothing")
