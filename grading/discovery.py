"""Finds the judges by walking their folder."""

from __future__ import annotations

from functools import cache

from engine.design.discovery import found
from grading.kinds import JudgeType


@cache
def judges() -> dict[str, JudgeType]:
    """Every judge by name, in the order of their names."""
    return found("grading.judges", "JUDGE")
