"""Drawings and files of elsewhere that become designs: one file a format, found by walking.

An importer reads text into a `Sketch`: what was found, how sure that is, and what nobody can know from the text. A page
asks for the latter, and only then a design is made (`answers.py`).
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from apps.common.words import t
from engine.design.model import DesignError

TEXT_BYTES = 200_000
COMPONENTS_MOST = 200
ARROWS_MOST = 600


@dataclass(frozen=True)
class Found:
    """Something that may become a component: its `kind` is a guess (empty: nobody knows), `because` says of what."""

    id: str
    label: str
    line: int
    kind: str = ""
    because: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    # It serves nobody's requests, such as a dashboard: it is left out unless somebody wants it.
    is_beside: bool = False
    is_entry: bool = False
    place: str = ""


@dataclass(frozen=True)
class Arrow:
    """A call from one to another, or what looks like one; `is_sure` if the text says that it is one."""

    source: str
    target: str
    line: int
    because: str = ""
    is_sure: bool = True
    is_optional: bool = False


@dataclass(frozen=True)
class Sketch:
    """What an importer has read; `notices` tell what of the text means nothing here."""

    name: str
    found: tuple[Found, ...]
    arrows: tuple[Arrow, ...]
    # Id, label, and the place around it.
    places: tuple[tuple[str, str, str], ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whole:
    """A design that was written by Backlot: nothing is to be asked."""

    document: dict[str, Any]


@dataclass(frozen=True)
class Importer:
    """A format that can be read. `recognises` is asked in the order of ranks when nobody said which format it is."""

    name: str
    rank: int
    label: str
    help: str
    recognises: Callable[[str], bool]
    read: Callable[[str], Sketch | Whole | list[DesignError]]


@functools.cache
def importers() -> dict[str, Importer]:
    """Every importer by name, in the order in which they are tried."""
    modules = [importlib.import_module(f"{__name__}.{file.name}") for file in pkgutil.iter_modules(__path__)]
    found = [module.IMPORTER for module in modules if hasattr(module, "IMPORTER")]
    return {each.name: each for each in sorted(found, key=lambda each: each.rank)}


def recognised(text: str) -> Importer | None:
    """The first importer that takes the text for its own."""
    return next((each for each in importers().values() if each.recognises(text)), None)


def complaint(line: int, path: str, sentence: str) -> DesignError:
    """Something wrong at a line of the text."""
    return DesignError(path, t("Line %(line)s: %(sentence)s", line=line, sentence=sentence))
