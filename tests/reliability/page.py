"""The page docs/reliability.md as text: every promise, and what was measured of it."""

from __future__ import annotations

from tests.reliability.promises import SECTIONS, Promise
from tests.reliability.record import Entry

HEAD = """\
# What is promised of runs, and what was measured

Written from `reliability.json` by `python -m tests.reliability`; do not edit. A proof that runs with `BACKLOT_RECORD=1`
puts its figures into the record (`make soak` does), with the day and the seed that repeats its dice. Tier C runs in
`make test`, N in `make soak`, W takes hours. "Not measured" means just that: there may be a smaller test, but no
figure.

All of it on one machine with two cores, unless a row says otherwise. The load is how many processes wanted to run there
(mean of the last minute before it was put down): figures of a busy machine are worse than they need be.
"""
COLUMNS = "| | promised | asked for | measured | on | verdict | day | load | seed | tier | by |\n" + "|---" * 11 + "|\n"


def text_of(entries: list[Entry]) -> str:
    """The whole page."""
    measured = {each["row"] for each in entries if each["holds"]}
    total = sum(len(section) for section in SECTIONS.values())
    text = f"{HEAD}\n{len(measured)} of {total} promises have a measurement that holds.\n"
    for name, section in SECTIONS.items():
        lines = [line for promise in section for line in _lines(promise, entries)]
        text += f"\n## {name}\n\n{COLUMNS}" + "".join(lines)
    return text


def _lines(promise: Promise, entries: list[Entry]) -> list[str]:
    found = [each for each in entries if each["row"] == promise.row]
    if not found:
        return [_line(promise.row, promise.words, promise.asked, "not measured", *[""] * 7)]
    heads = [(promise.row, promise.words, promise.asked)] + [(promise.row, "", "")] * (len(found) - 1)
    return [_line(*head, *_told(each)) for head, each in zip(heads, found, strict=True)]


def _told(entry: Entry) -> tuple[str, ...]:
    verdict = "holds" if entry["holds"] else "falls short"
    seed = "" if entry["seed"] is None else str(entry["seed"])
    load = f"{entry['load']:g}" if "load" in entry else ""
    by = f"`{entry['by']}`" if entry["by"] else ""
    return (entry["measured"], entry["variant"], verdict, entry["date"], load, seed, entry["tier"], by)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"
