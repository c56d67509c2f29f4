"""Finds the kinds of steps by walking their folder."""

from __future__ import annotations

from functools import cache

from content.kinds import StepType
from engine.design.discovery import found


@cache
def step_types() -> dict[str, StepType]:
    """Every kind of step by name, in the order of their names."""
    return found("content.steps", "STEP")
