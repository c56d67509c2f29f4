"""Units: the text "250 ms" and the number 0.25 say the same, and only this file knows why."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from engine.design import limits

DIMENSIONS: dict[str, dict[str, str]] = {
    "time": {"ns": "1e-9", "us": "1e-6", "µs": "1e-6", "ms": "1e-3", "s": "1", "min": "60", "h": "3600", "d": "86400"},
    "rate": {
        "1/s": "1",
        "/s": "1",
        "req/s": "1",
        "1/min": "1/60",
        "req/min": "1/60",
        "1/h": "1/3600",
        "req/h": "1/3600",
    },
    "ratio": {"ratio": "1", "%": "0.01"},
    "factor": {"x": "1", "%": "0.01"},
    "count": {"count": "1"},
    "bit rate": {"bit/s": "1", "kbit/s": "1e3", "Mbit/s": "1e6", "Gbit/s": "1e9", "Tbit/s": "1e12"},
    "size": {
        "B": "1",
        "kB": "1e3",
        "MB": "1e6",
        "GB": "1e9",
        "TB": "1e12",
        "KiB": "1024",
        "MiB": "1048576",
        "GiB": "1073741824",
    },
    "size rate": {"B/s": "1", "kB/s": "1e3", "MB/s": "1e6", "GB/s": "1e9"},
    "price": {"credits": "1"},
}
"""Units of each dimension with their size in the SI unit, as decimal text so that 35 ms is exactly 0.035 s."""

PREFERRED = {"time": ("ms", "s", "min"), "rate": ("req/s", "1/min"), "ratio": ("%",), "factor": ("x",), "count": ()}

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?")
"""A number as JSON writes it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value was not accepted: a sentence that says what to write instead."""

    message: str


def dimension_of(unit: str) -> str:
    """The dimension that a unit belongs to ("ms" -> "time"); an empty unit is a plain count."""
    for dimension, units in DIMENSIONS.items():
        if unit in units:
            return dimension
    return "count"


def size_of(unit: str) -> Decimal:
    """How many SI units one `unit` is ("min" -> 60)."""
    written = DIMENSIONS[dimension_of(unit)].get(unit, "1")
    above, _, below = written.partition("/")
    return Decimal(above) / Decimal(below or "1")


def units_like(unit: str) -> tuple[str, ...]:
    """Every unit that a person may write where `unit` is the plain one."""
    return tuple(DIMENSIONS[dimension_of(unit)])


def convert(text: str, unit: str) -> float | Refusal:
    """Reads "250 ms" as a number of `unit`. Without a unit in the text the number is taken to be in `unit` already.

    Exact: the product is formed in decimal and rounded once. The result may be infinite; bounds are checked elsewhere.
    """
    stripped = text.strip()
    if len(stripped) > limits.QUANTITY_CHARACTERS:
        return Refusal(f"Write a number{_example(unit)}; this text is too long for a quantity.")
    match = NUMBER.match(stripped)
    if match is None:
        return Refusal(f"Write a number{_example(unit)}.")
    written = stripped[match.end() :].strip()
    if written and written not in units_like(unit):
        return Refusal(_unknown_unit(written, unit))
    if len(match.group()) > limits.NUMBER_CHARACTERS:
        return Refusal(f"Write the number with at most {limits.NUMBER_CHARACTERS} characters.")
    return _scaled(Decimal(match.group()), size_of(written or unit), size_of(unit))


def _scaled(number: Decimal, written: Decimal, wanted: Decimal) -> float:
    return float(number) if written == wanted else float(number * written / wanted)


def _example(unit: str) -> str:
    preferred = [each for each in PREFERRED.get(dimension_of(unit), ()) if each in units_like(unit)]
    return f' such as 250 or "250 {preferred[0]}"' if preferred else " such as 3"


def _unknown_unit(written: str, unit: str) -> str:
    shown = written if written.isprintable() else ascii(written)[1:-1]
    known = units_like(unit)
    if len(known) == 1:
        return f'Leave out the unit "{shown}"; this is a plain number.'
    return f'Unit "{shown}" does not fit here; use one of {", ".join(known)}.'


def is_finite(number: float) -> bool:
    """False for infinity and for what is not a number."""
    return math.isfinite(number)
