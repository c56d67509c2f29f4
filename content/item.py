"""Reads an item from its files: one schema for what is shipped and what is authored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from content import limits
from content.course import read_checks, read_experiments, read_hints
from content.discovery import face_types, step_types
from content.drawings import SUFFIX, read_drawing
from content.interview import read_interview
from content.kinds import Known
from content.locks import read_locks
from content.model import Files, Item, Pitfall, Step
from content.reading import Complaints, ItemError, Reader, read_yaml
from content.texts import FILE as TEXT_FILE
from content.texts import read_texts
from content.variation import chosen, filled, read_varied
from engine.design.model import Design
from grading.check import Check
from grading.experiment import Experiment, compiled

INTERVIEW = "interview"
KINDS = ("lesson", "scenario", INTERVIEW)
NOTE_FILE = "note.md"
NOWHERE = UUID(int=0)


def read_item(files: Files, slug: str, variant: int = 0) -> tuple[Item | None, list[ItemError]]:
    """Reads an item: (item, []) or (None, errors), each error with its file and line.

    `files` has one of lesson.yaml, scenario.yaml and interview.yaml, which says what it is. `variant` draws the values
    of what the item varies; 0 takes the first of each.
    """
    complaints = Complaints()
    kinds = [each for each in KINDS if f"{each}{SUFFIX}" in files]
    if len(kinds) != 1:
        complaints.add(slug, 0, "Have one of lesson.yaml, scenario.yaml and interview.yaml here.")
        return None, complaints.errors
    file = f"{kinds[0]}{SUFFIX}"
    raw, lines = read_yaml(file, files[file], complaints)
    if raw is None:
        return None, complaints.errors
    vary = (raw.get("vary") if isinstance(raw, Mapping) else None) or {}
    varied = read_varied(Reader(vary, "vary", file, lines, complaints))
    texts = filled(files, chosen(varied, variant), complaints) if varied else files
    if varied and not complaints.errors:
        raw, lines = read_yaml(file, texts[file], complaints)
    if complaints.errors:
        return None, complaints.errors
    item = _item(kinds[0], slug, Reader(raw, "", file, lines, complaints), texts)
    if item is not None:
        item = replace(item, varied=varied, files=dict(files))
    return (None, complaints.errors) if complaints.errors else (item, [])


def _item(kind: str, slug: str, reader: Reader, files: Files) -> Item | None:
    complaints = reader.complaints
    head: dict[str, Any] = {
        "uuid": _uuid(reader),
        "number": reader.text("number", default="", most=12),
        "title": reader.text("title", most=limits.TITLE_CHARACTERS),
        "unit": reader.text("unit", default="", most=limits.TITLE_CHARACTERS),
        "summary": reader.text("summary"),
        "minutes": int(reader.number("minutes", default=30.0, low=1.0, high=600.0)),
        "prerequisites": reader.words("prerequisites"),
        "concepts": reader.words("concepts"),
    }
    experiments = read_experiments(reader)
    checks = read_checks(reader, experiments)
    hints, hint_designs, hint_answers = read_hints(reader, experiments)
    texts, text_lines = read_texts(files.get(TEXT_FILE, b""), complaints)
    known = (tuple(each.name for each in experiments), tuple(each.id for each in checks))
    steps = _steps(reader, known, texts, text_lines)
    _refuse_hidden(reader, steps, experiments)
    exemplars, pitfalls = _answers(reader, checks)
    doubled_fails = _ids(reader, "doubled_fails", checks)
    answers = dict(reader.plain("answers") or {})
    locks = read_locks(reader.inner("locks"))
    more = face_types()[kind].read(reader) if kind in face_types() else _more(reader)
    reader.plain("vary")
    stages = [each.id for each in steps]
    inner = read_interview(reader.inner(kind), stages, experiments, checks) if kind == INTERVIEW else None
    reader.finish()
    named = ["start", *exemplars, *(each.design for each in pitfalls), *hint_designs.values()]
    named += inner.designs if inner else ()
    designs = _designs(named, files, complaints)
    if complaints.errors:
        return None
    _refuse_unrunnable(designs, experiments, complaints)
    return Item(
        kind=kind,
        slug=slug,
        **head,
        steps=steps,
        experiments=experiments,
        checks=checks,
        hints=hints,
        hint_designs=hint_designs,
        hint_answers=hint_answers,
        designs=designs,
        exemplars=exemplars,
        pitfalls=pitfalls,
        doubled_fails=doubled_fails,
        answers=answers,
        locks=locks,
        texts=texts,
        note=files.get(NOTE_FILE, b"").decode("utf-8", "replace"),
        more=more,
        varied={},
        files=dict(files),
        interview=inner,
    )


def _uuid(reader: Reader) -> UUID:
    text = reader.text("uuid", most=36)
    try:
        return UUID(text)
    except ValueError:
        if text:
            reader.complain("uuid", "Write a uuid, such as 4f1d6f8e-7c1b-4d1e-9f5a-2b8c1e0a9d37.")
        return NOWHERE


def _steps(
    reader: Reader, known: tuple[tuple[str, ...], tuple[str, ...]], texts: Mapping[str, str], lines: Mapping[str, int]
) -> tuple[Step, ...]:
    found: list[Step] = []
    for each in reader.items("steps", most=limits.STEPS):
        step_id = each.text("id", most=80)
        kind = each.choice("kind", list(step_types()))
        title = each.text("title", default="", most=limits.TITLE_CHARACTERS)
        before = {step.id: step.kind for step in found}
        if step_id in before:
            each.complain("id", f'Another step is called "{step_id}".')
        if step_id and step_id not in texts:
            each.complain("id", f'Write the text of this step in {TEXT_FILE}, under "# {step_id}".')
        settings = step_types()[kind].read(each, Known(*known, before)) if kind else {}
        each.finish()
        label = step_types()[kind].label if kind else ""
        found.append(Step(step_id, kind, title or label, texts.get(step_id, ""), settings))
    if not found:
        reader.complain("", 'Add the field "steps".')
    spoken = {each.id for each in found}
    for name, line in lines.items():
        if name not in spoken:
            reader.complaints.add(TEXT_FILE, line, f'No step is called "{name}".')
    return tuple(found)


def _refuse_hidden(reader: Reader, steps: Sequence[Step], experiments: Sequence[Experiment]) -> None:
    hidden = {each.name for each in experiments if each.is_hidden}
    for index, step in enumerate(steps):
        if step.settings.get("experiment") in hidden:
            reader.complain(f"steps[{index}]", "What somebody runs or predicts cannot be hidden from them.")


def _answers(reader: Reader, checks: Sequence[Check]) -> tuple[tuple[str, ...], tuple[Pitfall, ...]]:
    exemplars = reader.words("exemplars", most=limits.DESIGNS)
    if checks and not exemplars:
        reader.complain("", 'Add the field "exemplars": designs that pass all checks.')
    pitfalls = []
    for each in reader.items("pitfalls", most=limits.DESIGNS):
        fails = _ids(each, "fails", checks)
        title, text = each.text("title", most=limits.TITLE_CHARACTERS), each.text("text", default="", most=2_000)
        pitfalls.append(Pitfall(each.text("design", most=80), title, fails, text))
        each.finish()
    return exemplars, tuple(pitfalls)


def _ids(reader: Reader, field: str, checks: Sequence[Check]) -> tuple[str, ...]:
    chosen = reader.words(field)
    for each in chosen:
        if each not in [check.id for check in checks]:
            reader.complain(field, f'No check is called "{each}".')
    return chosen


def _designs(names: Sequence[str], files: Files, complaints: Complaints) -> dict[str, Design]:
    found: dict[str, Design] = {}
    for name in dict.fromkeys(names):
        design = read_drawing(name, files, complaints)
        if design is not None:
            found[name] = design
    return found


def _refuse_unrunnable(designs: Mapping[str, Design], experiments: Sequence[Any], complaints: Complaints) -> None:
    for name, design in designs.items():
        for experiment in experiments:
            _, errors = compiled(design, designs["start"], experiment)
            for each in errors:
                complaints.add(f"{name}{SUFFIX}", 0, f'In "{experiment.name}": {each.path}: {each.message}')


def _more(reader: Reader) -> dict[str, Any]:
    """What belongs to one kind of item alone; whoever shows that kind reads it."""
    value = reader.plain("more")
    if value is not None and not isinstance(value, dict):
        reader.complain("more", "Write a mapping of fields here.")
        return {}
    return dict(value or {})
