"""Finds the kinds of steps by walking their folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from content.kinds import StepType

FOLDER = "content.steps"


@cache
def step_types() -> dict[str, StepType]:
    """Every kind of step by name, in the order of their names."""
    package = importlib.import_module(FOLDER)
    found: dict[str, StepType] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        step: StepType = importlib.import_module(f"{FOLDER}.{name}").STEP
        assert step.name == name, f"{name} declares the step {step.name}"
        found[name] = step
    return found
