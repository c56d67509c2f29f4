"""Formats in which what a run measured leaves Backlot, one file each: for trace viewers, tables, monitors and paper."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from apps.runs.models import Run


class NothingThere(Exception):
    """The run has nothing of this sort (yet); the message says why."""


@dataclass(frozen=True)
class Format:
    """A format: `write` makes the file from a run that has ended, or raises NothingThere."""

    name: str
    rank: int
    label: str
    suffix: str
    media_type: str
    help: str
    write: Callable[[Run], bytes]


@functools.cache
def formats() -> dict[str, Format]:
    """Every format by name, in the order in which they are offered."""
    modules = [importlib.import_module(f"{__name__}.{file.name}") for file in pkgutil.iter_modules(__path__)]
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {each.name: each for each in sorted(found, key=lambda each: each.rank)}
