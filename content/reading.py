"""Reads mappings of a YAML file field by field and remembers the line of everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from content import limits
from engine.design.model import DesignError
from engine.design.parse import parse
from engine.design.quantity import Refusal, convert
from engine.design.values import suggestion


@dataclass(frozen=True, slots=True)
class ItemError:
    """One thing that is wrong with an item: in which file, at which line (0 when the file as a whole is meant)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(slots=True)
class Complaints:
    """The errors of an item so far."""

    errors: list[ItemError] = field(default_factory=list)

    def add(self, file: str, line: int, message: str) -> None:
        """Keeps one error unless there are too many already."""
        if len(self.errors) < limits.ERRORS:
            self.errors.append(ItemError(file, line, message))

    def add_all(self, file: str, lines: Mapping[str, int], errors: Sequence[DesignError]) -> None:
        """Keeps the errors of a design with the lines of their paths."""
        for each in errors:
            self.add(file, line_of(lines, each.path), f"{each.path}: {each.message}")


def read_yaml(file: str, raw: bytes, complaints: Complaints) -> tuple[Any, dict[str, int]]:
    """A file as plain values, and the line of every path in it; (None, {}) after an error.

    Nothing comes in but what JSON could say as well: no aliases, no tags.
    """
    value, errors = parse(raw)
    if errors:
        for each in errors:
            complaints.add(file, _line_in(each.message), each.message)
        return None, {}
    return value, lines_of(raw)


def lines_of(raw: bytes) -> dict[str, int]:
    """The line of every value of a YAML text that `parse` has accepted, by path: `components[3].parameters`."""
    found: dict[str, int] = {}
    root = yaml.compose(raw.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
    waiting: list[tuple[str, Any]] = [("", root)] if root is not None else []
    while waiting:
        path, node = waiting.pop()
        found[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = f"{path}.{key.value}" if path else str(key.value)
                waiting.append((name, value))
                found[f"{name} key"] = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(f"{path}[{index}]", value) for index, value in enumerate(node.value)]
    return found


def line_of(lines: Mapping[str, int], path: str) -> int:
    """The line of a path, or of what is around it."""
    while path:
        if f"{path} key" in lines:
            return lines[f"{path} key"]
        if path in lines:
            return lines[path]
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return lines.get("", 0)


class Reader:
    """One mapping. Every question notes its error and gives a harmless value; `finish` refuses all that is left."""

    def __init__(
        self, raw: Any, path: str, file: str, lines: Mapping[str, int], complaints: Complaints, known: Any = None
    ) -> None:
        self.path, self.file, self.lines, self.complaints = path, file, lines, complaints
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.asked: list[str] = []
        self.known = known
        if not isinstance(raw, Mapping):
            self.complain("", "Write a mapping of fields here.")

    def complain(self, name: str, message: str) -> None:
        """Notes an error at a field, or at the whole mapping."""
        path = self.below(name) if name else self.path
        where = f"{path}: " if path else ""
        self.complaints.add(self.file, line_of(self.lines, path), f"{where}{message}")

    def below(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Whether something stands there."""
        return self.raw.get(name) is not None

    def plain(self, name: str) -> Any:
        """What stands there, unread."""
        self.asked.append(name)
        return self.raw.get(name)

    def text(self, name: str, *, default: str | None = None, most: int = limits.LINE_CHARACTERS) -> str:
        """A text; needed unless there is a default."""
        value = self.plain(name)
        if value is None:
            if default is None:
                self.complain("", f'Add the field "{name}".')
            return default or ""
        if not isinstance(value, str) or len(value) > most:
            self.complain(name, f"Write a text of at most {most} characters.")
            return default or ""
        return value.strip()

    def choice(self, name: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of some words."""
        value = self.text(name, default=default)
        if value and value not in choices:
            self.complain(name, f"Write one of {', '.join(choices)}.{suggestion(value, choices)}")
            return default or ""
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when left out."""
        value = self.plain(name)
        if value is not None and not isinstance(value, bool):
            self.complain(name, "Write true or false.")
        return value is True

    def number(
        self, name: str, unit: str = "", *, default: float | None = None, low: float = 0.0, high: float = 1e12
    ) -> float:
        """A quantity in a unit ("5 min" in s); needed unless there is a default."""
        value = self.plain(name)
        if value is None:
            if default is None:
                self.complain("", f'Add the field "{name}".')
            return default or 0.0
        read = convert(value, unit) if isinstance(value, str) else value
        if isinstance(read, Refusal):
            self.complain(name, read.message)
        elif isinstance(read, bool) or not isinstance(read, int | float) or not low <= read <= high:
            self.complain(name, f"Write a number from {low:g} to {high:g}.")
        else:
            return float(read)
        return default or low

    def words(self, name: str, *, most: int = 60) -> tuple[str, ...]:
        """A list of texts; empty when left out."""
        value = self.plain(name)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) > most or not all(isinstance(each, str) for each in value):
            self.complain(name, f"Write a list of at most {most} texts.")
            return ()
        return tuple(value)

    def numbers(self, name: str, *, most: int) -> tuple[int, ...]:
        """A list of whole numbers; empty when left out."""
        value = self.plain(name)
        if value is None:
            return ()
        is_whole = isinstance(value, list) and all(
            isinstance(each, int) and not isinstance(each, bool) for each in value
        )
        if not is_whole or not 1 <= len(value) <= most or not all(0 <= each < 2**63 for each in value):
            self.complain(name, f"Write a list of 1 to {most} whole numbers.")
            return ()
        return tuple(value)

    def items(self, name: str, *, most: int) -> list[Reader]:
        """A list of mappings; empty when left out."""
        value = self.plain(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            self.complain(name, f"Write a list of at most {most} entries.")
            return []
        return [self._sub(each, f"{self.below(name)}[{index}]") for index, each in enumerate(value)]

    def inner(self, name: str) -> Reader:
        """A mapping; an empty one when left out."""
        value = self.plain(name)
        return self._sub({} if value is None else value, self.below(name))

    def finish(self) -> None:
        """Refuses fields that nobody asked for."""
        for name in self.raw:
            if name not in self.asked:
                self.complain(str(name), f"Nothing is called that here.{suggestion(str(name), self.asked)}")

    def _sub(self, raw: Any, path: str) -> Reader:
        return Reader(raw, path, self.file, self.lines, self.complaints, self.known)


def _line_in(message: str) -> int:
    _, found, rest = message.partition("at line ")
    digits = rest.split(",")[0].split(".")[0].strip()
    return int(digits) if found and digits.isdigit() else 0
