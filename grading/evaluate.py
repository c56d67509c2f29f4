"""Whether a predicate holds of the facts of one seed, and what was measured on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.design.quantity import Refusal, convert, size_of
from grading.discovery import judges
from grading.facts import Facts
from grading.kinds import Measured, Unmeasured
from grading.predicate import OPERATORS, Both, Bound, Call, Claim, Comparison, Either, Not, Predicate


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured part of a check: the part, what was found, the limit in the same unit, and whether it holds.

    `missing` says why nothing was measured; then it does not hold.
    """

    part: Comparison | Claim
    holds: bool
    measured: Measured | None = None
    limit: float | str | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a predicate holds, the findings in the order in which they are written, and the share of the parts
    (joined by AND at the top) that hold."""

    holds: bool
    findings: tuple[Finding, ...]
    share: float


def evaluate(predicate: Predicate, facts: Facts) -> Outcome:
    """Judges every part, also those that decide nothing any more: a learner wants to know all of them."""
    if isinstance(predicate, Both | Either):
        outcomes = [evaluate(part, facts) for part in predicate.parts]
        holding = [each.holds for each in outcomes]
        findings = tuple(finding for each in outcomes for finding in each.findings)
        holds = all(holding) if isinstance(predicate, Both) else any(holding)
        share = sum(holding) / len(holding) if isinstance(predicate, Both) else float(holds)
        return Outcome(holds, findings, share)
    if isinstance(predicate, Not):
        inner = evaluate(predicate.part, facts)
        missing = any(each.missing for each in inner.findings)
        holds = not inner.holds and not missing
        return Outcome(holds, tuple(replace(each, holds=holds) for each in inner.findings), float(holds))
    finding = _claimed(predicate, facts) if isinstance(predicate, Claim) else _compared(predicate, facts)
    return Outcome(finding.holds, (finding,), float(finding.holds))


def measure(call: Call, facts: Facts) -> Measured:
    """What a call measures. Raises Unmeasured."""
    return judges()[call.judge].measure(facts, call)


def _claimed(claim: Claim, facts: Facts) -> Finding:
    try:
        measured = measure(claim.call, facts)
    except Unmeasured as nothing:
        return Finding(claim, False, missing=str(nothing))
    return Finding(claim, bool(measured.value), measured)


def _compared(comparison: Comparison, facts: Facts) -> Finding:
    try:
        measured = measure(comparison.call, facts)
        limit = _limit(comparison.bound, measured, facts)
    except Unmeasured as nothing:
        return Finding(comparison, False, missing=str(nothing))
    if isinstance(measured.value, str) != isinstance(limit, str):
        return Finding(comparison, False, measured, limit, "a word was held against a number")
    return Finding(comparison, bool(OPERATORS[comparison.operator](measured.value, limit)), measured, limit)


def _limit(bound: Bound, measured: Measured, facts: Facts) -> float | str:
    if bound.text is not None:
        return bound.text
    if bound.call is None:
        if not bound.unit:
            return bound.number
        if not measured.unit:
            return bound.number * float(size_of(bound.unit))
        read = convert(f"{bound.number:.12g} {bound.unit}", measured.unit)
        if isinstance(read, Refusal):
            raise Unmeasured(read.message)
        return read
    if bound.of_baseline and facts.baseline is None:
        raise Unmeasured("the start design was not run yet")
    other = measure(bound.call, facts.baseline if bound.of_baseline and facts.baseline else facts).value
    if isinstance(other, str):
        raise Unmeasured("a word cannot be multiplied")
    return bound.number * float(other)
