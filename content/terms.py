"""Terms of the field: a meaning, words to read on, and for some a small experiment with one slider. One file a term."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content import limits
from content.library import ROOT
from content.reading import Complaints, ItemError, Reader, read_yaml
from engine.design.check import check_runnable
from engine.design.cost import estimate as expected_cost
from engine.design.model import Design
from engine.design.read import read_document
from grading.language import Misread, read_call
from grading.predicate import OPERATORS

FOLDER = "glossary"
SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
ESTIMATE, RUN = "estimate", "run"
PLACEHOLDER = "$x"


@dataclass(frozen=True, slots=True)
class Position:
    """One place of the slider: what is written there, and the value that takes the place of `$x` in the design."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of an experiment: a path into an estimate, or what a judge measures in a run; shown in `unit`."""

    id: str
    label: str
    unit: str
    of: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence about an experiment, and what makes it true: a figure at one position of the slider against a number
    or against a multiple of the same figure at another position."""

    says: str
    of: str
    at: int
    operator: str
    times: float
    than: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A small design and its slider. `by` says whether estimates are enough or runs are needed, in which case `course`
    is what is drawn over time."""

    by: str
    question: str
    slider: str
    positions: tuple[Position, ...]
    first: int
    design: Mapping[str, Any]
    seed: int
    figures: tuple[Figure, ...]
    course: Figure | None
    shown: tuple[Shown, ...]

    def figure(self, name: str) -> Figure:
        """The figure of an id."""
        return next(each for each in self.figures if each.id == name)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field. `written` are the forms in which texts use it, the name itself among them."""

    slug: str
    name: str
    written: tuple[str, ...]
    meaning: str
    text: str
    see: tuple[str, ...]
    trial: Trial | None


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms by their names, and what is wrong with files that cannot be read."""

    terms: tuple[Term, ...]
    bad: tuple[ItemError, ...]

    def by_slug(self, slug: str) -> Term | None:
        """The term in a file."""
        return next((each for each in self.terms if each.slug == slug), None)


@cache
def glossary() -> Glossary:
    """What is shipped, read once by each process."""
    return read_glossary(ROOT)


def read_glossary(root: Path) -> Glossary:
    """Reads every file under glossary/; one that is bad hides no other."""
    terms: list[Term] = []
    bad: list[ItemError] = []
    for place in sorted((root / FOLDER).glob("*.yaml"))[: limits.TERMS]:
        term, errors = read_term(place.read_bytes(), place.stem)
        bad += errors
        if term is not None:
            terms.append(term)
    known = {each.slug for each in terms}
    for each in terms:
        for name in (one for one in each.see if one not in known):
            bad.append(ItemError(f"{each.slug}.yaml", 0, f'see: There is no "{name}".'))
    return Glossary(tuple(sorted(terms, key=lambda each: each.name.lower())), tuple(bad))


def read_term(raw: bytes, slug: str) -> tuple[Term | None, list[ItemError]]:
    """Reads one file: (term, []) or (None, errors), each error with its line."""
    complaints, file = Complaints(), f"{slug}.yaml"
    plain, lines = read_yaml(file, raw, complaints) if len(raw) <= limits.FILE_BYTES else (None, {})
    if plain is None:
        complaints.add(file, 0, "Write a mapping of fields here, of a size that can be read.")
        return None, complaints.errors
    reader = Reader(plain, "", file, lines, complaints)
    name = reader.text("name", most=limits.TITLE_CHARACTERS)
    term = Term(
        slug=slug,
        name=name,
        written=tuple(dict.fromkeys((name, *reader.words("written")))),
        meaning=reader.text("meaning"),
        text=reader.text("text", default="", most=limits.TERM_CHARACTERS),
        see=reader.words("see"),
        trial=_trial(reader.inner("experiment")) if reader.has("experiment") else None,
    )
    if not SLUG.fullmatch(slug):
        complaints.add(file, 0, "Call the file by small letters, digits and hyphens.")
    reader.plain("experiment")
    reader.finish()
    return (None, complaints.errors) if complaints.errors else (term, [])


