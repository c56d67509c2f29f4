"""What a kind of step is, one file in `content/steps/`, and what belongs to one kind of item, in `content/faces/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from content.reading import Reader


@dataclass(frozen=True, slots=True)
class Known:
    """What a step may speak of: names of experiments, of checks, and of the steps before it by kind."""

    experiments: tuple[str, ...]
    checks: tuple[str, ...]
    before: Mapping[str, str]


def nothing_more(reader: Reader, known: Known) -> dict[str, Any]:
    """Most steps are their text."""
    del reader, known
    return {}


@dataclass(frozen=True, slots=True)
class FaceType:
    """What belongs to one kind of item (lesson, scenario, interview) alone: `read` reads those of its top fields, and
    what it gives is `more` of the item."""

    name: str
    read: Callable[[Reader], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class StepType:
    """A kind of step. `read` reads its own fields; a step that `waits` keeps what follows closed until it is done."""

    name: str
    label: str
    help: str
    read: Callable[[Reader, Known], Mapping[str, Any]] = nothing_more
    waits: bool = False
