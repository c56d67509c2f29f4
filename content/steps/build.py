"""Build: put parts on the canvas that are missing."""

from __future__ import annotations

from content.kinds import StepType

STEP = StepType(name="build", label="Build", help="The canvas is open; the text says what to put there.")
