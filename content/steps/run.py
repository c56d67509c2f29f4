"""Run: put the design through an experiment and watch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.kinds import Known, StepType
from content.reading import Reader


def read(reader: Reader, known: Known) -> Mapping[str, Any]:
    """`experiment` by name; `watch` names what to look at, as measurements."""
    return {"experiment": reader.choice("experiment", known.experiments), "watch": reader.words("watch")}


STEP = StepType(name="run", label="Run", help="The design goes through an experiment.", read=read, waits=True)
