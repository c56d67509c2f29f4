"""Files stand where the house says they stand."""

from pathlib import Path

import pytest

from tests.house.tree import ROOT, name_of, python_files

NAMELESS = {"utils.py", "helpers.py", "services.py", "signals.py", "misc.py", "common.py"}
PROOF_ROOMS = {"house", "golden", "fuzz", "browser", "validation", "reliability", "soak"}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [name_of(file) for file in python_files() if file.name in NAMELESS]


def test_every_test_mirrors_a_file_or_stands_in_a_room_of_proof() -> None:
    astray = [
        name_of(test)
        for test in (ROOT / "tests").rglob("test_*.py")
        if not _has_place(test.relative_to(ROOT / "tests"))
    ]
    assert not astray, f"the test of a/b/c.py is tests/a/b/test_c.py: {astray}"


@pytest.mark.parametrize("page", ["house.md", "flow.md", "glossary.md", "design-format.md"])
def test_the_pages_that_others_lean_on_exist(page: str) -> None:
    assert (ROOT / "docs" / page).stat().st_size > 1000


def _has_place(test: Path) -> bool:
    if test.parts[0] in PROOF_ROOMS:
        return True
    room, name = test.parent, test.name.removeprefix("test_")
    is_file = (ROOT / room / name).exists() or (ROOT / room / f"__{name.removesuffix('.py')}__.py").exists()
    is_folder = (ROOT / room / name.removesuffix(".py")).is_dir()
    return is_file or is_folder or test.name in PROPERTY_TESTS


# Proofs about the engine as a whole, which no single file owns.
PROPERTY_TESTS = {
    "test_reference.py",
    "test_properties.py",
    "test_command_line.py",
    "test_permissions.py",
    "test_long_line.py",
    "test_cancelling.py",
    "test_chaos.py",
    "test_mutants.py",
    "test_runaways.py",
    "test_untranslated.py",
}
