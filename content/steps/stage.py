"""Stage: a part of an interview, with the minutes that it should take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.kinds import Known, StepType
from content.reading import Reader

ROLES = ("requirements", "estimates", "interface", "design", "dives", "curveballs", "wrap_up")


def read(reader: Reader, known: Known) -> Mapping[str, Any]:
    """`role`, what is done there, and `minutes`."""
    del known
    return {"role": reader.choice("role", ROLES), "minutes": reader.number("minutes", low=1.0, high=120.0)}


STEP = StepType(name="stage", label="Stage", help="A part of an interview, with its minutes.", read=read)
