"""Checks from menus, as text and back: measurements at places in windows held against limits, of which all must hold or
one is enough."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grading.discovery import judges
from grading.kinds import METRIC, JudgeType

MENUS = ("aggregate", "step", "metric", "until", "until_bound", "place", "window", "operator", "bound")
JOINS = (("AND", "All of these must hold"), ("OR", "One of these is enough"))
OPERATORS = ("<=", ">=", "<", ">")
SECONDS = (5, 10, 30, 60)
STEPS = (1, 10, 30, 60)
WAITING, STEPPED = "time_to", ("max", "min")
# An aggregate that needs a threshold of its own is written, not chosen.
WRITTEN = ("area_above",)
FIRST_CHECK, FIRST_WAIT = "ratio(goodput) in whole >= 99 %", "30 s"
AGGREGATE_LABELS = {
    "ratio": "share",
    "mean": "mean",
    "p10": "10th percentile",
    "p50": "median",
    "p95": "95th percentile",
    "p99": "99th percentile",
    "max": "greatest",
    "min": "least",
    "last": "last",
    "rate": "rate",
    "count": "number",
    WAITING: "time until",
}
PHRASE = re.compile(
    r"(?:(?P<aggregate>\w+)\((?P<metric>\w+)(?:, (?P<step>[^()<>=!]+))?"
    r"(?: (?P<until><=|>=|<|>) (?P<until_bound>[^()<>=!]+))?\)|(?P<plain>\w+))"
    r"(?:\[(?P<place>[^\]]+)\])?"
    r"(?: (?P<window>(?:in|during|before|after|within|from) [^<>=!]+?))?"
    r" ?(?P<operator><=|>=|<|>) ?(?P<bound>[^<>=!]+)"
)

Choice = tuple[str, str]


@dataclass(frozen=True)
class Surroundings:
    """What the menus offer besides the judges: places by their text with a label, and names of moments."""

    places: Mapping[str, Sequence[Choice]]
    moments: Sequence[str]


@dataclass(frozen=True)
class Phrase:
    """What the menus show of a whole check: how its conditions are joined, and the menus of each."""

    join: str
    parts: tuple[Mapping[str, str], ...]

    @property
    def text(self) -> str:
        """The check that they say."""
        return f" {self.join} ".join(filter(None, map(phrase_of, self.parts)))


def read_phrase(text: str) -> Phrase | None:
    """What the menus show of a check; None where it says more than they can."""
    for join, _ in JOINS:
        parts = [menus_of(each) for each in text.split(f" {join} ")]
        found = tuple(each for each in parts if each is not None)
        if len(found) == len(parts):
            return Phrase(join, found)
    return None


def menus_of(text: str) -> dict[str, str] | None:
    """What the menus show of one condition; None where it says more than they can."""
    match = PHRASE.fullmatch(text.strip())
    if match is None or re.search(r"\b(AND|OR|NOT)\b", text):
        return None
    metric = match["metric"] or match["plain"]
    judge = judges().get(metric)
    if judge is None or judge.sort != METRIC or not judge.aggregates:
        return None
    aggregate = match["aggregate"] or judge.aggregates[0]
    if aggregate in WRITTEN or aggregate not in judge.aggregates:
        return None
    found = {each: (match[each] or "").strip() for each in MENUS if each != "aggregate" and each != "metric"}
    if bool(found["until"]) != (aggregate == WAITING) or (found["step"] and aggregate not in STEPPED):
        return None
    return {"metric": metric, "aggregate": aggregate, **found}


def phrase_of(menus: Mapping[str, str]) -> str:
    """The check that the menus say. What does not go together any more is left out: another metric, another place."""
    judge = judges().get(menus.get("metric", ""))
    if judge is None:
        return ""
    offered = aggregates_of(judge)
    aggregate = menus.get("aggregate", "")
    if aggregate not in offered:
        aggregate = offered[0]
    sort = menus.get("place", "").partition("=")[0]
    place = f"[{menus['place']}]" if sort in judge.places else ""
    window = f" {menus['window']}" if menus.get("window") else ""
    until, limit = _limits(menus, is_waiting=aggregate == WAITING)
    step = f", {menus['step']}" if menus.get("step") and aggregate in STEPPED else ""
    return f"{aggregate}({judge.name}{step}{until}){place}{window} {limit}"


def _limits(menus: Mapping[str, str], *, is_waiting: bool) -> tuple[str, str]:
    """What is waited for, with a space before it, and the limit. What was a limit is waited for when waiting is chosen,
    and the other way round."""
    operator = menus.get("operator") if menus.get("operator") in OPERATORS else OPERATORS[0]
    limit, until = f"{operator} {menus.get('bound') or '0'}", menus.get("until", "")
    awaited = f"{until} {menus.get('until_bound') or '0'}"
    if is_waiting:
        return (f" {awaited}", limit) if until in OPERATORS else (f" {limit}", f"<= {FIRST_WAIT}")
    return "", awaited if until in OPERATORS else limit


def choices_for(menus: Mapping[str, str], around: Surroundings) -> dict[str, list[Choice]]:
    """What each menu offers, given what the others say."""
    judge = judges()[menus["metric"]]
    places = [each for sort in judge.places for each in around.places.get(sort, ())]
    return {
        "metric": [(each.name, each.label) for each in metrics()],
        "aggregate": [(each, AGGREGATE_LABELS.get(each, each)) for each in aggregates_of(judge)],
        "place": _with(menus["place"], [*([] if judge.needs_place else [("", "everywhere")]), *places]),
        "window": _with(menus["window"], _windows(around.moments)),
        "operator": [(each, each) for each in OPERATORS],
        "until": [(each, each) for each in OPERATORS] if menus["aggregate"] == WAITING else [],
        "step": _with(menus["step"], _steps()) if menus["aggregate"] in STEPPED else [],
    }


def metrics() -> list[JudgeType]:
    """The judges that menus offer."""
    return [each for each in judges().values() if each.sort == METRIC and each.aggregates]


def aggregates_of(judge: JudgeType) -> list[str]:
    """The aggregates that menus offer."""
    return [each for each in judge.aggregates if each not in WRITTEN]


def words() -> list[dict[str, Any]]:
    """What completion offers while a check is written."""
    found = [{"text": each.name, "label": each.label} for each in judges().values()]
    found += [{"text": f"{name}(", "label": label} for name, label in AGGREGATE_LABELS.items()]
    plain = ("AND", "OR", "NOT", "in whole", "in steady", "during", "before", "after", "after recovery",
             "within 30 s after", "from 30 s after", "from 30 s into", "baseline")  # fmt: skip
    return found + [{"text": each, "label": ""} for each in plain]


def _steps() -> list[Choice]:
    return [("", "at any moment"), *((f"{each} s", f"over {each} s") for each in STEPS)]


def _windows(moments: Sequence[str]) -> list[Choice]:
    found: list[Choice] = [
        ("", "after the warm-up"),
        ("in whole", "in the whole run"),
        ("in steady", "before the first failure"),
    ]
    for name in moments:
        found += [
            (f"before {name}", f"before {name}"),
            (f"during {name}", f"during {name}"),
            (f"after {name}", f"after {name}"),
        ]
        for seconds in SECONDS:
            found.append((f"within {seconds} s after {name}", f"in the first {seconds} s after {name}"))
            found.append((f"from {seconds} s after {name}", f"from {seconds} s after {name} on"))
    return found


def _with(value: str, choices: list[Choice]) -> list[Choice]:
    """The choices, and what is said now if it is none of them."""
    return choices if value in [each for each, _ in choices] else [(value, value or "choose"), *choices]
