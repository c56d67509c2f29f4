"""Finds the kinds of steps, and what belongs to one kind of item, by walking their folders."""

from __future__ import annotations

from functools import cache

from content.kinds import FaceType, StepType
from engine.design.discovery import found


@cache
def step_types() -> dict[str, StepType]:
    """Every kind of step by name, in the order of their names."""
    return found("content.steps", "STEP")


@cache
def face_types() -> dict[str, FaceType]:
    """What belongs to one kind of item alone, by the kind; kinds without a file have nothing of their own."""
    return found("content.faces", "FACE")
