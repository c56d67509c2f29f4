"""Nothing moved by accident: digests of many short runs, with numbers that say what moved.

`make golden` writes them again; the difference is reviewed, and told in the message of the commit. A drawing of the
library that was changed on purpose has another digest too: its name says so.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any

from engine.design.discovery import component_types
from engine.design.model import Design
from engine.simulate import Intervention, Simulation, start
from tests.engine.digests import finish, starter, troubled_run
from tests.engine.random_designs import random_actions
from tests.golden.drawings import drawings
from tests.reliability.record import record

STORED = Path(__file__).resolve().parent / "digests.json"
STORED_SHORT = Path(__file__).resolve().parent / "short_digests.json"
SEEDS = (3, 17, 42, 99, 123, 256)
SHORT_S, SHORT_EVENTS = 8.0, 6_000
# Faults fall on the first frames of a short run.
HARMED_FRAMES = 12
SCENARIOS_LEAST = 60


def test_runs_give_the_digests_that_were_stored() -> None:
    found = {f"random design {seed}": _shown(troubled_run(seed, policies=False).summary()) for seed in SEEDS}
    whole = start(starter(), 7, until_s=60.0)
    finish(whole, 7, policies=False)
    found["starter design with faults"] = _shown(whole.summary())
    _compare(found, STORED)


def test_every_kind_and_every_drawing_of_the_library_gives_the_digest_that_was_stored() -> None:
    found, kinds = {}, set()
    for name, design in drawings():
        found[name] = _shown(_short_run(design, zlib.crc32(name.encode())).summary())
        kinds |= {each.type for each in design.components}
    assert kinds == set(component_types()), "draw these in `drawings.py`"
    _compare(found, STORED_SHORT)
    told = f"{len(found) + len(SEEDS) + 1} digests: {len(found)} drawings with all {len(kinds)} kinds of components"
    told += ", random designs and the starter"
    record("D2", told, variant="x86-64", holds=len(found) >= SCENARIOS_LEAST)


def _short_run(design: Design, seed: int) -> Simulation:
    """The first seconds of a run, with random faults in it."""
    simulation = start(design, seed)
    actions = random_actions(seed, design, HARMED_FRAMES, policies=False)
    while not simulation.finished and simulation.clock_s < SHORT_S and simulation.events < SHORT_EVENTS:
        for failure, target, parameters, heal in actions.pop(simulation.frame_index, ()):
            simulation.intervene(Intervention(failure, target, parameters, heal))
        while not simulation.finished and simulation.advance() is None:
            pass
    return simulation


def _shown(summary: dict[str, Any]) -> dict[str, Any]:
    return {
        "digest": summary["digest"],
        "requests": summary["requests"],
        "losses": summary["losses"],
        "calls": sum(each["calls"] for each in summary["connections"].values()),
    }


def _compare(found: dict[str, Any], stored: Path) -> None:
    if os.environ.get("BACKLOT_WRITE_GOLDEN"):
        lines = [f"{json.dumps(name)}: {json.dumps(told)}" for name, told in found.items()]
        stored.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    assert found == json.loads(stored.read_text())
