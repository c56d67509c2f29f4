"""Which of an interviewer's answers somebody has asked for: by the words of the question, not by its wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.interview import Question

WORD = re.compile(r"[a-z0-9]+")
STEM = 5
MOST = 2


def answers_to(text: str, questions: Sequence[Question]) -> list[Question]:
    """The questions that a text asks, the best met first; at most two, none when nothing is met.

    A phrase is met when each of its words is there; words are equal by their first five letters, so that "members" is
    "membership". A phrase of more words is a better one, since it says more.
    """
    said = {_stem(each) for each in WORD.findall(text.lower())}
    scores = {each.id: _score(said, each) for each in questions}
    met = [each for each in questions if scores[each.id]]
    best = sorted(met, key=lambda each: -scores[each.id])
    return [each for each in best if scores[each.id] == scores[best[0].id]][:MOST]


def _score(said: set[str], question: Question) -> int:
    phrases = [{_stem(each) for each in WORD.findall(phrase.lower())} for phrase in question.asks]
    return max((len(each) for each in phrases if each and each <= said), default=0)


def _stem(word: str) -> str:
    return word[:STEM]
