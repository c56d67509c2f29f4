"""Nothing moved by accident: digests of a few runs, with numbers that say what moved.

`make golden` writes them again; the difference is reviewed, and told in the message of the commit.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from engine.simulate import start
from tests.engine.digests import finish, starter, troubled_run
from tests.reliability.record import record

STORED = Path(__file__).resolve().parent / "digests.json"
SEEDS = (3, 17, 42, 99, 123, 256)


def test_runs_give_the_digests_that_were_stored() -> None:
    found = {f"random design {seed}": _shown(troubled_run(seed, policies=False).summary()) for seed in SEEDS}
    whole = start(starter(), 7, until_s=60.0)
    finish(whole, 7, policies=False)
    found["starter design with faults"] = _shown(whole.summary())
    if os.environ.get("BACKLOT_WRITE_GOLDEN"):
        STORED.write_text(json.dumps(found, indent=1) + "\n")
    assert found == json.loads(STORED.read_text())
    told = f"{len(found)} digests of random designs and the starter; not of every kind and scenario"
    record("D2", told, variant="x86-64", holds=False)


def _shown(summary: dict[str, Any]) -> dict[str, Any]:
    return {
        "digest": summary["digest"],
        "requests": summary["requests"],
        "losses": summary["losses"],
        "calls": sum(each["calls"] for each in summary["connections"].values()),
    }
