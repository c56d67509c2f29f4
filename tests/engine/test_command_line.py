"""The engine from a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.__main__ import main
from tests import tiny
from tests.engine.digests import STARTER

ROOT = Path(__file__).resolve().parents[2]
SUMMARY_FIELDS = {"seed", "clock_s", "digest", "engine", "requests", "components", "connections", "classes"}


def test_run_writes_one_json_object_with_everything_a_report_needs() -> None:
    run = [sys.executable, "-m", "engine", "run", str(STARTER), "--seed", "7", "--until", "20"]
    process = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    summary = json.loads(process.stdout)
    assert summary.keys() >= SUMMARY_FIELDS
    assert (summary["seed"], summary["clock_s"]) == (7, 20.0)
    assert summary["requests"].keys() == {"offered", "ok", "error", "shed", "in_flight"}
    play = summary["components"]["play"]
    assert play.keys() >= {"arrivals", "completions", "errors", "utilisation", "queue_mean", "in_system_mean"}
    assert play["latency_s"].keys() == {"mean", "p50", "p95", "p99", "count"}
    assert 0.0 < summary["components"]["catalogue_cache"]["hit_ratio"] < 1.0
    assert "hit_ratio" not in play
    assert summary["connections"]["gateway-play"].keys() >= {"calls", "attempts", "timeouts", "latency_s"}
    assert summary["classes"]["play"].keys() >= {"ok", "error", "latency_s"}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        assert main(["run", str(STARTER), "--seed", "3", "--until", "5", "--out", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_until_may_lie_behind_the_duration_of_the_design(tmp_path: Path) -> None:
    summary = _run_tiny(tmp_path, ["--until", "12"], duration_s=10.0)
    assert summary["clock_s"] == 12.0


def test_check_is_silent_about_a_good_design(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(STARTER)]) == 0
    assert capsys.readouterr().out == ""


def test_estimate_prints_what_to_expect_without_loading_the_compiler() -> None:
    code = "import sys, engine.__main__ as e; sys.exit(e.main(sys.argv[1:]) or 'numba' in sys.modules)"
    command = [sys.executable, "-c", code, "estimate", str(STARTER), "--at", "peak"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    found = json.loads(process.stdout)
    assert (found["at"], found["offered_per_s"], found["limiting"]["component"]) == ("peak", 120.0, "edge")


@pytest.mark.parametrize("command", ["check", "run", "estimate"])
def test_a_bad_design_is_refused_with_a_path_a_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tiny.document(connections=[tiny.connection("viewers", "nobody")])
    file = _written(tmp_path, json.dumps(document))
    assert main([command, str(file)]) == 2
    captured = capsys.readouterr()
    line = (captured.out or captured.err).splitlines()[0]
    assert line.startswith("connections[0].to: ")


@pytest.mark.parametrize(
    "text", ["", "[", "\x00", "format: 1", "{}", "null", "a: &a [*a]", '{"format": 1e999}', "\ud800", "- - - -"]
)
def test_no_text_brings_a_traceback(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _written(tmp_path, text)
    assert main(["check", str(file)]) == 2
    for line in capsys.readouterr().out.splitlines():
        assert ": " in line


def test_a_file_that_is_not_there_or_is_a_folder_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "none.yaml")]) == 2
    assert main(["run", str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_result_that_cannot_be_stored_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "none" / "out.json"
    assert main(["run", str(STARTER), "--until", "1", "--out", str(out)]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--seed", "-1"], ["--seed", "x"], ["--until", "0"], ["--until", "nan"]])
def test_impossible_options_are_refused(option: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", str(STARTER), *option])
    assert ended.value.code == 2


def test_catalogue_prints_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue"]) == 0
    catalogue = json.loads(capsys.readouterr().out)
    assert {"service", "cache"} <= {each["name"] for each in catalogue["components"]}


def _run_tiny(tmp_path: Path, options: list[str], **fields: Any) -> dict[str, Any]:
    file, out = _written(tmp_path, json.dumps(tiny.document(**fields))), tmp_path / "out.json"
    assert main(["run", str(file), "--out", str(out), *options]) == 0
    summary: dict[str, Any] = json.loads(out.read_text())
    return summary


def _written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "design.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    return file


def test_an_explanation_names_the_components_of_the_design(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "design.json", tmp_path / "summary.json"
    file.write_text(json.dumps(tiny.document()))
    assert main(["run", str(file), "--explain", "--trace", "1", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "What limits this design" in printed
    assert "Why p99 is what it is" in printed
    assert "service" in printed
    summary = json.loads(out.read_text())
    assert summary["explanation"].keys() == {"limits", "slowness", "order", "waste"}
    assert summary["traces"]["stored"]


def test_tracing_takes_a_whole_number(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["run", str(STARTER), "--trace", "-1"])
