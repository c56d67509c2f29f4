"""Every bomb is answered in words, at once, in little memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.fuzz.bombs import ALLOWED, BOMBS, answer
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow

CPU_S = 0.1
NOISE = 3.0
"""A neighbour on the same core may take two thirds of it; a bomb that goes off takes seconds."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_in_words_at_once_and_in_little_memory(name: str) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.bombs", name], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert child.returncode == 0, child.stderr[-2000:]
    result = json.loads(child.stdout)
    assert result["said"]
    assert BOMBS[name][1] in result["said"]
    assert result["cpu_s"] <= CPU_S * NOISE


@pytest.mark.parametrize("name", ALLOWED)
def test_a_strange_document_that_is_right_is_read(name: str) -> None:
    assert answer(ALLOWED[name]()) == ""
