"""The files of the house, for the tests that hold its rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sandbox", "apps", "engine", "grading", "content", "validation", "start", "words", "benchmarks", "tests")


def python_files(*rooms: str) -> list[Path]:
    """Every Python file of the rooms (all rooms if none is named), without migrations."""
    files = (file for room in rooms or ROOMS for file in (ROOT / room).rglob("*.py"))
    return sorted(file for file in files if "migrations" not in file.parts)


def typescript_files() -> list[Path]:
    """Every TypeScript file that people write."""
    return sorted((ROOT / "frontend").rglob("*.ts"))


def name_of(file: Path) -> str:
    """The path of a file as one says it."""
    return file.relative_to(ROOT).as_posix()


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, inner ones and methods too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
