"""Random documents that may be run are run: a summary or a refusal in words, never a traceback."""

from __future__ import annotations

import json
import os
import random

import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.read import read_document
from engine.simulate import DesignInvalid, Limits, start
from tests.fuzz import documents
from tests.fuzz.test_design_documents import SEED

pytestmark = pytest.mark.slow

SAMPLE = int(os.environ.get("FUZZ_RUNS", "40"))
LIMITS = Limits(events=20_000, memory_bytes=200_000_000)


def test_a_random_design_that_may_be_run_gives_a_summary() -> None:
    print(f"FUZZ_SEED={SEED}")
    ran = number = 0
    while ran < SAMPLE:
        number += 1
        chance = random.Random(f"{SEED}-run-{number}")
        given = documents.grow(chance)
        if chance.random() < 0.5:
            given = documents.break_structure(chance, given)
        design, _ = read_document(given)
        if design is None or check_runnable(design):
            continue
        try:
            ran += _runs(design)
        except Exception as failure:
            raise AssertionError(f"FUZZ_SEED={SEED}, run {number}: {str(given)[:2000]}") from failure
    assert number < SAMPLE * 20


def _runs(design: Design) -> bool:
    """Runs a design until it ends or meets a limit; False when it would take too much memory to begin."""
    try:
        simulation = start(design, seed=1, limits=LIMITS)
    except DesignInvalid:
        return False
    while not simulation.finished:
        simulation.advance(5_000)
    summary = simulation.summary()
    json.dumps(summary, allow_nan=False)
    requests = summary["requests"]
    ended = requests["ok"] + requests["error"] + requests["shed"] + requests["in_flight"]
    assert ended == requests["offered"]
    return True
