"""One hash of a thousand random designs, however, wherever and by whatever Python they are computed (D1, D4, D5).

`make soak` runs these. BACKLOT_PYTHONS names more interpreters that have the pinned packages of the engine, with spaces
between; each is told apart by its version.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest

from engine.checkpoint import load, save
from engine.simulate import Intervention, Simulation, start
from start.stamps import ROOT
from tests.engine.random_designs import random_actions, random_design
from tests.reliability.record import record

pytestmark = pytest.mark.slow

DESIGNS = 1000
RUNS_CUT = 200
SLICE_EVENTS = 97
PLACES = {
    "another hash seed": {"PYTHONHASHSEED": "77"},
    "another time zone": {"TZ": "Asia/Kolkata"},
    "another language": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "one thread": {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    "all at once": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Chatham", "LANG": "ar_EG.UTF-8", "OMP_NUM_THREADS": "2"},
}
MACHINES = {
    "code for any processor": {"NUMBA_CPU_NAME": "generic"},
    "a C library without fused operations": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"},
    "bounds checks": {"NUMBA_BOUNDSCHECK": "1"},
}


def hashes(
    first: int, count: int, *words: int, switches: Mapping[str, str] = os.environ, python: str = sys.executable
) -> list[str]:
    """A line for each design, computed in a process of its own."""
    return finished(begun(first, count, *words, switches=switches, python=python))


def begun(
    first: int, count: int, *words: int, switches: Mapping[str, str] = os.environ, python: str = sys.executable
) -> subprocess.Popen[str]:
    command = [python, "-m", "tests.reliability.same_bits", *map(str, (first, count, *words))]
    environment = {**os.environ, **switches}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(process: subprocess.Popen[str]) -> list[str]:
    told, complaint = process.communicate()
    assert process.returncode == 0, complaint
    return told.splitlines()


@pytest.fixture(scope="module")
def expected() -> list[str]:
    found = hashes(0, DESIGNS)
    assert len({line.split()[1] for line in found}) > 0.9 * DESIGNS, "different designs give the same"
    return found


def test_a_thousand_designs_have_one_hash_on_every_machine(expected: list[str]) -> None:
    ways = ["one slice", f"slices of {SLICE_EVENTS} events", "1 and 2 workers"]
    assert hashes(0, DESIGNS, SLICE_EVENTS) == expected
    halves = [begun(0, DESIGNS // 2), begun(DESIGNS // 2, DESIGNS // 2)]
    assert [line for half in halves for line in finished(half)] == expected
    for name, switches in MACHINES.items():
        assert hashes(0, DESIGNS, switches=switches) == expected, name
        ways.append(name)
    versions = [version_of(sys.executable)]
    for python in os.environ.get("BACKLOT_PYTHONS", "").split():
        versions.append(version_of(python))
        assert hashes(0, DESIGNS, python=python) == expected, f"Python {versions[-1]}"
    figures = f"{DESIGNS} designs, 1 hash each over {', '.join(ways)}; Python {', '.join(sorted(versions))}"
    record("D1", figures, tier="N", variant=f"x86-64, {len(versions)} Pythons")


def version_of(python: str) -> str:
    ask = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()


def test_place_clock_and_threads_change_nothing(expected: list[str]) -> None:
    count = DESIGNS // 5
    for name, switches in PLACES.items():
        assert hashes(0, count, switches=switches) == expected[:count], name
    record(
        "D5",
        f"{count} designs, 1 hash each with {', '.join(PLACES)}; a clock is not part of it",
        tier="N",
        variant="x86-64",
    )


def test_a_run_taken_up_from_any_checkpoint_is_the_run() -> None:
    """A checkpoint at every frame and in the middle of some; each is loaded and computed to the end."""
    checkpoints = 0
    for seed in range(RUNS_CUT):
        whole = _finished(start(random_design(seed), seed), seed)
        cut = start(random_design(seed), seed)
        actions = random_actions(seed, cut.design, cut.frames_count)
        saved: list[tuple[bytes, bool]] = []
        while not cut.finished:
            saved.append((save(cut), False))
            _disturb(cut, actions)
            while cut.advance(3_000) is None and not cut.finished:
                saved.append((save(cut), True))
        assert cut.summary() == whole.summary(), seed
        for state, is_mid_frame in saved:
            resumed = load(random_design(seed), seed, state)
            assert resumed is not None
            assert _finished(resumed, seed, is_mid_frame).summary() == whole.summary(), (seed, resumed.frame_index)
        checkpoints += len(saved)
    record("D4", f"{RUNS_CUT} runs, {checkpoints} checkpoints: all the same", tier="N", variant="x86-64")


def _finished(simulation: Simulation, seed: int, is_mid_frame: bool = False) -> Simulation:
    """On to the end, from wherever it stands; in the middle of a frame what was done at its begin is done."""
    actions = random_actions(seed, simulation.design, simulation.frames_count)
    if is_mid_frame:
        actions.pop(simulation.frame_index, None)
    while not simulation.finished:
        _disturb(simulation, actions)
        while simulation.advance(10_000_000) is None and not simulation.finished:
            continue
    return simulation


def _disturb(simulation: Simulation, actions: Mapping[int, Sequence[tuple[str, str, dict[str, object], bool]]]) -> None:
    for failure, target, parameters, heal in actions.get(simulation.frame_index, ()):
        simulation.intervene(Intervention(failure, target, parameters, heal))
