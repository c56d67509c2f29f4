"""The version of the engine is that of its sources."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from engine.catalogue import catalogue_json
from engine.simulate import start
from engine.version import HERE, NUMBER, VERSION, WITHOUT_A_PART, sources_digest
from tests import tiny


def test_the_number_is_that_of_the_project() -> None:
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["project"]
    assert project["version"] == NUMBER
    assert f"{NUMBER}+{sources_digest()}" == VERSION


def test_results_and_catalogue_name_it() -> None:
    assert catalogue_json()["engine"] == VERSION
    assert start(tiny.design(), 1).summary()["engine"] == VERSION


def test_every_source_but_those_that_only_look_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "kernel").mkdir()
    seen = set()
    for name in ("simulate.py", "kernel/heap.py"):
        for content in ("a = 1", "a = 2"):
            (tmp_path / name).write_text(content)
            seen.add(sources_digest(tmp_path))
    assert len(seen) == 4
    (tmp_path / "__main__.py").write_text("")
    assert sources_digest(tmp_path) in seen
    (tmp_path / "kernel" / "heap.py").rename(tmp_path / "kernel" / "lines.py")
    assert sources_digest(tmp_path) not in seen


def test_a_run_needs_nothing_that_is_left_out() -> None:
    script = (
        "import sys; from engine.simulate import start; from tests import tiny;"
        "start(tiny.design(), 1).summary(); print(' '.join(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], cwd=HERE.parent, capture_output=True, text=True, check=True)
    left_out = tuple(f"engine.{each.removesuffix('.py')}" for each in WITHOUT_A_PART)
    assert "engine.simulate" in loaded.stdout.split()
    assert not [name for name in loaded.stdout.split() if name.startswith(left_out)]
