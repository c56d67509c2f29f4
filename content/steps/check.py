"""Check: the design is judged over several seeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.kinds import Known, StepType
from content.reading import Reader


def read(reader: Reader, known: Known) -> Mapping[str, Any]:
    """`checks` by id; all of them when left out."""
    chosen = reader.words("checks")
    for each in chosen:
        if each not in known.checks:
            reader.complain("checks", f'No check is called "{each}".')
    return {"checks": chosen or known.checks}


STEP = StepType(name="check", label="Check", help="The design is judged over several seeds.", read=read, waits=True)
