"""docs/engine/fidelity.md: the page on how true the model is, made from the record of validation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from validation.numbers import shown
from validation.record import RECORD, ROOT, Entry, read_record

PAGE = ROOT / "docs" / "engine" / "fidelity.md"
SECTIONS = {
    "3A": "Queues and networks of queues",
    "3B": "Fan-out and tails",
    "3C": "Retries, breakers, overload, metastability",
    "3D": "Caches",
    "3E": "Players, links, rights",
    "3F": "Events, scaling, health, change",
}


def write_page() -> None:
    """Writes the page from the record as it stands."""
    PAGE.write_text(page(read_record()))


def page(record: dict[str, Any]) -> str:
    """The page as Markdown."""
    rows = record["rows"]
    parts = [HEAD, *_modelled(record["histogram"]), *_left_out(record), *_summary(rows)]
    for section, entries in groupby(sorted(rows, key=lambda each: each["section"]), lambda each: str(each["section"])):
        parts += [f"## {section} {SECTIONS[section]}", ""]
        for each in entries:
            parts += [f"### {each['number']} {each['title']}", "", *_row(each), ""]
    return "\n".join(parts).rstrip() + "\n"


HEAD = f"""# How true the model is

Written by `make fidelity` from `docs/engine/{RECORD.name}`, which `make validate` measures; not to be changed by
hand. The sandbox shows the same as the page /fidelity/.

A simulator earns trust by saying where it stops: what is modelled, what is left out, and how far the results lie from
what is known.
"""


def _modelled(histogram: dict[str, float]) -> Iterator[str]:
    smallest_us, largest_h = 1e6 * histogram["smallest_s"], histogram["largest_s"] / 3600.0
    yield f"""## What is modelled

Every request of every source, as a tree of calls, event by event. What each mechanism means, with its default and its
switch, stands in [mechanisms.md](mechanisms.md); how things are measured in [measurement.md](measurement.md); why a
result repeats in [determinism.md](determinism.md).

Percentiles are read off histograms with {histogram["buckets_an_octave"]:g} buckets an octave: at most
{histogram["worst_error_ratio"]:.2%} from the sample's own, for latencies from {shown(smallest_us, 2)} µs to
{largest_h:.1f} h. Means, counts and areas over time are exact.
"""


def _left_out(record: dict[str, Any]) -> Iterator[str]:
    yield "## What is left out"
    yield ""
    yield "| left out | so that |"
    yield "|---|---|"
    for what, consequence in record["left_out"]:
        yield f"| {what} | {consequence} |"
    yield ""
    if not record["later"]:
        return
    yield "Rows of the validation table that are not here:"
    yield ""
    for number, reason in record["later"].items():
        yield f"- {number}: {reason}"
    yield ""


def _summary(rows: list[Entry]) -> Iterator[str]:
    verdicts = [str(each["verdict"]) for each in rows]
    counts = ", ".join(f"{verdicts.count(each)} {each}" for each in dict.fromkeys(sorted(verdicts)))
    yield f"""## The rows

{len(rows)} rows: {counts}. The expected band is the tolerance of the table; the interval is the 95 % interval of the
mean over independent seeds (Student's t), or the range of all seeds where each must keep the band by itself. A row
*holds* when every interval touches its band and is not wider than the band; a wider one is *too wide*: right perhaps,
but not shown.
"""


def _row(entry: Entry) -> Iterator[str]:
    yield f"{entry['setup']} Expected by: {entry['source']}"
    if entry["note"]:
        yield ""
        yield f"*{entry['note']}*"
    yield ""
    yield "| quantity | expected | band | measured | 95 % interval | verdict |"
    yield "|---|---|---|---|---|---|"
    for each in entry["checks"]:
        yield f"| {' | '.join(cells(each))} |"
    yield ""
    yield measured_with(entry)


def cells(check: Entry) -> list[str]:
    """A check as the cells of a table."""
    texts = [str(check.get(f"{name}_text", "")) for name in ("expected", "band", "measured", "interval")]
    return [check["what"], *texts, check["verdict"]]


def measured_with(entry: Entry) -> str:
    """How a row was measured."""
    if not entry["seeds"]:
        return "Not measured yet."
    first, last = entry["seeds"][0], entry["seeds"][-1]
    seeds = f"seeds {first} to {last}" if last > first else f"seed {first}"
    error = f" It broke: {entry['error']}" if entry["error"] else ""
    return f"Measured with {seeds}, engine `{entry['engine']}`.{error}"
