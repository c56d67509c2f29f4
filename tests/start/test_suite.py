"""The whole suite in two halves."""

import sys

import pytest

from start import suite
from tests.house.tree import ROOT

SPEAKS = "import sys; print('heard', *sys.argv[1:2], flush=True); sys.exit({} if sys.argv[1] == 'tests' else {})"


@pytest.mark.parametrize(("computing", "serving", "ends"), [(0, 0, 0), (1, 0, 1), (0, 2, 2), (1, -9, 247)])
def test_both_halves_are_shown_and_both_have_to_pass(
    computing: int, serving: int, ends: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "PYTEST", (sys.executable, "-c", SPEAKS.format(computing, serving)))
    assert suite.whole({}) == ends
    assert capfd.readouterr().out.count("heard tests") == 2


def test_no_folder_of_tests_is_left_out() -> None:
    left_out = {word.removeprefix("--ignore=") for word in suite.COMPUTING[1:]}
    assert left_out == set(suite.SERVING)
    assert all((ROOT / folder).is_dir() for folder in suite.SERVING)
