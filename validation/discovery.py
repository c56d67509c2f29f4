"""Finds the rows by walking their folder, as kinds are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache

from validation.row import Row

FOLDER = "validation.rows"


@cache
def rows() -> dict[str, Row]:
    """Every row by its number, in rising order."""
    package = importlib.import_module(FOLDER)
    found: dict[str, Row] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        row: Row = importlib.import_module(f"{FOLDER}.{name}").ROW
        assert name.split("_")[0] == row.number.lower(), f"{name} holds the row {row.number}"
        assert row.number not in found, f"{row.number} is there twice"
        found[row.number] = row
    return found


def chosen(words: Sequence[str]) -> list[Row]:
    """The rows that are named by number ("V31") or section ("3C"); all when nothing is named. Raises KeyError."""
    if not words:
        return list(rows().values())
    for word in words:
        if word not in rows() and all(each.section != word for each in rows().values()):
            raise KeyError(word)
    return [each for each in rows().values() if each.number in words or each.section in words]
