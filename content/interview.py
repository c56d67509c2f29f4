"""What belongs to interviews alone: questions that may be asked, sums, curveballs, prompts and the rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.reading import Reader
from engine.design.quantity import DIMENSIONS, dimension_of, size_of
from grading.check import Check
from grading.experiment import Experiment
from grading.language import Misread, read_call, read_predicate
from grading.rubric import LEVELS, Bar, Row

QUESTIONS, SUMS, CURVEBALLS, PROMPTS, ROWS, PHRASES = 60, 30, 12, 12, 24, 20
FAILURE, REQUIREMENT = "failure", "requirement"
PERFECT: Mapping[str, float] = {
    "facts": 1.0,
    "sums": 1.0,
    "foreseen": 1.0,
    "notice": 0.0,
    "recover": 0.0,
    "budget": 0.0,
}
"""What is noted of somebody who asks everything, is always right, and sees everything at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the interviewer answers when asked. `asks` are phrases by any of which it is known; `matters` when
    sums or the design stand on it."""

    id: str
    topic: str
    text: str
    asks: tuple[str, ...]
    says: str
    matters: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """A number to be estimated. The right one is `value`, or what a run of an experiment measures."""

    id: str
    question: str
    unit: str
    unit_size: float
    tolerance: float
    worked: str
    value: float | None = None
    measured: str = ""
    experiment: str = ""


@dataclass(frozen=True, slots=True)
class Curveball:
    """A failure or a changed requirement, run on the candidate's own design.

    `checks` are what must hold then; `without` is the design that lacks the counter-measure. `reveals` is said after.
    """

    id: str
    title: str
    sort: str
    says: str
    reveals: str
    experiment: str
    checks: tuple[str, ...]
    without: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to be answered in words at a stage, and an example of each level to hold it against."""

    id: str
    stage: str
    question: str
    examples: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Interview:
    """Everything of an interview that other items do not have. `weak` is a design that stays below, at `weak_level`."""

    questions: tuple[Question, ...]
    sums: tuple[Sum, ...]
    curveballs: tuple[Curveball, ...]
    prompts: tuple[Prompt, ...]
    rows: tuple[Row, ...]
    objective: float
    weak: str
    weak_level: str

    def sum(self, name: str) -> Sum | None:
        """The sum of an id."""
        return next((each for each in self.sums if each.id == name), None)

    def curveball(self, name: str) -> Curveball | None:
        """The curveball of an id."""
        return next((each for each in self.curveballs if each.id == name), None)

    @property
    def designs(self) -> tuple[str, ...]:
        """The designs that are named beyond those of other items."""
        return (self.weak, *(each.without for each in self.curveballs))


def read_interview(
    reader: Reader, stages: Sequence[str], experiments: Sequence[Experiment], checks: Sequence[Check]
) -> Interview:
    """`interview`: objective, questions, sums, curveballs, prompts, rubric, weak."""
    names, known = [each.name for each in experiments], [each.id for each in checks]
    prompts = tuple(_prompt(each, stages) for each in reader.items("prompts", most=PROMPTS))
    weak = reader.inner("weak")
    read = Interview(
        questions=tuple(_question(each) for each in reader.items("questions", most=QUESTIONS)),
        sums=tuple(_sum(each, names) for each in reader.items("sums", most=SUMS)),
        curveballs=tuple(_curveball(each, names, known) for each in reader.items("curveballs", most=CURVEBALLS)),
        prompts=prompts,
        rows=tuple(_row(each, known, prompts) for each in reader.items("rubric", most=ROWS)),
        objective=reader.number("objective", "ratio", default=0.999, low=0.5, high=0.999999),
        weak=weak.text("design"),
        weak_level=weak.choice("reaches", ("none", *LEVELS), default="none"),
    )
    weak.finish()
    for name, entries in (("questions", read.questions), ("sums", read.sums), ("rubric", read.rows)):
        if not entries:
            reader.complain("", f'Add the field "{name}".')
        _refuse_doubles(reader, name, [each.id for each in entries])
    _refuse_doubles(reader, "curveballs", [each.id for each in read.curveballs])
    _refuse_doubles(reader, "prompts", [each.id for each in prompts])
    reader.finish()
    return read


