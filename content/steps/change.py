"""Change: make the design better, in one's own way."""

from __future__ import annotations

from content.kinds import StepType

STEP = StepType(name="change", label="Change", help="The canvas is open; the text says what the design must come to.")
