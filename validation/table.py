"""The table of results in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from validation.measuring import Measured
from validation.numbers import shown, shown_range
from validation.verdict import Judged

WIDTHS = (5, 46, 26, 12, 25, 8)
TITLES = ("row", "quantity", "expected", "measured", "95 % interval", "verdict")


def head() -> str:
    """The line of titles."""
    return _line(TITLES)


def lines(measured: Measured) -> Iterator[str]:
    """A line for each check, under one for the row."""
    yield f"{measured.row.number:<5} {measured.row.title}  ({measured.seconds:.0f} s)"
    for each in measured.judged:
        yield _line(("", each.check.what, _expected(each), _measured(each), _interval(each), each.verdict))
    if measured.error:
        yield measured.error


def _expected(judged: Judged) -> str:
    check = judged.check
    band = shown_range(check.low, check.high, check.unit)
    return band if check.expected is None or check.kind == "exact" else f"{shown(check.expected)} ({band})"


def _measured(judged: Judged) -> str:
    return f"{shown(judged.mean)} {judged.check.unit}".strip()


def _interval(judged: Judged) -> str:
    if judged.half_width:
        return f"{shown(judged.mean - judged.half_width)} to {shown(judged.mean + judged.half_width)}"
    return f"{shown(min(judged.values))} to {shown(max(judged.values))} (all)" if len(judged.values) > 1 else ""


def _line(cells: tuple[str, ...]) -> str:
    return " ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
