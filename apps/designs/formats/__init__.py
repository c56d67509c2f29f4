"""Formats in which a design leaves Backlot, one file each: text to read back, and pictures to show."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class TooLarge(Exception):
    """This format cannot hold a design of this size; the message says what can."""


@dataclass(frozen=True)
class Format:
    """A format: `write` makes the file from a stored document, in the colours of a theme where it has any.

    One that is `drawn_from` another format has no writer of its own: the browser draws it from that one.
    """

    name: str
    rank: int
    label: str
    suffix: str
    media_type: str
    help: str
    write: Callable[[dict[str, Any], str], bytes] | None = None
    drawn_from: str = ""


@functools.cache
def formats() -> dict[str, Format]:
    """Every format by name, in the order in which they are offered."""
    files = (file for file in pkgutil.iter_modules(__path__) if not file.ispkg)
    modules = [importlib.import_module(f"{__name__}.{file.name}") for file in files]
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {each.name: each for each in sorted(found, key=lambda each: each.rank)}