def _trial(reader: Reader) -> Trial:
    by = reader.choice("by", (ESTIMATE, RUN))
    slider = reader.inner("slider")
    positions = _positions(slider)
    labels = [each.label for each in positions]
    figures = tuple(_figure(each, by) for each in reader.items("figures", most=limits.TERM_FIGURES))
    trial = Trial(
        by=by,
        question=reader.text("question"),
        slider=slider.text("label"),
        positions=positions,
        first=_place(slider, "first", labels) or 0,
        design=dict(reader.plain("design") or {}),
        seed=int(reader.number("seed", default=1.0)),
        figures=figures,
        course=_figure(reader.inner("course"), ESTIMATE) if reader.has("course") else None,
        shown=tuple(_shown(each, labels, figures) for each in reader.items("shows", most=limits.CHECKS)),
    )
    slider.finish()
    reader.plain("course")
    _complain_of(reader, trial)
    reader.finish()
    return trial


def _complain_of(reader: Reader, trial: Trial) -> None:
    """What keeps an experiment from being one, or from being small."""
    if not trial.figures or not trial.shown:
        reader.complain("", "Give figures, and sentences that they show.")
    if (trial.by == RUN) != (trial.course is not None):
        reader.complain("", f'Give "course", what is drawn over time, with "by: {RUN}" and only then.')
    for each in range(len(trial.positions)):
        design, errors = design_at(trial, each)
        if design is None:
            reader.complain("design", f"At {trial.positions[each].label}: {errors[0]}")
            return
        cost = expected_cost(design)
        if len(design.components) > limits.TERM_COMPONENTS or cost.requests + cost.calls > limits.TERM_CALLS:
            reader.complain("design", "This is too much for a small experiment.")


def _positions(reader: Reader) -> tuple[Position, ...]:
    found = []
    for each in reader.items("positions", most=limits.TERM_POSITIONS):
        value = each.plain("value")
        found.append(Position(each.text("label", default=f"{value}", most=40), value))
        each.finish()
    if len(found) < 2 or len({each.label for each in found}) < len(found):
        reader.complain("positions", "Give two positions at least, each with a label of its own.")
    return tuple(found)


def _figure(reader: Reader, by: str) -> Figure:
    figure = Figure(
        id=reader.text("id", default=""),
        label=reader.text("label", most=limits.TITLE_CHARACTERS),
        unit=reader.text("unit", default="", most=20),
        of=reader.text("of"),
    )
    if by == RUN and figure.of:
        try:
            read_call(figure.of)
        except Misread as wrong:
            reader.complain("of", str(wrong))
    reader.finish()
    return figure


def _shown(reader: Reader, labels: Sequence[str], figures: Sequence[Figure]) -> Shown:
    shown = Shown(
        says=reader.text("says"),
        of=reader.choice("of", [each.id for each in figures]),
        at=_place(reader, "at", labels) or 0,
        operator=reader.choice("is", list(OPERATORS)),
        times=reader.number("times", default=1.0, low=-1e12),
        than=_place(reader, "than", labels),
    )
    reader.finish()
    return shown


def _place(reader: Reader, name: str, labels: Sequence[str]) -> int | None:
    value = reader.plain(name)
    if value is None or f"{value}" in labels:
        return None if value is None else labels.index(f"{value}")
    reader.complain(name, f"Write one of {', '.join(labels)}.")
    return None


def document_at(trial: Trial, position: int) -> dict[str, Any]:
    """The design with the value of a position in the place of `$x`."""
    found: dict[str, Any] = _filled(trial.design, trial.positions[position].value)
    return {"format": 1, **found}


def design_at(trial: Trial, position: int) -> tuple[Design | None, list[str]]:
    """The design at a position, or what keeps it from being run."""
    design, errors = read_document(document_at(trial, position))
    errors = errors if design is None else check_runnable(design)
    return (None, [f"{each.path}: {each.message}" for each in errors]) if errors else (design, [])


def _filled(plain: Any, value: Any) -> Any:
    if isinstance(plain, Mapping):
        return {name: _filled(each, value) for name, each in plain.items()}
    if isinstance(plain, list):
        return [_filled(each, value) for each in plain]
    return value if plain == PLACEHOLDER else plain
