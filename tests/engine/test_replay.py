"""Runs in one file: what agrees, what differs, and what is no run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.__main__ import main
from engine.design.write import to_document
from engine.replay import replayed
from engine.simulate import Intervention, start
from engine.version import VERSION
from tests import tiny


def _told(**changes: Any) -> dict[str, Any]:
    """A run with two interventions, as it is exported."""
    design = tiny.design()
    simulation = start(design, 3)
    log = [
        {"frame": 5, "failure": "kill_instances", "target": "service", "parameters": {"count": 1}, "heal": False},
        {"frame": 9, "failure": "change", "target": "service", "parameters": {"service_ms_mean": 9.0}, "heal": False},
    ]
    while not simulation.finished:
        for each in log:
            if each["frame"] == simulation.frame_index + 1:
                simulation.intervene(
                    Intervention(str(each["failure"]), str(each["target"]), each["parameters"])  # type: ignore[arg-type]
                )
        simulation.advance()
    digest = simulation.summary()["digest"]
    told = {"format": 1, "document": to_document(design), "seed": 3, "log": log, "frames": 40, "digest": digest}
    return told | changes


def test_a_run_from_a_file_agrees_with_its_digest() -> None:
    found, errors = replayed(_told())
    assert not errors
    assert found["agrees"]


def test_a_run_of_another_engine_is_judged_by_its_digest() -> None:
    found, errors = replayed(_told(engine="0.0.1"))
    assert (found["agrees"], found["engine"], errors) == (True, VERSION, [])


def test_another_log_or_seed_gives_another_digest() -> None:
    for changes in ({"log": []}, {"seed": 4}, {"frames": 20}):
        found, errors = replayed(_told(**changes))
        assert (found["agrees"], errors) == (False, [])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"seed": -1}, "seed"),
        ({"seed": "1"}, "seed"),
        ({"frames": "x"}, "frames"),
        ({"log": None}, "log"),
        ({"log": [{}] * 2_000}, "log"),
        ({"log": [3]}, "log[0]"),
        ({"log": [{"frame": 1, "failure": "x", "target": 3}]}, "log[0]"),
        ({"log": [{"frame": 1, "failure": "x", "target": "service", "parameters": 3}]}, "log[0].parameters"),
        ({"log": [{"frame": 1, "failure": "x", "target": "service"}]}, "failure"),
        ({"document": {}}, "format"),
    ],
)
def test_what_is_no_run_is_refused_at_its_field(changes: dict[str, Any], path: str) -> None:
    found, errors = replayed(_told(**changes))
    assert found == {}
    assert path in [each.path for each in errors]


def test_what_is_no_object_is_refused() -> None:
    assert [replayed(told)[1][0].path for told in ([], 3, None)] == ["document"] * 3


def test_the_command_line_says_whether_they_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.json"
    file.write_text(json.dumps(_told()))
    assert main(["replay", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["agrees"] is True
    file.write_text(json.dumps(_told(seed=4)))
    assert main(["replay", str(file)]) == 1
    file.write_text("[")
    assert main(["replay", str(file)]) == 2
