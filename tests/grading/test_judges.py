"""Every judge is fair: its own examples hold, or do not, as it says."""

from __future__ import annotations

import pytest

from grading.discovery import judges
from grading.evaluate import evaluate
from grading.kinds import FACT
from grading.language import read_predicate
from grading.predicate import calls_in

EXAMPLES = [(judge.name, example) for judge in judges().values() for example in judge.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{each.text}" for name, each in EXAMPLES])
def test_an_example_is_judged_as_it_says(name: str, example: object) -> None:
    predicate = read_predicate(example.text)  # type: ignore[attr-defined]
    outcome = evaluate(predicate, example.facts())  # type: ignore[attr-defined]
    assert outcome.holds is example.holds  # type: ignore[attr-defined]
    assert not [each.missing for each in outcome.findings if each.missing]
    assert name in {call.judge for call, _ in calls_in(predicate)}


@pytest.mark.parametrize("judge", judges().values(), ids=lambda judge: judge.name)
def test_a_judge_shows_what_passes_and_what_fails(judge: object) -> None:
    holding = {each.holds for each in judge.examples}  # type: ignore[attr-defined]
    assert holding == {True, False}


def test_a_metric_says_how_it_is_taken_and_a_fact_what_it_asks_for() -> None:
    for each in judges().values():
        assert bool(each.words) == (each.sort == FACT)
        assert bool(each.aggregates) == (each.sort != FACT)
        assert set(each.by_summary) <= set(each.aggregates)
