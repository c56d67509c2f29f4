"""From the records of a check's runs to a grade in canonical bytes: the same records and item give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from apps.progress.items import digest_of, item_of, plain_answers
from apps.progress.models import Submission
from engine.design.read import read_document
from grading.facts import RunRecord
from grading.grade import grade, hints_met


@dataclass(frozen=True)
class Judged:
    """A grade as it is stored. `text` holds everything; what a learner may see of it is its part "shown"."""

    text: str
    digest: str
    points: float
    earned: float
    passed: bool
    item_digest: str


def judged(submission: Submission, records: Mapping[str, RunRecord]) -> Judged | None:
    """The grade of a check; None when its item cannot be used."""
    item = item_of(submission.attempt.item, submission.attempt.variant)
    design, _ = read_document(submission.document)
    if item is None or design is None:
        return None
    answers = plain_answers(item, submission.answers)
    given = (design, item.start, item.experiments)
    result = grade(*given, item.checks, records, answers)
    is_full = all(each.holds for each in result.results)
    hints = [] if is_full else hints_met(*given, item.hints, records, answers)
    told = {
        "all": result.to_json(),
        "shown": result.shown(),
        "hints": [{"id": each.id, "about": each.about, "text": each.text} for each in hints],
    }
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return Judged(text, result.digest, result.points, result.earned, result.passed, digest_of(item))
