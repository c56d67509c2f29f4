"""What a learner is told: measurements in their own numbers, with the limit and what made them so."""

from __future__ import annotations

from grading.discovery import judges
from grading.evaluate import Finding, Outcome
from grading.facts import Facts
from grading.language import unit_of
from grading.predicate import Call, Claim, Comparison

WORDS = {
    "<=": "the limit is",
    "<": "it must stay below",
    ">=": "at least",
    ">": "more than",
    "=": "it should be",
    "!=": "it must not be",
}
NAMED = {
    "mean": "the mean",
    "max": "the greatest",
    "min": "the least",
    "last": "the last",
    "ratio": "",
    "rate": "",
    "count": "the number of",
}


def said(outcome: Outcome, facts: Facts) -> str:
    """Sentences about what does not hold; about everything when all of it holds."""
    wrong = [each for each in outcome.findings if not each.holds]
    return " ".join(_sentence(each, facts) for each in (wrong if wrong and not outcome.holds else outcome.findings))


def amount(value: float | str, unit: str) -> str:
    """A value in the unit in which one reads it best: 0.412 s is 412 ms."""
    if isinstance(value, str):
        return value
    if unit == "s":
        return _seconds(value)
    if unit == "ratio":
        return f"{100.0 * value:.4g} %"
    if unit == "bit/s":
        return _bits(value)
    shown = f"{value:,.0f}" if value == int(value) or abs(value) >= 1_000 else f"{value:.4g}"
    return shown if unit in ("", "count") else f"{shown} {'a second' if unit == '1/s' else unit}"


def _bits(value: float) -> str:
    if value >= 1e9:
        return f"{value / 1e9:.3g} Gbit/s"
    return f"{value / 1e6:.3g} Mbit/s" if value >= 1e6 else f"{value / 1e3:.4g} kbit/s"


def subject(call: Call, facts: Facts) -> str:
    """What was measured, where and when."""
    judge = judges()[call.judge]
    if judge.words:
        path = f".{'.'.join(call.path)}" if call.path else ""
        return f"{judge.label} ({', '.join(call.words)}){path}"
    unit = judge.unit
    what = f"{NAMED.get(call.aggregate, call.aggregate)} {judge.label.lower()}".strip()
    if call.aggregate == "time_to" and call.condition is not None:
        what = f"the time until {judge.label.lower()} was {call.condition[0]} {amount(call.condition[1], unit)}"
    place = f" of {_place(call.place, facts)}" if call.place else ""
    window = f" {call.window.label.removeprefix('in whole').strip()}" if call.window else ""
    return f"{what}{place}{window.rstrip()}"


def _place(place: tuple[str, str], facts: Facts) -> str:
    sort, name = place
    return f'"{name}" requests' if sort == "class" else facts.label(name)


def _sentence(finding: Finding, facts: Facts) -> str:
    call = finding.part.call
    what = _capital(subject(call, facts))
    if finding.missing:
        return f"{what}: {finding.missing}."
    assert finding.measured is not None
    if isinstance(finding.part, Claim):
        return f"{what}: {'yes' if finding.measured.value else 'no'}."
    return _compared(finding, finding.part, what, unit_of(judges()[call.judge], call) or finding.measured.unit)


def _compared(finding: Finding, part: Comparison, what: str, unit: str) -> str:
    assert finding.measured is not None
    assert finding.limit is not None
    value, limit = finding.measured.value, finding.limit
    found = amount(value if isinstance(value, str) else float(value), unit)
    because = f"; {finding.measured.because}" if finding.measured.because and not finding.holds else ""
    return f"{what} was {found}; {WORDS[part.operator]} {amount(limit, unit)}{because}."


def _seconds(value: float) -> str:
    if abs(value) >= 120.0:
        return f"{value / 60.0:.3g} min"
    if abs(value) >= 1.0:
        return f"{value:.3g} s"
    return f"{1000.0 * value:.3g} ms"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
