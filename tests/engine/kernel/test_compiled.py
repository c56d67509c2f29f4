"""Compiled code is kept where it is safe, under a name that changes with every source."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.kernel import compiled
from engine.plan.plan import compile_plan
from engine.plan.start import initial_state
from engine.plan.tracing import Tracing
from tests.engine.random_designs import random_design

CHECKOUT = Path(__file__).resolve().parents[3]
FOLDER = "import engine.kernel.compiled as c; print(c.config.CACHE_DIR)"


def test_any_changed_source_gives_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.sources_digest()
    (tmp_path / "advance.py").write_text("pass")
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    assert compiled.sources_digest() != before


def test_switches_of_the_compiler_give_another_folder() -> None:
    assert _folder({}) != _folder({"NUMBA_BOUNDSCHECK": "1"})
    assert _folder({}) != _folder({"NUMBA_CPU_NAME": "generic"})


def test_the_folder_lies_where_it_is_wanted(tmp_path: Path) -> None:
    assert _folder({"NUMBA_CACHE_DIR": str(tmp_path)}).is_relative_to(tmp_path)


def test_a_place_that_cannot_be_written_is_left_for_a_temporary_one(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    folder = _folder({"NUMBA_CACHE_DIR": str(blocked), "TMPDIR": str(tmp_path)})
    assert folder.is_relative_to(tmp_path)
    assert folder.is_dir()


@pytest.mark.parametrize("seed", range(8))
def test_no_two_arrays_of_a_run_overlap_because_the_loop_is_compiled_so(seed: int) -> None:
    plan = compile_plan(random_design(seed), 1)
    state = initial_state(plan, 1_000, 64, Tracing())
    arrays = [each for each in (*plan.tables.arrays, *state.arrays) if each.size]
    for place, each in enumerate(arrays):
        assert not any(np.may_share_memory(each, other) for other in arrays[:place])


def _folder(switches: dict[str, str]) -> Path:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    run = [sys.executable, "-c", FOLDER]
    process = subprocess.run(run, cwd=CHECKOUT, env={**clean, **switches}, capture_output=True, text=True, check=True)
    return Path(process.stdout.strip())
