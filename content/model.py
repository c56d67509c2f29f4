"""What people learn from, read and checked: one shape for lessons, scenarios and interviews, shipped or authored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from content.interview import Interview
from engine.design.model import Design
from grading.check import Check, Hint
from grading.experiment import Experiment

Files = Mapping[str, bytes]
"""An item as it is kept and sent: the contents of its files by name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `kind` is a file in `content/steps`, `text` is Markdown, `settings` are those of its kind."""

    id: str
    kind: str
    title: str
    text: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A tempting wrong answer: a design by name, and exactly the checks that it fails (none named: any that bar)."""

    design: str
    title: str
    fails: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Locks:
    """What a learner may do with the start design.

    `may_add` are types of components (None: any), `banned` types that must not be there. Everything of the start design
    in `keep` must stay as it is, but for the settings that `may_change` names by id of a component or connection ("*"
    for all of them). `hidden` are ids that the canvas does not show.
    """

    may_add: tuple[str, ...] | None = None
    banned: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    may_change: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    budget_per_h: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A lesson, scenario or interview, valid by construction. `slug` is its folder and may change; `uuid` stays.

    `hint_designs` names for each hint the design on which it fires. `designs` has every design by name, "start" too.
    `more` is what belongs to its kind alone (`content/faces`), `varied` the values that each person gets one of.
    `interview` is there for interviews alone.
    """

    kind: str
    uuid: UUID
    slug: str
    number: str
    title: str
    unit: str
    summary: str
    minutes: int
    prerequisites: tuple[str, ...]
    concepts: tuple[str, ...]
    steps: tuple[Step, ...]
    experiments: tuple[Experiment, ...]
    checks: tuple[Check, ...]
    hints: tuple[Hint, ...]
    hint_designs: Mapping[str, str]
    hint_answers: Mapping[str, Mapping[str, Any]]
    designs: Mapping[str, Design]
    exemplars: tuple[str, ...]
    pitfalls: tuple[Pitfall, ...]
    doubled_fails: tuple[str, ...]
    answers: Mapping[str, Any]
    locks: Locks
    texts: Mapping[str, str]
    note: str
    more: Mapping[str, Any]
    varied: Mapping[str, tuple[str, ...]]
    files: Files = field(repr=False, compare=False)
    interview: Interview | None = None

    @property
    def start(self) -> Design:
        """The design that a learner opens."""
        return self.designs["start"]

    def experiment(self, name: str) -> Experiment | None:
        """The experiment of a name."""
        return next((each for each in self.experiments if each.name == name), None)

    def step(self, step_id: str) -> Step | None:
        """The step of an id."""
        return next((each for each in self.steps if each.id == step_id), None)
