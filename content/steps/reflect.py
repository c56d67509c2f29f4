"""Reflect: questions to oneself; the answer is kept and not judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.kinds import Known, StepType
from content.reading import Reader


def read(reader: Reader, known: Known) -> Mapping[str, Any]:
    """`questions`, each answered in a few words of one's own; `answer` is shown afterwards."""
    del known
    return {"questions": reader.words("questions"), "answer": reader.text("answer", default="", most=4_000)}


STEP = StepType(name="reflect", label="Reflect", help="Questions that one answers for oneself.", read=read)