def _question(reader: Reader) -> Question:
    asks = reader.words("asks", most=PHRASES)
    if not asks:
        reader.complain("", 'Add the field "asks": phrases by which the question is known.')
    read = Question(
        id=reader.text("id", most=40),
        topic=reader.text("topic", most=60),
        text=reader.text("text"),
        asks=asks,
        says=reader.text("says"),
        matters=reader.flag("matters"),
    )
    reader.finish()
    return read


def _sum(reader: Reader, experiments: Sequence[str]) -> Sum:
    unit, measured = reader.text("unit", default="", most=20), reader.text("measured", default="")
    is_known = unit in [each for units in DIMENSIONS.values() for each in units]
    size = float(size_of(unit)) if is_known and dimension_of(unit) != "count" else 1.0
    value = None
    if not measured:
        value = reader.number("value", high=1e18)
    elif not _is_call(reader, measured):
        measured = ""
    experiment = reader.choice("experiment", experiments, default="")
    if measured and not experiment:
        reader.complain("", 'Add the field "experiment": what is measured there.')
    read = Sum(
        id=reader.text("id", most=40),
        question=reader.text("question"),
        unit=unit,
        unit_size=size,
        tolerance=reader.number("tolerance", "ratio", default=0.15, low=0.001, high=10.0),
        worked=reader.text("worked", default="", most=2_000),
        value=value,
        measured=measured,
        experiment=experiment,
    )
    reader.finish()
    return read


def _is_call(reader: Reader, text: str) -> bool:
    try:
        read_call(text)
    except Misread as wrong:
        reader.complain("measured", f"{wrong} (column {wrong.column})")
        return False
    return True


def _curveball(reader: Reader, experiments: Sequence[str], checks: Sequence[str]) -> Curveball:
    chosen = reader.words("checks")
    if not chosen:
        reader.complain("", 'Add the field "checks": what must hold then.')
    _refuse_unknown(reader, "checks", chosen, checks)
    read = Curveball(
        id=reader.text("id", most=40),
        title=reader.text("title", most=120),
        sort=reader.choice("sort", (FAILURE, REQUIREMENT), default=FAILURE),
        says=reader.text("says", most=2_000),
        reveals=reader.text("reveals", default="", most=2_000),
        experiment=reader.choice("experiment", experiments),
        checks=chosen,
        without=reader.text("without", most=80),
    )
    reader.finish()
    return read


def _prompt(reader: Reader, stages: Sequence[str]) -> Prompt:
    inner = reader.inner("examples")
    examples = {level: inner.text(level, most=2_000) for level in LEVELS}
    inner.finish()
    read = Prompt(reader.text("id", most=40), reader.choice("stage", stages), reader.text("question"), examples)
    reader.finish()
    return read


def _row(reader: Reader, checks: Sequence[str], prompts: Sequence[Prompt]) -> Row:
    judged = reader.words("prompts")
    _refuse_unknown(reader, "prompts", judged, [each.id for each in prompts])
    bars = {level: _bar(reader.inner(level), checks) for level in LEVELS if reader.has(level)}
    if not judged and LEVELS[0] not in bars:
        reader.complain("", f'Say what "{LEVELS[0]}" asks for, or name the prompts that are judged.')
    row = Row(
        id=reader.text("id", most=40),
        title=reader.text("title", most=120),
        weight=reader.number("weight", default=1.0, low=0.1, high=10.0),
        bars=bars,
        prompts=judged,
    )
    reader.finish()
    return row


def _bar(reader: Reader, checks: Sequence[str]) -> Bar:
    chosen, text, predicate = reader.words("checks"), reader.text("that", default=""), None
    _refuse_unknown(reader, "checks", chosen, checks)
    if text:
        try:
            predicate = read_predicate(text)
        except Misread as wrong:
            reader.complain("that", f"{wrong} (column {wrong.column})")
    reader.finish()
    return Bar(chosen, text, predicate)


def _refuse_unknown(reader: Reader, field: str, chosen: Sequence[str], known: Sequence[str]) -> None:
    for each in chosen:
        if each not in known:
            reader.complain(field, f'Nothing is called "{each}".')


def _refuse_doubles(reader: Reader, field: str, names: Sequence[Any]) -> None:
    for each in {name for name in names if names.count(name) > 1}:
        reader.complain(field, f'Two are called "{each}".')
