"""Explain: the prediction is drawn over the result, and the difference is explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.kinds import Known, StepType
from content.reading import Reader


def read(reader: Reader, known: Known) -> Mapping[str, Any]:
    """`of` names the steps whose predictions are shown."""
    chosen = reader.words("of")
    for each in chosen:
        if known.before.get(each) != "predict":
            reader.complain("of", f'No prediction before this step is called "{each}".')
    if not chosen:
        reader.complain("", 'Add the field "of": the predictions that are explained.')
    return {"of": chosen}


STEP = StepType(name="explain", label="Explain", help="The prediction is drawn over the result.", read=read)
