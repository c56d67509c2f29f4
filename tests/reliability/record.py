"""What proofs measured, row by row: docs/reliability.json, from which the page docs/reliability.md is made.

A proof calls `record` with what it has measured. Nothing is written unless BACKLOT_RECORD is set: to a file, or to 1
for the one in docs. The newest measurement of a row stands; `variant` keeps several of one row
apart (a database, a path).
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.reliability.promises import PROMISES

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "reliability.json"
PAGE = ROOT / "docs" / "reliability.md"
LOCK = Path(tempfile.gettempdir()) / "backlot-reliability.lock"
# Tier C runs in `make test`, N in `make soak`, W takes hours.
TIERS = ("C", "N", "W")

Entry = dict[str, Any]


def record(
    row: str,
    measured: str,
    *,
    seed: int | None = None,
    tier: str = "C",
    holds: bool = True,
    variant: str = "",
    by: str = "",
) -> None:
    """Puts down what was measured of a promise, in words. `by` is the test or command; the running test if left out.

    `holds` is False for a figure that falls short of what is asked for: the page says so.
    """
    assert row in PROMISES, f"there is no promise {row}"
    assert tier in TIERS
    file = _wanted_file()
    if file is None:
        return
    date = datetime.now(UTC).date().isoformat()
    entry = {"row": row, "variant": variant or _database(), "measured": measured, "holds": holds, "date": date}
    # What else the machine did: processes that wanted to run, as a mean of the last minute.
    load = round(os.getloadavg()[0], 1)
    _put(file, entry | {"load": load, "seed": seed, "tier": tier, "by": by or _running_test()})


def read(file: Path = RECORD) -> list[Entry]:
    """All measurements, by row and variant in the order of the promises."""
    return _in_order(json.loads(file.read_text()) if file.exists() else [])


def _in_order(entries: list[Entry]) -> list[Entry]:
    places = list(PROMISES)
    return sorted(entries, key=lambda each: (places.index(each["row"]), each["variant"]))


def _put(file: Path, entry: Entry) -> None:
    """Reads, changes and writes as one, however many proofs run at once."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = [each for each in read(file) if (each["row"], each["variant"]) != (entry["row"], entry["variant"])]
        file.write_text(text_of(_in_order([*kept, entry])))


def text_of(entries: list[Entry]) -> str:
    """JSON with a line for each measurement, so that differences are read row by row."""
    lines = [json.dumps(each, ensure_ascii=False) for each in entries]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _database() -> str:
    """What the proof ran on, unless it says otherwise."""
    is_server = os.environ.get("BACKLOT_STACK_DATABASE") == "postgres" or "postgres" in os.environ.get(
        "DATABASE_URL", ""
    )
    return "PostgreSQL" if is_server else "SQLite"


def _wanted_file() -> Path | None:
    wish = os.environ.get("BACKLOT_RECORD", "")
    if not wish:
        return None
    return RECORD if wish == "1" else Path(wish)


def _running_test() -> str:
    return os.environ.get("PYTEST_CURRENT_TEST", "").removesuffix(" (call)").split("[")[0]
