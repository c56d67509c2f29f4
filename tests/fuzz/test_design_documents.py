"""Ten thousand random documents: an error list or a design, never a traceback.

`FUZZ_SEED` replays a run, `FUZZ_COUNT` makes it longer.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.model import Design, DesignError
from engine.design.read import read_document, read_text
from engine.design.write import canonical, to_document
from tests.fuzz import documents

pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("FUZZ_COUNT", "10000"))
SEED = int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(2**32)))


def test_a_random_document_gives_errors_or_a_design_and_what_is_accepted_survives_export_and_import() -> None:
    print(f"FUZZ_SEED={SEED}")
    accepted = runnable = 0
    for number in range(COUNT):
        chance = random.Random(f"{SEED}-{number}")
        given, (design, errors) = read_random(chance)
        try:
            judge(design, errors)
        except Exception as failure:
            raise AssertionError(f"FUZZ_SEED={SEED}, document {number}: {str(given)[:2000]}") from failure
        accepted += design is not None
        runnable += design is not None and not check_runnable(design)
    # A fuzz that accepts nothing, or everything, proves nothing.
    assert 0.15 * COUNT < accepted < 0.85 * COUNT, accepted
    assert runnable > 0.05 * COUNT, runnable


def read_random(chance: random.Random) -> tuple[Any, tuple[Design | None, list[DesignError]]]:
    """One random document and what reading it gave."""
    grown = documents.grow(chance) if chance.random() < 0.7 else documents.smallest()
    way = chance.random()
    if way < 0.3:
        return grown, read_document(grown)
    if way < 0.6:
        broken = documents.break_structure(chance, grown)
        return broken, read_document(broken)
    if way < 0.7:
        text = documents.write_out(chance, grown)
        return text, read_text(text)
    if way < 0.98:
        torn = documents.break_text(chance, documents.write_out(chance, grown))
        return torn, read_text(torn)
    noise = documents.noise(chance)
    return noise, read_text(noise)


def judge(design: Design | None, errors: list[DesignError]) -> None:
    """Asserts the laws of reading."""
    assert (design is None) == bool(errors)
    for error in [*errors, *(check_runnable(design) if design else [])]:
        assert error.path
        assert error.message.endswith((".", "?")), error
        assert len(error.path + error.message) < 2_000
        (error.path + error.message).encode("utf-8")
    if design is not None:
        _survives_export_and_import(design)


def _survives_export_and_import(design: Design) -> None:
    exported = canonical(design)
    for again, errors in (read_document(to_document(design)), read_text(exported)):
        assert not errors, errors
        assert again == design
        assert again is not None
        assert canonical(again) == exported
