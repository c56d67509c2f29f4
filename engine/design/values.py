"""Reads single values of a document: each reader takes what stands there and gives the value or a `Refusal`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from engine.design import limits
from engine.design.fields import Field
from engine.design.numbers import read_numbers
from engine.design.points import read_points
from engine.design.quantity import Refusal, convert, dimension_of, is_finite

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
NOT_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of characters, which neither screens nor databases can hold."""

SHOWN_CHARACTERS = 40


class Bounds(Protocol):
    """What a field of the document and a parameter of a kind have in common."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def choices(self) -> tuple[str, ...]: ...


def shown(value: object) -> str:
    """The value as a message may show it: short, printable, without lone surrogates."""
    if not isinstance(value, str):
        return NAMES_OF_TYPES.get(type(value), type(value).__name__)
    cut = value[:SHOWN_CHARACTERS] + ("…" if len(value) > SHOWN_CHARACTERS else "")
    return '"' + "".join(each if each.isprintable() else ascii(each)[1:-1] for each in cut) + '"'


NAMES_OF_TYPES = {
    dict: "a mapping",
    list: "a list",
    bool: "true or false",
    type(None): "nothing",
    int: "a number",
    float: "a number",
}


def suggestion(name: str, known: Iterable[str]) -> str:
    """Ends an error about an unknown name with the nearest known one: " Did you mean X?", or nothing."""
    wanted = name[: limits.CONNECTION_ID_CHARACTERS].casefold()
    alike = [each for each in known if each[:1].casefold() == wanted[:1] or each[-1:].casefold() == wanted[-1:]]
    distances = [(_distance(wanted, each.casefold()), each) for each in alike[: limits.SUGGESTION_CANDIDATES]]
    nearest = min(distances, default=(FAR, ""))
    return f' Did you mean "{nearest[1]}"?' if nearest[0] < FAR else ""


FAR = 3
"""Characters in a row that may differ before two names are no longer taken for each other."""

LONG_ENOUGH = 4
"""A beginning of this many characters stands for the whole name."""


def _distance(one: str, other: str) -> int:
    """Characters between the first and the last difference of two names. Cheap on purpose: names come from outside."""
    shorter = min(len(one), len(other))
    same = next((index for index in range(shorter) if one[index] != other[index]), shorter)
    if same == shorter >= LONG_ENOUGH:
        return min(abs(len(one) - len(other)), FAR - 1)
    left = shorter - same
    same_end = next((index for index in range(left) if one[-1 - index] != other[-1 - index]), left)
    return max(len(one), len(other)) - same - same_end


def read_number(bounds: Bounds, raw: object) -> float | Refusal:
    """A quantity: a plain number in the unit of `bounds`, or text with a unit."""
    if isinstance(raw, str):
        converted = convert(raw, bounds.unit)
        if isinstance(converted, Refusal):
            return converted
        number = converted
    elif isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return Refusal(f"Write a number{_of_unit(bounds.unit)}, not {shown(raw)}.")
    else:
        number = _as_float(raw)
    return _within(bounds, number)


def read_count(bounds: Bounds, raw: object) -> int | Refusal:
    """A whole number."""
    number = read_number(bounds, raw)
    if isinstance(number, Refusal):
        return number
    if number != int(number):
        return Refusal(f"Write a whole number; {_plain(number)} is not one.")
    return int(number)


def read_flag(_: Bounds, raw: object) -> bool | Refusal:
    """True or false."""
    return raw if isinstance(raw, bool) else Refusal(f"Write true or false, not {shown(raw)}.")


def read_choice(bounds: Bounds, raw: object) -> str | Refusal:
    """One of a few words."""
    if isinstance(raw, str) and raw in bounds.choices:
        return raw
    offered = ", ".join(bounds.choices)
    return Refusal(
        f"Write one of {offered}, not {shown(raw)}.{suggestion(raw, bounds.choices) if isinstance(raw, str) else ''}"
    )


def read_id(bounds: Bounds, raw: object) -> str | Refusal:
    """A name by which other parts of the document refer to something."""
    most = limits.CONNECTION_ID_CHARACTERS if bounds.kind == "connection_id" else limits.ID_CHARACTERS
    if not isinstance(raw, str):
        return Refusal(f"Write a name in text, not {shown(raw)}.")
    if len(raw) > most:
        return Refusal(f"Shorten this name to {most} characters; it has {len(raw)}.")
    if ID.fullmatch(raw) is None:
        return Refusal(f"Write a name of letters, digits, - and _ that begins with a letter, not {shown(raw)}.")
    return raw


def read_words(each: Field, raw: object) -> str | Refusal:
    """Text for people, of at most `each.most` characters; only a description may have line breaks."""
    if not isinstance(raw, str):
        return Refusal(f"Write text, not {shown(raw)}. Put it in quotes if it looks like something else.")
    if len(raw) > each.most:
        return Refusal(f"Shorten this text to {each.most} characters; it has {len(raw)}.")
    bad = (NOT_IN_LINES if each.kind == "lines" else NOT_IN_A_LINE).search(raw)
    return raw if bad is None else Refusal(f"Remove the character U+{ord(bad.group()):04X} from this text.")


def as_it_stands(_: Field, raw: object) -> object:
    """What only its surroundings can tell how to read: parameters of a kind, bounds in the unit of a metric."""
    return raw


def read_position(_: Bounds, raw: object) -> tuple[float, float] | Refusal:
    """A place on the canvas: a list of two numbers."""
    if not isinstance(raw, (list, tuple)) or len(raw) != 2:
        return Refusal("Write the position as [x, y], two numbers in canvas units.")
    pair = []
    for each in raw:
        if isinstance(each, bool) or not isinstance(each, (int, float)):
            return Refusal(f"Write the position as [x, y]; {shown(each)} is not a number.")
        number = _as_float(each)
        if not abs(number) <= limits.POSITION:
            return Refusal(f"Write positions between -{_plain(limits.POSITION)} and {_plain(limits.POSITION)}.")
        pair.append(number)
    return (pair[0], pair[1])


READERS: dict[str, Callable[[Any, object], Any]] = {
    "number": read_number,
    "count": read_count,
    "flag": read_flag,
    "choice": read_choice,
    "points": read_points,
    "numbers": read_numbers,
    "id": read_id,
    "connection_id": read_id,
    "position": read_position,
    "text": read_words,
    "lines": read_words,
    "type": read_words,
    "parameters": as_it_stands,
    "policies": as_it_stands,
    "measure": as_it_stands,
}
"""Readers of values by the kind of their field or parameter."""


def _as_float(number: int | float) -> float:
    # Adding zero turns -0.0 into 0.0, so that equal designs have equal bytes.
    if isinstance(number, int) and number.bit_length() > 1023:
        return float("inf")
    return float(number) + 0.0


def _within(bounds: Bounds, number: float) -> float | Refusal:
    number += 0.0
    if not is_finite(number):
        return Refusal("Write a finite number.")
    if (bounds.low is not None and number < bounds.low) or (bounds.high is not None and number > bounds.high):
        return Refusal(f"Write a number {_range(bounds)}, not {_plain(number)}.")
    return number


def _range(bounds: Bounds) -> str:
    if bounds.low is not None and bounds.high is not None:
        if bounds.low == bounds.high:
            return f"equal to {_plain(bounds.low)}"
        return f"from {_plain(bounds.low)} to {_plain(bounds.high)}{_unit_name(bounds.unit)}"
    if bounds.low is not None:
        return f"of at least {_plain(bounds.low)}{_unit_name(bounds.unit)}"
    return f"of at most {_plain(bounds.high or 0.0)}{_unit_name(bounds.unit)}"


def _plain(number: float) -> str:
    return f"{number:.6g}" if abs(number) >= 1e7 or number != int(number) else str(int(number))


def _unit_name(unit: str) -> str:
    return f" {unit}" if unit not in ("", "count", "ratio", "x") else ""


def _of_unit(unit: str) -> str:
    named = _unit_name(unit)
    return f" in{named} or with a unit" if named and dimension_of(unit) != "count" else ""
