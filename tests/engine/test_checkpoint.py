"""A run that was put aside and taken up again is the run that was never put aside."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from engine import checkpoint
from engine.checkpoint import load, save
from engine.design.discovery import component_types
from engine.design.model import Design
from engine.simulate import Intervention, Limits, Simulation, start
from tests.engine.controlled import controlled
from tests.engine.digests import finish, starter
from tests.engine.random_designs import random_actions, random_design

SEEDS = range(500, 540)
EVENTS = 3_000
ROOT = Path(__file__).resolve().parents[2]
IN_A_NEW_PROCESS = """
import sys
from engine.checkpoint import load
from tests.engine.digests import finish
from tests.engine.random_designs import random_design
simulation = load(random_design(508), 508, sys.stdin.buffer.read())
finish(simulation, 508)
print(simulation.summary()["digest"])
"""


def test_a_run_resumed_at_every_checkpoint_is_the_uninterrupted_run() -> None:
    for seed in SEEDS:
        resumed, frames = _run(random_design(seed), seed, is_cut=True)
        whole, expected = _run(random_design(seed), seed, is_cut=False)
        assert frames == expected, seed
        assert resumed.summary() == whole.summary(), seed
        assert resumed.explanation() == whole.explanation(), seed


@pytest.mark.parametrize("name", [name for name, each in component_types().items() if each.controller])
def test_a_controller_remembers_what_it_knew(name: str) -> None:
    """Cut a few times a second for most of them: before, between and after what they do."""
    design = controlled(name)
    resumed, frames = _run(design, 1, is_cut=True)
    whole, expected = _run(design, 1, is_cut=False)
    assert frames == expected
    assert resumed.summary() == whole.summary()
    assert whole._panel.controllers


def test_a_run_goes_on_in_another_process() -> None:
    simulation = start(random_design(508), 508)
    simulation.advance(EVENTS)
    saved = save(simulation)
    finish(simulation, 508)
    command = [sys.executable, "-c", IN_A_NEW_PROCESS]
    told = subprocess.run(command, input=saved, capture_output=True, check=True, cwd=ROOT)
    assert told.stdout.decode().strip() == simulation.summary()["digest"]


def test_saving_changes_nothing_and_says_the_same_twice() -> None:
    simulation = start(starter(), 3)
    simulation.advance(EVENTS)
    assert save(simulation) == save(simulation)
    undisturbed = start(starter(), 3)
    undisturbed.advance(EVENTS)
    assert simulation.advance() == undisturbed.advance()


def test_a_run_that_grew_and_was_ended_by_a_limit_stays_so() -> None:
    simulation = start(starter(), 3, Limits(events=200_000), pool=64)
    while not simulation.finished:
        simulation.advance()
    again = load(starter(), 3, save(simulation), Limits(events=200_000))
    assert again is not None
    assert again.finished
    assert again.limit == simulation.limit
    assert again.summary() == simulation.summary()


def test_what_was_asked_for_in_mid_frame_is_kept() -> None:
    simulation = start(starter(), 3)
    assert simulation.advance(5) is None
    simulation.intervene(Intervention("kill_instances", "licence", {"count": 1}))
    again = load(starter(), 3, save(simulation))
    assert again is not None
    again.advance()
    again.advance(5)
    assert [entry["failure"] for entry in again.log] == ["kill_instances"]


@pytest.mark.parametrize("place", [0, 10, 30, 60, 1_000, -1])
def test_a_damaged_checkpoint_is_not_loaded(place: int) -> None:
    saved = bytearray(_saved())
    saved[place] ^= 1
    assert load(starter(), 3, bytes(saved)) is None


def test_no_part_of_a_checkpoint_is_loaded() -> None:
    saved = _saved()
    assert load(starter(), 3, saved) is not None
    assert [load(starter(), 3, saved[:length]) for length in (0, 1, 20, 60, len(saved) - 1)] == [None] * 5


def test_a_checkpoint_of_another_run_is_not_loaded() -> None:
    assert load(starter(), 4, _saved()) is None
    assert load(random_design(500), 3, _saved()) is None


def test_a_checkpoint_of_another_engine_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = _saved()
    monkeypatch.setattr(checkpoint, "VERSION", "another")
    assert load(starter(), 3, saved) is None


@pytest.mark.parametrize("change", ["a type of array", "a class", "an attribute", "one more", "not of the engine"])
def test_a_checkpoint_of_another_build_is_not_loaded(change: str) -> None:
    head, content = _opened(_saved())
    if change == "a type of array":
        head["arrays"][0][0] = "[('another', '<i8')]"
    elif change == "a class":
        head["objects"][0][0] += "Renamed"
    elif change == "an attribute":
        owner = next(each for each in head["objects"] if each[0] == "engine.kernel.state:State")
        owner[1].pop("heap")
    elif change == "one more":
        head["root"]["_another"] = 1
    else:
        head["objects"][0][0] = "subprocess:Popen"
    assert load(starter(), 3, _closed(head, content)) is None


def test_what_is_not_of_the_engine_cannot_be_saved() -> None:
    simulation = start(starter(), 3)
    simulation.log.append({"sentence": Path()})
    with pytest.raises(TypeError, match="cannot hold a PosixPath"):
        save(simulation)


def test_a_checkpoint_is_small() -> None:
    simulation = start(starter(), 3)
    while simulation.clock_s < 30.0:
        simulation.advance()
    assert len(save(simulation)) < simulation.state.size_bytes / 2


def _run(design: Design, seed: int, *, is_cut: bool) -> tuple[Simulation, list[Any]]:
    """The finished run of a design with random faults, put aside after every call when `is_cut`."""
    simulation = start(design, seed)
    actions = random_actions(seed, design, simulation.frames_count)
    frames = []
    while not simulation.finished:
        for failure, target, parameters, heal in actions.pop(simulation.frame_index, ()):
            simulation.intervene(Intervention(failure, target, parameters, heal))
        frame = simulation.advance(EVENTS)
        frames += [frame] if frame is not None else []
        if is_cut:
            again = load(design, seed, save(simulation))
            assert again is not None
            simulation = again
    return simulation, frames


def _saved() -> bytes:
    simulation = start(starter(), 3)
    simulation.advance()
    return save(simulation)


def _opened(saved: bytes) -> tuple[dict[str, Any], bytes]:
    body = zlib.decompress(saved[len(checkpoint.MARK) + hashlib.sha256().digest_size :])
    end = 8 + int.from_bytes(body[:8], "little")
    return json.loads(body[8:end]), body[end:]


def _closed(head: dict[str, Any], content: bytes) -> bytes:
    text = json.dumps(head).encode()
    packed = zlib.compress(len(text).to_bytes(8, "little") + text + content)
    return checkpoint._header(starter(), 3, packed) + packed
