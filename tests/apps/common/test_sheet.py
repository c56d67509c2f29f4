"""What people call themselves is never a formula."""

from __future__ import annotations

import csv
import io

import pytest

from apps.common.sheet import csv_of


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://evil.example","x")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "  =1+1",
        "\n=1",
        "＝1+1",
    ],
)
def test_no_cell_begins_a_formula(name: str) -> None:
    (row,) = list(csv.reader(io.StringIO(csv_of([[name, 3.5]]).removeprefix("\ufeff"))))
    assert row[0].startswith("'")
    assert row[1] == "3.5"


def test_plain_names_and_numbers_stay_as_they_are() -> None:
    text = csv_of([["Ada, Countess", -1.5, None, 'the "first"']])
    assert text == '\ufeff"Ada, Countess",-1.5,,"the ""first"""\r\n'
