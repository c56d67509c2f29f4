"""The results of validation as JSON: docs/engine/validation.json, from which the page on fidelity is made.

A row keeps the digest of the engine's sources that it was measured with, so rows may be measured one by one.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.results.buckets import scheme
from validation.discovery import rows
from validation.left_out import LATER, LEFT_OUT
from validation.measuring import Measured
from validation.numbers import shown, shown_range
from validation.row import FULL, Check, Row
from validation.verdict import Judged, judge, worst

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "docs" / "engine" / "validation.json"
DIGITS = 6

Entry = dict[str, Any]


def engine_digest() -> str:
    """Hex digest over every source of the engine."""
    digest = hashlib.sha256()
    for file in sorted((ROOT / "engine").rglob("*.py")):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def read_record(file: Path = RECORD) -> dict[str, Any]:
    """The record; one without rows when nothing was measured yet."""
    empty: dict[str, Any] = {"rows": []}
    return json.loads(file.read_text()) if file.exists() else empty


def write_record(measured: Sequence[Measured] = (), file: Path = RECORD) -> None:
    """Puts new results beside the old ones of other rows, and describes every row as it is now."""
    engine = engine_digest()
    kept = {each["number"]: each for each in read_record(file)["rows"]}
    kept |= {each.row.number: entry_of(each, engine) for each in measured}
    entries = [refreshed(row, kept.get(number)) for number, row in rows().items()]
    file.write_text(_text({**frame(), "rows": entries}))


def frame() -> dict[str, Any]:
    """What the record says besides its rows."""
    return {"format": 1, "histogram": scheme(), "left_out": [list(each) for each in LEFT_OUT], "later": LATER}


def refreshed(row: Row, entry: Entry | None) -> Entry:
    """An entry as its row describes it now, judged again from its values; without them if the checks have changed."""
    now = unmeasured(row)
    if entry is None or (not entry["error"] and [_plain(each) for each in entry["checks"]] != _plain_checks(row)):
        return now
    if entry["error"]:
        return {**entry, **described(row), "checks": now["checks"]}
    found = {each["name"]: each for each in entry["checks"]}
    measured = all("values" in each for each in found.values())
    if not measured:
        return now
    checks = [_judged(judge(each, _values(found[each.name]))) for each in row.checks_of(FULL)]
    return {**entry, **described(row), "verdict": worst(each["verdict"] for each in checks), "checks": checks}


def _plain_checks(row: Row) -> list[tuple[Any, ...]]:
    return [_plain(_described_check(each)) for each in row.checks_of(FULL)]


def _plain(check: Entry) -> tuple[Any, ...]:
    """What makes a check the one that was measured."""
    return (check["name"], check["kind"], check["band"])


def _values(check: Entry) -> list[float]:
    return [math.nan if each is None else float(each) for each in check["values"]]


def _text(record: dict[str, Any]) -> str:
    """JSON with a line for each check, so that differences are read check by check."""
    entries = []
    for each in record["rows"]:
        checks = ",\n".join("   " + _dumped(check) for check in each["checks"])
        head = ",\n".join(f"  {_dumped(name)}: {_dumped(value)}" for name, value in each.items() if name != "checks")
        entries.append(f'{{\n{head},\n  "checks": [\n{checks}\n  ]\n }}')
    head = ",\n".join(f" {_dumped(name)}: {_dumped(value)}" for name, value in record.items() if name != "rows")
    return f'{{\n{head},\n "rows": [{", ".join(entries)}]\n}}\n'


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def entry_of(measured: Measured, engine: str) -> Entry:
    """A measured row as plain values."""
    return {
        **described(measured.row),
        "effort": measured.effort.name,
        "engine": engine,
        "seeds": list(measured.row.seeds_of(measured.effort)),
        "seconds": round(measured.seconds, 1),
        "verdict": measured.verdict,
        "error": measured.error.strip().splitlines()[-1] if measured.error else "",
        "checks": [_judged(each) for each in measured.judged] or unmeasured(measured.row)["checks"],
    }


def unmeasured(row: Row) -> Entry:
    """A row that is there and was never measured in full."""
    checks = [{**_described_check(each), "verdict": "not measured"} for each in row.checks_of(FULL)]
    nothing = {"effort": "", "engine": "", "seeds": [], "seconds": 0.0, "error": ""}
    return {**described(row), **nothing, "verdict": "not measured", "checks": checks}


def described(row: Row) -> Mapping[str, Any]:
    """What a row says of itself."""
    names = ("number", "section", "title", "setup", "source", "gate", "note")
    return {name: getattr(row, name) for name in names}


def _judged(judged: Judged) -> Entry:
    interval = [judged.mean - judged.half_width, judged.mean + judged.half_width]
    ends = interval if judged.check.kind in ("near", "bound") else [min(judged.values), max(judged.values)]
    return {
        **_described_check(judged.check),
        "values": [_rounded(each) for each in judged.values],
        "mean": _rounded(judged.mean),
        "interval": [_rounded(each) for each in ends],
        "measured_text": shown(judged.mean, 5),
        "interval_text": " to ".join(shown(each, 5) for each in ends),
        "verdict": judged.verdict,
    }


def _described_check(check: Check) -> Entry:
    return {
        "name": check.name,
        "what": check.what,
        "unit": check.unit,
        "kind": check.kind,
        "expected": None if check.expected is None else _rounded(check.expected),
        "band": [_rounded(check.low), _rounded(check.high)],
        "expected_text": "" if check.expected is None else shown(check.expected, 5),
        "band_text": shown_range(check.low, check.high, check.unit),
    }


def _rounded(value: float) -> float | None:
    """Six digits; None for what is endless or not a number, of which JSON knows nothing."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
