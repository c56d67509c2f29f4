"""From a sitting to evidence, and from evidence to levels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.interviews.items import Item, Sum, first_with, inside, place_of
from apps.interviews.models import Entry, Kind, Sitting, Throw
from apps.interviews.outcomes import Outcome, outcome, record_of
from apps.progress.models import Stage, Submission
from engine.design.read import read_document
from grading.evaluate import measure
from grading.kinds import Unmeasured
from grading.language import read_call
from grading.orders import facts_of
from grading.rubric import Reached, judged, overall


@dataclass(frozen=True)
class Estimated:
    """A number that was asked for: what was said (None: nothing), what is right (None: not known yet), whether the two
    are within the tolerance. All in plain units."""

    sum: Sum
    said: float | None
    right: float | None

    @property
    def holds(self) -> bool:
        """Within the tolerance."""
        if self.said is None or self.right is None:
            return False
        return abs(self.said - self.right) <= self.sum.tolerance * abs(self.right)


@dataclass(frozen=True)
class Verdict:
    """The levels of a sitting."""

    rows: Sequence[Reached]
    level: str
    noted: Mapping[str, float]


def verdict(sitting: Sitting, item: Item, submission: Submission) -> Verdict | None:
    """The levels, when the design has been judged."""
    design, _ = read_document(submission.document)
    if submission.stage != Stage.GRADED or design is None:
        return None
    results = json.loads(submission.grade)["all"]["results"]
    held = {each["id"] for each in results if each["holds"]}
    wrong = {each["id"]: each["sentence"] for each in results}
    noted = evidence(sitting, item, submission)
    reached = judged(inside(item).rows, held, wrong, noted, design)
    return Verdict(reached, overall(reached), noted)


def evidence(sitting: Sitting, item: Item, submission: Submission | None) -> dict[str, float]:
    """What was noted of the work, by the names that a rubric asks for; what was not seen is left out."""
    estimates = estimated(sitting, item, submission)
    noted = {
        "facts": _share([each.id in asked_early(sitting, item) for each in inside(item).questions if each.matters]),
        "sums": _share([each.holds for each in estimates if each.sum.value is not None]),
        "foreseen": _share([each.holds for each in estimates if each.sum.value is None]),
    }
    return noted | _of_curveballs(sitting, item)


def _of_curveballs(sitting: Sitting, item: Item) -> dict[str, float]:
    """The worst of the first tries: whoever has not met all of them has shown nothing of the kind yet."""
    firsts = first_throws(sitting)
    outcomes = {name: outcome(each, item) for name, each in firsts.items()}
    wanted = [each.id for each in inside(item).curveballs]
    seen = [outcomes[name] for name in wanted if outcomes.get(name) is not None]
    if len(seen) < len(wanted) or not wanted:
        return {}
    known = [each for each in seen if each is not None]
    failures = [each for each in known if each.began_s is not None]
    noted = {"budget": max(each.budget for each in known)}
    return noted | _greatest("notice", failures, "notice_s") | _greatest("recover", failures, "recover_s")


def first_throws(sitting: Sitting) -> dict[str, Throw]:
    """The first try at each curveball that came to an end."""
    found: dict[str, Throw] = {}
    for each in sitting.throws.select_related("run"):
        if each.run.summary:
            found.setdefault(each.curveball, each)
    return found


def estimated(sitting: Sitting, item: Item, submission: Submission | None) -> list[Estimated]:
    """Every number that was asked for, with what was said last."""
    said = {each.key: float(each.value) for each in sitting.entries.filter(kind=Kind.SUM)}
    measured = _measured(item, submission)
    return [
        Estimated(each, said.get(each.id), each.value if each.value is not None else measured.get(each.id))
        for each in inside(item).sums
    ]


def asked_early(sitting: Sitting, item: Item) -> set[str]:
    """The questions that were asked before anything was drawn."""
    drawing = first_with(item, "design")
    entries = sitting.entries.filter(kind=Kind.ASKED)
    return {name for each in entries if place_of(item, each.stage) < drawing for name in each.value["met"]}


def answered(sitting: Sitting) -> dict[str, Entry]:
    """The last answer to each prompt."""
    return {each.key: each for each in sitting.entries.filter(kind=Kind.PROMPT)}


def judgements(sitting: Sitting) -> dict[tuple[str, str], str]:
    """The level that somebody (candidate or interviewer) found in each answer."""
    entries = sitting.entries.filter(kind=Kind.JUDGED)
    return {(each.key, each.value["by"]): each.value["level"] for each in entries}


def _measured(item: Item, submission: Submission | None) -> dict[str, float]:
    """What the runs of the check say about the sums whose answer is a measurement."""
    if submission is None or submission.stage != Stage.GRADED:
        return {}
    design, _ = read_document(submission.document)
    assert design is not None
    wanted = [each for each in inside(item).sums if each.measured]
    parts = {f"learner/{each.experiment}/" for each in wanted}
    runs = [one for one in submission.runs.select_related("run") if any(one.part.startswith(each) for each in parts)]
    records = {each.part: record_of(each.run) for each in runs}
    found = {}
    for each in wanted:
        experiment = item.experiment(each.experiment)
        assert experiment is not None
        facts = facts_of(design, item.start, experiment, experiment.seeds[0], records, {})
        try:
            found[each.id] = float(measure(read_call(each.measured), facts).value)
        except (Unmeasured, KeyError, ValueError):
            continue
    return found


def _greatest(name: str, outcomes: Sequence[Outcome], field: str) -> dict[str, float]:
    values: list[Any] = [getattr(each, field) for each in outcomes]
    return {name: max(values)} if values and None not in values else {}


def _share(holding: Sequence[bool]) -> float:
    return sum(holding) / len(holding) if holding else 0.0
