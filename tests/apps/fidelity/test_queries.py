"""What the page is made of."""

from __future__ import annotations

import pytest

from apps.fidelity import queries


def test_a_drawing_puts_the_band_in_the_middle_and_cuts_what_lies_far_out() -> None:
    check = {"band": [90.0, 110.0], "interval": [95.0, 105.0], "mean": 100.0}
    assert queries.drawing(check) == {"begin": 37.5, "width": 25.0, "mean": 50.0}
    far = queries.drawing({**check, "interval": [300.0, 400.0], "mean": 350.0})
    assert far is not None
    assert far["begin"] == far["mean"] == 100.0


@pytest.mark.parametrize("band", [[None, 1.0], [1.0, None], [2.0, 2.0]])
def test_a_bound_has_no_drawing(band: list[float | None]) -> None:
    assert queries.drawing({"band": band, "interval": [0.0, 1.0], "mean": 0.5}) is None


def test_rows_that_do_not_hold_come_first_when_asked() -> None:
    found = [row["verdict"] for row in queries.rows(queries.chosen("", "", "verdict"))]
    order = [queries.VERDICTS.index(each) for each in found]
    assert order == sorted(order, reverse=True)


def test_words_of_markdown_become_markup_and_markup_becomes_text(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = queries._marked("**bold** `a_b*c*` and *soft* <script>")
    assert marked.startswith("<strong>bold</strong> <code>a_b")
    assert "<em>soft</em>" in marked
    assert "<script>" not in marked
