"""The door: findings about a run, each with the fixes that the estimate of the changed design supports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from engine.advice.edits import changed
from engine.advice.kinds import PRICE, FindingType, Fix, Found, Measure, Situation, Weighed
from engine.design.discovery import found
from engine.design.model import Design
from engine.estimate.estimate import estimate
from engine.estimate.result import Estimate

FINDINGS_MOST = 6
WEIGHED_MOST = 8
"""An estimate of a large design takes a twentieth of a second: no more of them than somebody waits for."""

WORSE_MOST = 1.05
SAVING_WORSE_MOST = 1.15
FEWER_GOOD_MOST = 0.0005
MORE_GOOD = 0.002
"""How much longer p99 may get, and how many answers fewer may be good, for a fix to be called one. Where so many more
are good, those that failed before are among the slow ones now, and p99 is not held against the fix."""


@cache
def finding_types() -> dict[str, FindingType]:
    """Every kind of finding by name, in the order of their names."""
    return found("engine.advice.findings", "FINDING")


def advise(design: Design, summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The gravest findings about a run of a runnable design, as plain data: text, numbers, and fixes.

    Failures are not in the estimate. What only they can have caused is told without a fix, since no change of the
    design is shown to help.
    """
    situation = Situation(design, summary["components"], summary["connections"], estimate(design))
    every = [(kind, each) for kind in finding_types().values() for each in kind.find(situation)]
    every.sort(key=lambda pair: -pair[1].weight)
    budget = [WEIGHED_MOST]
    told = [_told(kind, each, situation, budget) for kind, each in every[:FINDINGS_MOST]]
    return _once(told)


def _once(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A fix that helps against several findings stands with the gravest of them; the others name it."""
    seen: set[str] = set()
    for each in told:
        label = each["fix"]["label"] if each["fix"] else ""
        each["covered_by"] = label if label in seen else ""
        if label in seen:
            each["fix"] = None
        seen.add(label)
    return told


def _told(kind: FindingType, finding: Found, situation: Situation, budget: list[int]) -> dict[str, Any]:
    weighed = next(_supported(finding, situation, budget), None)
    return {
        "kind": kind.name,
        "label": kind.label,
        "help": kind.help,
        "of": finding.of,
        "statement": finding.statement.to_json(),
        "fix": None if weighed is None else _fix(weighed),
        "had_proposals": bool(finding.fixes),
    }


def _fix(weighed: Weighed) -> dict[str, Any]:
    names = ("name", "unit", "before", "after")
    return {
        "label": weighed.fix.label,
        "edits": [each.to_json() for each in weighed.fix.edits],
        "assumption": weighed.fix.assumption,
        "numbers": [dict(zip(names, each, strict=True)) for each in weighed.numbers],
    }


def _supported(finding: Found, situation: Situation, budget: list[int]) -> Iterator[Weighed]:
    """The fixes of a finding that reach what they aim at and make nothing else worse."""
    for fix in finding.fixes:
        if budget[0] <= 0:
            return
        budget[0] -= 1
        after = changed(situation.design, fix.judged_as or fix.edits)
        if after is None or changed(situation.design, fix.edits) is None:
            continue
        expected = estimate(after)
        if expected.settled and fix.reaches(expected) and _harms_nobody(fix, situation.expected, expected):
            yield Weighed(fix, tuple(_numbers(fix, situation.expected, expected)))


def _harms_nobody(fix: Fix, before: Estimate, after: Estimate) -> bool:
    most = SAVING_WORSE_MOST if fix.saves else WORSE_MOST
    for name, now in after.classes.items():
        then = before.classes[name]
        if now.ok_ratio < then.ok_ratio - FEWER_GOOD_MOST:
            return False
        slowest = now.latency_s.p99 if now.latency_s else None
        usual = then.latency_s.p99 if then.latency_s else None
        has_more = now.ok_ratio >= then.ok_ratio + MORE_GOOD
        if usual is not None and not has_more and (slowest is None or slowest > most * usual):
            return False
    return True


def _numbers(fix: Fix, before: Estimate, after: Estimate) -> Iterator[tuple[str, str, float | None, float | None]]:
    """What the fix rests on: its aim, then what requests of every class get, then the price."""
    measures = [fix.aim]
    for name in after.classes:
        measures.append(Measure(f"Good answers, {name}", "ratio", _ok_of(name)))
        measures.append(Measure(f"p99, {name}", "s", _p99_of(name)))
    if fix.aim.name != PRICE.name:
        measures.append(PRICE)
    for measure in measures:
        yield measure.name, measure.unit, measure.read(before), measure.read(after)


def _ok_of(name: str) -> Any:
    return lambda expected: expected.classes[name].ok_ratio


def _p99_of(name: str) -> Any:
    return lambda expected: told.p99 if (told := expected.classes[name].latency_s) else None
