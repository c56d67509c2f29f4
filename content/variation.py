"""Variation: `$rate` in the files of an item is one of the values that `vary` names, another one for each person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from content import limits
from content.model import Files
from content.reading import Complaints, Reader

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
USED = re.compile(rb"\$([a-z][a-z0-9_]{0,39})")
VALUE_CHARACTERS = 80


def read_varied(reader: Reader) -> dict[str, tuple[str, ...]]:
    """`vary`: lists of values by name, such as `{rate: [240, 260, 280], begins: [30 s, 40 s]}`, as they are written."""
    found: dict[str, tuple[str, ...]] = {}
    if len(reader.raw) > limits.VARIED:
        reader.complain("", f"Vary at most {limits.VARIED} things.")
    for name, values in list(reader.raw.items())[: limits.VARIED]:
        is_list = isinstance(values, list) and 1 <= len(values) <= limits.VARIANTS
        if not is_list or not all(_is_value(each) for each in values):
            reader.complain(str(name), f"Write a list of 1 to {limits.VARIANTS} numbers or short texts.")
        elif not NAME.fullmatch(str(name)):
            reader.complain(str(name), "Write a short name: small letters, digits and _.")
        else:
            found[str(name)] = tuple(str(each) for each in values)
    return found


def chosen(varied: Mapping[str, tuple[str, ...]], variant: int) -> dict[str, str]:
    """One value of each: the first for variant 0, otherwise by lot; the same variant has the same values everywhere."""
    return {name: values[_lot(name, variant, len(values))] for name, values in varied.items()}


def filled(files: Files, values: Mapping[str, str], complaints: Complaints) -> dict[str, bytes]:
    """The files with values in the place of names, line by line; a name that nothing varies is an error."""
    found = {}
    for name, raw in files.items():
        lines = raw.split(b"\n")
        for number, line in enumerate(lines, 1):
            for used in USED.findall(line):
                if used.decode() not in values:
                    complaints.add(name, number, f'Nothing varies "${used.decode()}": name it under "vary".')
        found[name] = USED.sub(lambda used: values.get(used.group(1).decode(), "0").encode(), raw)
    return found


def _is_value(value: object) -> bool:
    is_text = isinstance(value, str) and 1 <= len(value) <= VALUE_CHARACTERS and not set(value) & set("\n\r$#&*")
    return is_text or (isinstance(value, int | float) and not isinstance(value, bool))


def _lot(name: str, variant: int, count: int) -> int:
    if variant == 0:
        return 0
    return int.from_bytes(hashlib.sha256(f"{variant} {name}".encode()).digest()[:8]) % count
