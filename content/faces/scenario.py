"""Scenario: how often it may be checked, and how much time there is from its beginning on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content import limits
from content.kinds import FaceType
from content.reading import Reader

DAY_S = 86_400.0


def read(reader: Reader) -> Mapping[str, Any]:
    """`attempts` (graded checks, any number when left out) and `time_limit` (none when left out)."""
    told: dict[str, Any] = {"checks_most": None, "time_limit_s": None}
    if reader.has("attempts"):
        told["checks_most"] = int(reader.number("attempts", low=1.0, high=limits.CHECKS_PRESSED))
    if reader.has("time_limit"):
        told["time_limit_s"] = reader.number("time_limit", "s", low=60.0, high=60.0 * DAY_S)
    reader.plain("attempts")
    reader.plain("time_limit")
    return told


FACE = FaceType(name="scenario", read=read)
