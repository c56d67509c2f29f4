"""The grade of an attempt: a pure function of design, records and answers, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.design.model import Design
from engine.design.write import canonical
from grading.check import Check, Hint
from grading.evaluate import Outcome, evaluate
from grading.experiment import Experiment
from grading.facts import Facts, RunRecord
from grading.orders import facts_of
from grading.sentences import said

FORMAT = 1
HIDDEN = "This check is hidden; it does not hold yet."
HIDDEN_HOLDS = "This check is hidden; it holds."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check in all seeds. `sentence` is about the seed that is farthest from holding; `seeds` has one line a seed."""

    id: str
    title: str
    text: str
    holds: bool
    points: float
    earned: float
    sentence: str
    seeds: tuple[tuple[int, bool, str], ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """All checks of an attempt. `passed` when all hold that bar (`Check.bars`).

    `digest` covers the design, the runs, the answers and every word of the results.
    """

    results: tuple[CheckResult, ...]
    points: float
    earned: float
    passed: bool
    digest: str

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    def shown(self) -> dict[str, Any]:
        """Plain values for a learner: hidden checks without their text and numbers."""
        plain = self.to_json()
        for each in plain["results"]:
            if each["is_hidden"]:
                each |= {"text": "", "sentence": HIDDEN_HOLDS if each["holds"] else HIDDEN, "seeds": ()}
        return plain


def grade(
    design: Design,
    start: Design,
    experiments: Sequence[Experiment],
    checks: Sequence[Check],
    records: Mapping[str, RunRecord],
    answers: Mapping[str, Any] | None = None,
    seeds: Sequence[int] | None = None,
) -> Grade:
    """Judges every check. `records` are the finished runs by the key of their order; what is missing does not hold."""
    given = answers or {}
    named = {each.name: each for each in experiments}
    results = []
    for check in checks:
        experiment = named.get(check.experiment)
        chosen = (seeds or experiment.seeds) if experiment else (0,)
        facts = [(seed, facts_of(design, start, experiment, seed, records, given)) for seed in chosen]
        results.append(_judged(check, facts))
    earned = round(sum(each.earned for each in results), 6)
    points = round(sum(each.points for each in results), 6)
    passed = all(each.holds for check, each in zip(checks, results, strict=True) if check.bars)
    return Grade(tuple(results), points, earned, passed, _digest(design, records, given, results))


def hints_met(
    design: Design,
    start: Design,
    experiments: Sequence[Experiment],
    hints: Sequence[Hint],
    records: Mapping[str, RunRecord],
    answers: Mapping[str, Any] | None = None,
    seed: int | None = None,
) -> list[Hint]:
    """The hints whose state is met now, weakest first; those that need a run which was not made are not met."""
    named = {each.name: each for each in experiments}
    met = []
    for hint in hints:
        experiment = named.get(hint.experiment)
        chosen = seed if seed is not None else (experiment.seeds[0] if experiment else 0)
        if evaluate(hint.when, facts_of(design, start, experiment, chosen, records, answers or {})).holds:
            met.append(hint)
    return sorted(met, key=_strength)


def _judged(check: Check, facts: Sequence[tuple[int, Facts]]) -> CheckResult:
    outcomes = [(seed, each, evaluate(check.predicate, each)) for seed, each in facts]
    holds = all(outcome.holds for _, _, outcome in outcomes)
    share = 1.0 if holds else min(outcome.share for _, _, outcome in outcomes) if check.is_partial else 0.0
    worst = next(
        ((each, outcome) for _, each, outcome in outcomes if not outcome.holds), (outcomes[0][1], outcomes[0][2])
    )
    return CheckResult(
        id=check.id,
        title=check.title,
        text=check.text,
        holds=holds,
        points=check.points,
        earned=round(check.points * share, 6),
        sentence=said(worst[1], worst[0]),
        seeds=tuple((seed, outcome.holds, _told(outcome, each)) for seed, each, outcome in outcomes),
        is_hidden=check.is_hidden,
    )


def _told(outcome: Outcome, facts: Facts) -> str:
    return said(outcome, facts)


def _digest(
    design: Design, records: Mapping[str, RunRecord], answers: Mapping[str, Any], results: Sequence[CheckResult]
) -> str:
    covered = {
        "format": FORMAT,
        "design": hashlib.sha256(canonical(design)).hexdigest(),
        "runs": {key: records[key].summary["digest"] for key in sorted(records)},
        "answers": dict(answers),
        "results": [asdict(each) for each in results],
    }
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _strength(hint: Hint) -> tuple[int, str]:
    return hint.strength, hint.id
