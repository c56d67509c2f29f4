"""Lanes of the line, one file each: the lane with the lowest rank is served first."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """A lane: `may_ask` lets people choose it themselves, `is_live` says that somebody sits there and waits."""

    name: str
    rank: int
    label: str
    queue: str
    may_ask: bool = False
    is_live: bool = True


@functools.cache
def lanes() -> dict[str, Lane]:
    """Every lane by name, the first served first. Two lanes of one rank would have no order."""
    files = pkgutil.iter_modules(__path__)
    found = [importlib.import_module(f"{__name__}.{file.name}").LANE for file in files]
    assert len({lane.rank for lane in found}) == len(found), "two lanes have the same rank"
    return {lane.name: lane for lane in sorted(found, key=lambda lane: lane.rank)}


def lane_of(*, has_account: bool, asked: str = "") -> Lane:
    """The lane of a run: the one that was asked for, else by who asks."""
    return lanes()[asked or ("interactive" if has_account else "visitors")]
