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

from validation.discovery import rows
from validation.measuring import Measured
from validation.numbers import shown_range
from validation.row import FULL, Check, Row
from validation.verdict import Judged

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


def read_record(file: Path = RECORD) -> dict[str, Entry]:
    """The entries by number; none when nothing was measured yet."""
    if not file.exists():
        return {}
    return {each["number"]: each for each in json.loads(file.read_text())["rows"]}


def write_record(measured: Sequence[Measured], file: Path = RECORD) -> None:
    """Puts new results beside the old ones of other rows. Rows that are no longer there are left out."""
    entries = read_record(file) | {each.row.number: entry_of(each, engine_digest()) for each in measured}
    kept = [entries.get(number) or unmeasured(row) for number, row in rows().items()]
    file.write_text(json.dumps({"format": 1, "rows": kept}, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


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
        "checks": [_judged(each) for each in measured.judged],
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
    return {
        **_described_check(judged.check),
        "values": [_rounded(each) for each in judged.values],
        "mean": _rounded(judged.mean),
        "interval": [_rounded(each) for each in interval],
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
        "band_text": shown_range(check.low, check.high, check.unit),
    }


def _rounded(value: float) -> float | None:
    """Six digits; None for what is endless or not a number, of which JSON knows nothing."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
