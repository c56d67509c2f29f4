"""`python -m validation [V31 3C …]`: measures rows of the validation table and says what holds; exit code 1 if not all.

`--short` measures the short forms of `make test` and records nothing; `--page` measures nothing and writes the record's
words and the page on fidelity anew.
"""

from __future__ import annotations

import argparse
import sys
import time

from engine.simulate import start
from validation import table
from validation.designs import one_queue
from validation.discovery import chosen
from validation.fidelity import write_page
from validation.measuring import Measured, measure_rows
from validation.record import write_record
from validation.row import FULL, SHORT, Effort, Row


def main(words: list[str]) -> int:
    """Measures, prints, records; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m validation")
    parser.add_argument("rows", nargs="*", help="rows (V31) or sections (3C); all when left out")
    parser.add_argument("--short", action="store_true", help="the short forms, without a record")
    parser.add_argument("--page", action="store_true", help="measure nothing; write record and page anew")
    asked = parser.parse_args(words)
    if asked.page:
        write_record()
        write_page()
        return 0
    try:
        found = chosen(asked.rows)
    except KeyError as problem:
        parser.error(f"there is no row and no section {problem.args[0]}")
    effort = SHORT if asked.short else FULL
    measured = _measure(found, effort)
    if effort is FULL:
        write_page()
    return _conclude(measured)


def _measure(found: list[Row], effort: Effort) -> list[Measured]:
    start(one_queue(rate_per_s=1.0, duration_s=1.0, warm_up_s=0.0), 1).advance()  # compiles once for both processes
    begun = time.monotonic()
    print(table.head(), flush=True)
    measured = []
    for each in measure_rows(found, effort, lambda number, done, total: _progress(begun, number, done, total)):
        _clear()
        print("\n".join(table.lines(each)), flush=True)
        measured.append(each)
        if effort is FULL:
            write_record([each])  # an interrupted validation keeps what it has measured
    _clear()
    return measured


def _progress(begun: float, number: str, done: int, total: int) -> None:
    """One line that is written over again and again; nothing where nobody looks on."""
    if sys.stderr.isatty():
        print(f"\r{done} of {total} runs, {time.monotonic() - begun:.0f} s, now {number}   ", end="", file=sys.stderr)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)


def _conclude(measured: list[Measured]) -> int:
    not_holding = [f"{each.row.number} {each.verdict}" for each in measured if each.verdict != "holds"]
    print(f"{len(measured) - len(not_holding)} of {len(measured)} rows hold. {', '.join(not_holding)}".rstrip())
    return 1 if not_holding else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
