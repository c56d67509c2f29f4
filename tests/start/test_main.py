"""The verbs of the Makefile."""

import subprocess
import sys

from tests.house.tree import ROOT


def test_an_unknown_verb_is_answered_in_one_line() -> None:
    ended = subprocess.run([sys.executable, "-m", "start", "fly"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith("backlot: say one of run, ")
    assert ended.stderr.count("\n") == 1


def test_it_needs_nothing_that_is_not_in_the_standard_library() -> None:
    code = "import sys, runpy; sys.argv=['start', 'fly']; runpy.run_module('start', run_name='__main__')"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {code}"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "backlot: say one of" in ended.stderr
