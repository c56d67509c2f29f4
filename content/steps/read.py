"""Read: a text, before anything is touched."""

from __future__ import annotations

from content.kinds import StepType

STEP = StepType(name="read", label="Read", help="A text.")
