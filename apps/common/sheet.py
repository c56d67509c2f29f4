"""A table as CSV that a spreadsheet shows as it is: nothing that people wrote is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(rows: Iterable[Sequence[str | float | None]]) -> str:
    """The rows with a mark for spreadsheets that it is UTF-8; numbers as numbers, texts made safe."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return "\ufeff" + text.getvalue()


def _cell(cell: str | float | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        plain = " ".join(cell.replace("\x00", "").split())
        # A quote in front makes it a text, and what was hidden behind blanks is seen too.
        return f"'{plain}" if plain.startswith(FORMULA_STARTS) else plain
    return f"{cell:.10g}"
