"""Turns hostile text into plain values: the one gateway for documents from outside.

JSON is read strictly. YAML is read event by event, and only what JSON could say as well is let through: no aliases,
anchors, merge keys or tags, and scalars mean what they mean in JSON (`no`, `12:30:00` and `0x10` are text).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import yaml

from engine.design import limits
from engine.design.model import DesignError
from engine.design.quantity import NUMBER
from engine.design.values import shown

WORDS = {"true": True, "false": False, "null": None, "": None}
"""What plain YAML scalars mean besides numbers; an empty one is nothing, as in `place:`."""

SIGNATURES = {b"\x1f\x8b": "compressed with gzip", b"PK": "a zip archive", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Unreadable(Exception):
    """Raised inside this file only; carries the sentence that `parse` returns as an error."""


def parse(text: str | bytes) -> tuple[Any, list[DesignError]]:
    """Reads JSON or YAML text into dicts, lists, text, numbers, true, false and None.

    Text whose first character is { or [ is JSON, any other is YAML. Gives (value, []) or (None, [one error]).
    """
    try:
        decoded = _decoded(text)
        parsed = _from_json(decoded) if decoded.lstrip()[:1] in ("{", "[") else _from_yaml(decoded)
    except Unreadable as unreadable:
        return None, [DesignError("document", str(unreadable))]
    return parsed, []


def _decoded(text: str | bytes) -> str:
    if len(text) > limits.TEXT_BYTES:
        raise Unreadable(f"Keep the document within {limits.TEXT_BYTES // 1_000_000} MB; it has {len(text):,} bytes.")
    if isinstance(text, bytes):
        text = _from_bytes(text)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable("The document is empty. Begin with format: 1 and a name.")
    if "\x00" in text:
        raise Unreadable("The document holds a NUL character; remove it, or save the file as UTF-8.")
    if not text.isascii() and any(0xD800 <= ord(each) <= 0xDFFF for each in text):
        raise Unreadable("The document holds half a character (a lone surrogate); save the file as UTF-8.")
    return text


def _from_bytes(raw: bytes) -> str:
    for signature, name in SIGNATURES.items():
        if raw.startswith(signature):
            raise Unreadable(f"The document is {name}; send it as plain text in UTF-8.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"The document is not UTF-8 text (byte {error.start + 1}); save it as UTF-8.") from None


def _from_json(text: str) -> Any:
    if text.count("[") + text.count("{") > limits.CONTAINERS or text.count(",") > limits.COMMAS:
        raise Unreadable(
            "The document holds too many values; a design has at most 2 000 components and 10 000 connections."
        )
    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_no_constant,
            object_pairs_hook=_without_doubles,
        )
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"This is not JSON: {error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise Unreadable(f"Lists and mappings lie deeper than {limits.DEPTH} in one another.") from None


def _integer(text: str) -> int:
    return int(_short(text))


def _float(text: str) -> float:
    number = float(_short(text))
    if number in (float("inf"), float("-inf")):
        raise Unreadable(f"The number {text} is too large; write a finite one.")
    return number


def _short(text: str) -> str:
    if len(text) > limits.NUMBER_CHARACTERS:
        raise Unreadable(f"A number has {len(text)} characters; write it with at most {limits.NUMBER_CHARACTERS}.")
    return text


def _no_constant(name: str) -> Any:
    raise Unreadable(f"{name} is not a number of JSON; write a finite number.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        seen: set[str] = set()
        double = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Unreadable(f"The name {shown(double)} stands twice in one mapping; keep one of them.")
    return mapping


def _from_yaml(text: str) -> Any:
    if len(text) > limits.YAML_BYTES:
        raise Unreadable(f"Keep YAML within {limits.YAML_BYTES // 1000} kB, or send the design as JSON.")
    try:
        return _Builder().built(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise Unreadable(f"This is not YAML: {_problem(error)}.") from None


def _problem(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
    return f"{str(said)[:120]}{where}"


class _Builder:
    """Builds plain values from YAML events without recursion: `open` holds the containers around the present place,
    `keys` the name under which each of them waits for a value (None when it waits for a name, or is a list)."""

    def __init__(self) -> None:
        self.root: Any = None
        self.open: list[Any] = []
        self.keys: list[Any] = []
        self.documents_count = 0
        self.takers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.DocumentStartEvent: self._document,
            yaml.AliasEvent: self._alias,
        }

    def built(self, events: Iterable[Any]) -> Any:
        """The value of the single document in `events`."""
        takers = self.takers
        for count, event in enumerate(events):
            if count > limits.YAML_EVENTS:
                raise Unreadable(f"YAML may hold at most {limits.YAML_EVENTS} values; send a larger design as JSON.")
            taker = takers.get(type(event))
            if taker is not None:
                taker(event)
        return self.root

    def _alias(self, event: Any) -> None:
        raise Unreadable(f"Write the value out instead of the alias {shown(event.anchor)}{_where(event)}.")

    def _document(self, event: Any) -> None:
        self.documents_count += 1
        if self.documents_count > 1:
            raise Unreadable(f"Keep one document in the text; a second begins{_where(event)}.")
        if event.version or event.tags:
            raise Unreadable("Remove the lines that begin with %; YAML directives are not read here.")

    def _begin(self, event: Any) -> None:
        _refuse_more_than_json(event)
        if len(self.open) >= limits.DEPTH:
            raise Unreadable(f"Lists and mappings lie deeper than {limits.DEPTH} in one another{_where(event)}.")
        if self._waits_for_name():
            raise Unreadable(f"Write names of fields as text, not as a list or mapping{_where(event)}.")
        container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._place(container)
        self.open.append(container)
        self.keys.append(None)

    def _end(self, _: Any) -> None:
        self.open.pop()
        self.keys.pop()

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            _refuse_more_than_json(event)
        if self._waits_for_name():
            self._name(event)
        else:
            self._place(_scalar_value(event))

    def _waits_for_name(self) -> bool:
        return bool(self.open) and self.keys[-1] is None and isinstance(self.open[-1], dict)

    def _name(self, event: Any) -> None:
        name = event.value
        if name == "<<" and event.implicit[0]:
            raise Unreadable(f"Write the fields out instead of the merge key <<{_where(event)}.")
        if name in self.open[-1]:
            raise Unreadable(f"The name {shown(name)} stands twice in one mapping{_where(event)}; keep one of them.")
        self.keys[-1] = name

    def _place(self, value: Any) -> None:
        if not self.open:
            self.root = value
        elif isinstance(self.open[-1], list):
            self.open[-1].append(value)
        else:
            self.open[-1][self.keys[-1]] = value
            self.keys[-1] = None


def _refuse_more_than_json(event: Any) -> None:
    if event.anchor is not None:
        raise Unreadable(f"Remove the anchor {shown(event.anchor)}{_where(event)}; aliases are not read here.")
    if event.tag is not None:
        raise Unreadable(f"Remove the tag {shown(event.tag)}{_where(event)}; values are plain here.")


def _scalar_value(event: Any) -> Any:
    if not event.implicit[0]:
        return event.value
    if event.value in WORDS:
        return WORDS[event.value]
    if NUMBER.fullmatch(event.value):
        whole = event.value.lstrip("-").isdigit()
        return _integer(event.value) if whole else _float(event.value)
    return event.value


def _where(event: Any) -> str:
    return f" at line {event.start_mark.line + 1}, column {event.start_mark.column + 1}"
