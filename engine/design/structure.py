"""Reads mappings and lists of a document by the tables of `fields`, gathering every error with its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design import limits
from engine.design.fields import Field
from engine.design.kinds import Parameter
from engine.design.model import DesignError, Value
from engine.design.quantity import Refusal
from engine.design.values import READERS, shown, suggestion


@dataclass(slots=True)
class Complaints:
    """The errors found so far; `is_full` ends the reading."""

    errors: list[DesignError] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.errors) >= limits.ERRORS

    def add(self, path: str, message: str) -> None:
        """Keeps one error unless there are too many already."""
        if not self.is_full:
            self.errors.append(DesignError(path or "document", message))

    def value(self, path: str, read: Any) -> Any:
        """What was read, or None after noting the refusal."""
        if isinstance(read, Refusal):
            self.add(path, read.message)
            return None
        return read


def below(path: str, name: str) -> str:
    """The path of a field in the mapping at `path`."""
    shown_name = name if name.isidentifier() and len(name) <= limits.ID_CHARACTERS and name.isascii() else shown(name)
    return f"{path}.{shown_name}" if path else shown_name


def read_object(fields: Sequence[Field], raw: object, path: str, complaints: Complaints) -> dict[str, Any]:
    """Reads one mapping.

    Gives every field of `fields` by name, with defaults where nothing stands and None where something was refused.
    """
    if not isinstance(raw, Mapping):
        complaints.add(path, f"Write a mapping of fields here, not {shown(raw)}.")
        return {each.name: None for each in fields}
    _refuse_unknown(raw, [each.name for each in fields], path, complaints, "field")
    values = {}
    for each in fields:
        # Most fields of a large design are left out, so that case is the quick one.
        is_absent = raw.get(each.name) is None and not each.required and each.kind != "object"
        values[each.name] = each.default if is_absent else _read_field(each, raw, path, complaints)
    return values


def read_list(each: Field, raw: object, path: str, complaints: Complaints) -> list[dict[str, Any]]:
    """Reads a list of mappings; an entry that is refused keeps its place, so that later errors name the right one."""
    if not isinstance(raw, (list, tuple)):
        complaints.add(path, f"Write a list here, not {shown(raw)}.")
        return []
    if len(raw) > each.most:
        complaints.add(path, f"Keep this list within {each.most} entries; it has {len(raw)}.")
        return []
    entries = []
    for index, entry in enumerate(raw):
        if complaints.is_full:
            break
        entries.append(read_object(each.fields, entry, f"{path}[{index}]", complaints))
    return entries


def read_parameters(
    parameters: Sequence[Parameter], raw: object, path: str, complaints: Complaints
) -> dict[str, Value]:
    """Reads the settings of a kind. Gives every parameter of the kind by name, with defaults where nothing stands."""
    if raw is not None and not isinstance(raw, Mapping):
        complaints.add(path, f"Write a mapping of parameters here, not {shown(raw)}.")
        return {}
    given = raw or {}
    _refuse_unknown(given, [each.name for each in parameters], path, complaints, "parameter")
    values: dict[str, Value] = {}
    for parameter in parameters:
        read = parameter.default
        if given.get(parameter.name) is not None:
            read = complaints.value(
                below(path, parameter.name), READERS[parameter.kind](parameter, given[parameter.name])
            )
        values[parameter.name] = float(read) if parameter.kind == "number" and read is not None else read
    return values


def _read_field(each: Field, raw: Mapping[str, Any], path: str, complaints: Complaints) -> Any:
    there, path = raw.get(each.name), below(path, each.name)
    if each.kind == "object":
        return read_object(each.fields, {} if there is None else there, path, complaints)
    if there is None:
        complaints.add(path, f'Add the field "{each.name}": {_lower_first(each.help)}')
        return None
    if each.kind == "list":
        return read_list(each, there, path, complaints)
    return complaints.value(path, READERS[each.kind](each, there))


def _refuse_unknown(raw: Mapping[Any, Any], known: Sequence[str], path: str, complaints: Complaints, word: str) -> None:
    for name in raw:
        if name in known:
            continue
        if complaints.is_full:
            return
        if not isinstance(name, str):
            complaints.add(path, f"Write names of {word}s as text, not {shown(name)}.")
        else:
            offered = suggestion(name, known) or _offer(word, known)
            complaints.add(below(path, name), f"Remove this {word}; nothing is called {shown(name)} here.{offered}")


def _offer(word: str, known: Sequence[str]) -> str:
    return f" The {word}s here are {', '.join(known)}." if known else f" There are no {word}s here."


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
