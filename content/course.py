"""Experiments, checks and hints of an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from content import limits
from content.reading import Reader
from engine.design import course
from engine.design.fields import SCHEDULED, WORKLOAD
from engine.design.model import Traffic
from engine.design.structure import Complaints as DesignComplaints
from engine.design.structure import read_object
from grading.check import Check, Hint
from grading.discovery import judges
from grading.experiment import SEEDS, Experiment, NamedFailure, Requirement
from grading.language import Misread, read_predicate
from grading.predicate import RECOVERY, STEADY, WHOLE, Predicate, calls_in

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}(?:-[A-Za-z0-9_]{1,39})*")


def read_experiments(reader: Reader) -> tuple[Experiment, ...]:
    """`experiments`: name, title, duration, warm_up, traffic, schedule (each with a name), requirements, seeds, text,
    hidden."""
    found = tuple(_experiment(each) for each in reader.items("experiments", most=limits.EXPERIMENTS))
    _refuse_doubles(reader, "experiments", [each.name for each in found])
    return found


def read_checks(reader: Reader, experiments: Sequence[Experiment]) -> tuple[Check, ...]:
    """`checks`: id, title, that (a predicate), experiment, points, hidden, partial, merit."""
    found = []
    for each in reader.items("checks", most=limits.CHECKS):
        name = each.choice("experiment", [one.name for one in experiments], default="")
        text, predicate = _predicate(each, "that", name, experiments)
        found.append(
            Check(
                id=_name(each, "id"),
                title=each.text("title"),
                text=text,
                predicate=predicate,
                experiment=name,
                points=each.number("points", default=1.0, high=1_000.0),
                is_hidden=each.flag("hidden"),
                is_partial=each.flag("partial"),
                is_merit=each.flag("merit"),
            )
        )
        each.finish()
    _refuse_doubles(reader, "checks", [each.id for each in found])
    return tuple(found)


def read_hints(
    reader: Reader, experiments: Sequence[Experiment]
) -> tuple[tuple[Hint, ...], dict[str, str], dict[str, Mapping[str, Any]]]:
    """`hints`: id, about, strength, text, when (a predicate), experiment, fires_on (the name of a design), and answers
    with which it fires. Gives the hints, their designs, and their answers."""
    found: list[Hint] = []
    designs: dict[str, str] = {}
    answers: dict[str, Mapping[str, Any]] = {}
    for each in reader.items("hints", most=limits.HINTS):
        name = each.choice("experiment", [one.name for one in experiments], default="")
        text, predicate = _predicate(each, "when", name, experiments)
        _refuse_parts(each, predicate, name, experiments)
        hint = Hint(
            id=_name(each, "id"),
            about=each.text("about", default=""),
            strength=int(each.number("strength", default=1.0, low=1.0, high=9.0)),
            text=each.text("text", most=2_000),
            when_text=text,
            when=predicate,
            experiment=name,
        )
        designs[hint.id] = each.text("fires_on", default="start")
        answers[hint.id] = dict(each.plain("answers") or {})
        found.append(hint)
        each.finish()
    _refuse_doubles(reader, "hints", [each.id for each in found])
    return tuple(found), designs, answers


def _experiment(reader: Reader) -> Experiment:
    duration_s = reader.number("duration", "s", low=1.0, high=limits.EXPERIMENT_S)
    warm_up_s = reader.number("warm_up", "s", default=0.0, high=limits.EXPERIMENT_S)
    if warm_up_s >= duration_s:
        reader.complain("warm_up", "Make the warm-up shorter than the experiment.")
    failures = _failures(reader, duration_s)
    experiment = Experiment(
        name=_name(reader, "name"),
        title=reader.text("title", most=limits.TITLE_CHARACTERS),
        duration_s=duration_s,
        warm_up_s=warm_up_s,
        traffic=_traffic(reader),
        failures=failures,
        seeds=reader.numbers("seeds", most=limits.SEEDS) or SEEDS,
        text=reader.text("text", default="", most=2_000),
        requirements=_requirements(reader, duration_s, [each.name for each in failures]),
        is_hidden=reader.flag("hidden"),
    )
    reader.finish()
    return experiment


def _traffic(reader: Reader) -> tuple[Traffic, ...] | None:
    raw = reader.plain("traffic")
    if raw is None:
        return None
    complaints = DesignComplaints()
    read = course.read_workload(read_object(WORKLOAD, {"traffic": raw}, "workload", complaints), complaints)
    for each in complaints.errors:
        reader.complain(each.path.removeprefix("workload."), each.message)
    return None if complaints.errors else read.traffic


def _failures(reader: Reader, duration_s: float) -> tuple[NamedFailure, ...]:
    raw = reader.plain("schedule")
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
        reader.complain("schedule", "Write a list of failures, each with name, at, failure and target.")
        return ()
    names = [str(each.get("name", f"F{index + 1}")) for index, each in enumerate(raw)]
    complaints = DesignComplaints()
    plain = [{key: value for key, value in each.items() if key != "name"} for each in raw]
    entries = [read_object(SCHEDULED, each, f"schedule[{index}]", complaints) for index, each in enumerate(plain)]
    read = () if complaints.errors else course.read_schedule(entries, complaints)
    for each in complaints.errors:
        reader.complain(each.path, each.message)
    for index, name in enumerate(names):
        if not NAME.fullmatch(name) or names.index(name) != index or name in (RECOVERY, STEADY, WHOLE):
            reader.complain(f"schedule[{index}]", "Give each failure a name of its own, such as F1.")
    if complaints.errors:
        return ()
    for index, scheduled in enumerate(read):
        if scheduled.at_s >= duration_s:
            reader.complain(f"schedule[{index}]", "Begin before the experiment ends.")
    return tuple(NamedFailure(name, each) for name, each in zip(names, read, strict=True))


def _requirements(reader: Reader, duration_s: float, taken: Sequence[str]) -> tuple[Requirement, ...]:
    """`requirements`: name, at, text; what is asked from a moment on."""
    found: list[Requirement] = []
    for each in reader.items("requirements", most=limits.REQUIREMENTS):
        name, at_s = _name(each, "name"), each.number("at", "s", high=limits.EXPERIMENT_S)
        if name in (*taken, *(one.name for one in found), RECOVERY, STEADY, WHOLE):
            each.complain("name", "Give each requirement a name of its own, such as R1.")
        if at_s >= duration_s:
            each.complain("at", "Ask for it before the experiment ends.")
        found.append(Requirement(name, at_s, each.text("text")))
        each.finish()
    return tuple(found)


def _predicate(reader: Reader, field: str, name: str, experiments: Sequence[Experiment]) -> tuple[str, Predicate]:
    text = reader.text(field, most=2_000)
    try:
        predicate = read_predicate(text)
    except Misread as wrong:
        if text:
            reader.complain(field, f"{wrong} (column {wrong.column})")
        return text, read_predicate("count(nothing) >= 1")
    experiment = next((each for each in experiments if each.name == name), None)
    for call, _ in calls_in(predicate):
        if judges()[call.judge].needs_runs and experiment is None:
            reader.complain("", 'Add the field "experiment": what this is measured in.')
            break
        if call.window is not None and call.window.kind == RECOVERY:
            if call.aggregate in judges()[call.judge].by_summary:
                reader.complain(field, f"{call.aggregate} cannot be measured after recovery; name a time instead.")
        elif call.window is not None and experiment is not None and experiment.span_s(call.window) is None:
            reader.complain(field, f'The experiment "{name}" has no part "{call.window.label}".')
    return text, predicate


def _refuse_parts(reader: Reader, predicate: Predicate, name: str, experiments: Sequence[Experiment]) -> None:
    """A hint sees the one run that a learner has watched, and no summaries of parts of it."""
    experiment = next((each for each in experiments if each.name == name), None)
    for call, of_baseline in calls_in(predicate):
        if of_baseline:
            reader.complain("when", "A hint sees the learner's run alone: write a number instead of baseline.")
        is_summed = call.aggregate in judges()[call.judge].by_summary
        if is_summed and experiment is not None and experiment.span_s(call.window) != experiment.main_span_s:
            reader.complain("when", f"A hint sees the whole run: take {call.judge} without a window here.")


def _name(reader: Reader, field: str) -> str:
    name = reader.text(field, most=80)
    if name and not NAME.fullmatch(name):
        reader.complain(field, "Write a short name: letters, digits, - and _.")
    return name


def _refuse_doubles(reader: Reader, field: str, names: Sequence[str]) -> None:
    for index, name in enumerate(names):
        if name and names.index(name) != index:
            reader.complain(f"{field}[{index}]", f'"{name}" stands here already; choose another name.')
