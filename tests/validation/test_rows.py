"""Every row says what it is, and stands in a file of its number."""

from __future__ import annotations

import re

import pytest

from validation.discovery import chosen, rows
from validation.row import FULL, SHORT, Row

NUMBER = re.compile(r"V[0-9]{2}b?")


@pytest.mark.parametrize("row", rows().values(), ids=lambda row: row.number)
def test_a_row_says_what_it_is(row: Row) -> None:
    assert NUMBER.fullmatch(row.number)
    assert re.fullmatch("3[A-F]", row.section)
    assert all(len(text) > 10 and not text[0].islower() for text in (row.setup, row.source))
    assert row.checks_of(SHORT), "a short form checks something"
    assert len(row.seeds_of(SHORT)) <= len(row.seeds_of(FULL))
    noisy = [each for each in row.checks if each.kind in ("near", "bound")]
    assert row.seeds != 2, "two seeds give no interval worth its name"
    assert not noisy or row.seeds >= 3 or row.seeds == 1


def test_rows_are_chosen_by_number_or_section() -> None:
    assert [row.number for row in chosen(["V03"])] == ["V03"]
    assert {row.section for row in chosen(["3A"])} == {"3A"}
    assert chosen([]) == list(rows().values())
    with pytest.raises(KeyError):
        chosen(["V00"])
