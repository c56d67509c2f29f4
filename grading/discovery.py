"""Finds the judges by walking their folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from grading.kinds import JudgeType

FOLDER = "grading.judges"


@cache
def judges() -> dict[str, JudgeType]:
    """Every judge by name, in the order of their names."""
    package = importlib.import_module(FOLDER)
    found: dict[str, JudgeType] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        judge: JudgeType = importlib.import_module(f"{FOLDER}.{name}").JUDGE
        assert judge.name == name, f"{name} declares the judge {judge.name}"
        found[name] = judge
    return found
