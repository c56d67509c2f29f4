"""The grammar of Mermaid's flowcharts: statements, boxes in their shapes, and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.common.words import t

LINE_CHARACTERS = 4_000
GROUP_MOST = 50
# Brackets around a label; longer ones are tried first.
SHAPES = (
    ("(((", ")))"),
    ("((", "))"),
    ("([", "])"),
    ("[[", "]]"),
    ("[(", ")]"),
    ("[/", "/]"),
    ("[/", "\\]"),
    ("[\\", "\\]"),
    ("[\\", "/]"),
    ("{{", "}}"),
    ("{", "}"),
    ("[", "]"),
    ("(", ")"),
    (">", "]"),
)
NAME = re.compile(r"\w+(?:[.\-/](?=\w)\w+)*")
KIND = re.compile(r":::([\w-]+)")
NEW_SHAPE = re.compile(r"@\{([^}]*)\}")
NEW_FIELD = re.compile(r"(\w+)\s*:\s*(?:\"([^\"]*)\"|([^,\"]+))")
# A line with a tip, or long enough to need none; then lines with words in their middle.
PLAIN = re.compile(
    r"(?:\w+@)?(?P<back><|[ox](?=[-=]))?(?P<body>-{2,}|={2,}|-\.+-|~{3,})(?P<tip>>|[ox](?=[\s|\"(\[{]))?"
)
WORDED = (
    re.compile(r"(?P<back><)?(?P<body>--)\s*(?P<words>\"[^\"]*\"|[^\s\-|][^|]*?)\s*-{2,}(?P<tip>[>ox])?"),
    re.compile(r"(?P<back><)?(?P<body>==)\s*(?P<words>\"[^\"]*\"|[^\s=|][^|]*?)\s*={2,}(?P<tip>[>ox])?"),
    re.compile(r"(?P<back><)?(?P<body>-\.)\s*(?P<words>\"[^\"]*\"|[^\s.|][^|]*?)\s*\.+-(?P<tip>[>ox])?"),
)
SAID = re.compile(r"\s*\|[^|]*\|")


class Malformed(Exception):
    """A statement that is none; carries its line and the part of the text that it is about."""

    def __init__(self, line: int, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.path = line, path


class Box(NamedTuple):
    """A box where it is named; without a label it was described elsewhere, or is called as it is named."""

    name: str
    label: str
    shape: str
    kind: str
    line: int


class Line(NamedTuple):
    """What a line between two boxes looks like."""

    has_tip: bool
    is_both_ways: bool
    is_dotted: bool
    is_invisible: bool

    @property
    def why(self) -> str:
        """Why it may be no call."""
        return "" if self.has_tip else t("the line has no tip")


def statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements with their lines: without comments, settings at the top, and the fence around all."""
    lines = text.splitlines()
    first = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("```")), 0)
    settings_end = 0
    if lines and lines[first : first + 1] == ["---"]:
        ends = (place for place, line in enumerate(lines[first + 1 :], first + 1) if line.strip() == "---")
        settings_end = next(ends, first) + 1
    for number, line in enumerate(lines[settings_end:], settings_end + 1):
        plain = line.strip()
        if plain.startswith(("```", "%%")):
            continue
        if len(plain) > LINE_CHARACTERS:
            raise Malformed(
                number,
                "document",
                t("Keep a line within %(line_characters)s characters.", line_characters=f"{LINE_CHARACTERS:,}"),
            )
        yield from ((number, each.strip()) for each in _parts(plain) if each.strip())


def _parts(line: str) -> list[str]:
    """A line cut at semicolons; not at those within quotes, and not at those of entities such as #quot;."""
    parts, start, is_quoted = [], 0, False
    for place, letter in enumerate(line):
        is_quoted ^= letter == '"'
        if letter == ";" and not is_quoted and not re.search(r"#\w{1,8}$", line[start:place]):
            parts.append(line[start:place])
            start = place + 1
    return [*parts, line[start:]]


def chain(line: int, statement: str) -> Iterator[tuple[list[list[Box]], Line | None]]:
    """The groups of boxes of a statement, from left to right: first one alone, then each with the one before it."""
    group, place = _group(line, statement, 0)
    yield [group], None
    while statement[place:].strip():
        link, place = _link(line, statement, place)
        following, place = _group(line, statement, place)
        yield [group, following], link
        group = following


def _group(line: int, text: str, place: int) -> tuple[list[Box], int]:
    box, place = _box(line, text, place)
    boxes = [box]
    while True:
        found = re.compile(r"\s*&\s*").match(text, place)
        if found is None:
            return boxes, place
        box, place = _box(line, text, found.end())
        boxes.append(box)
        if len(boxes) > GROUP_MOST:
            raise Malformed(line, "document", t("Join at most %(group_most)s boxes with &.", group_most=GROUP_MOST))


def _box(line: int, text: str, place: int) -> tuple[Box, int]:
    place += len(text[place:]) - len(text[place:].lstrip())
    name = NAME.match(text, place)
    if name is None:
        raise Malformed(line, "document", t("Expected the name of a box, found “%(near)s”.", near=_near(text, place)))
    label, shape, place = _label(line, text, name.end())
    newer = NEW_SHAPE.match(text, place)
    if newer is not None:
        fields = {key: quoted or plain.strip() for key, quoted, plain in NEW_FIELD.findall(newer[1])}
        label, shape, place = fields.get("label", label), fields.get("shape", shape), newer.end()
    kind = KIND.match(text, place)
    place = kind.end() if kind is not None else place
    return Box(name[0], label, shape, kind[1] if kind is not None else "", line), place


def _label(line: int, text: str, place: int) -> tuple[str, str, int]:
    for left, right in SHAPES:
        if not text.startswith(left, place):
            continue
        start = place + len(left)
        quoted = re.compile(r'\s*"([^"]*)"\s*').match(text, start)
        stop = quoted.end() if quoted is not None else text.find(right, start)
        if stop >= 0 and text.startswith(right, stop):
            return (quoted[1] if quoted is not None else text[start:stop].strip()), left, stop + len(right)
    if text[place : place + 1] in ("[", "(", "{"):
        raise Malformed(line, "document", t("The bracket at “%(near)s” is not closed.", near=_near(text, place)))
    return "", "", place


def _link(line: int, text: str, place: int) -> tuple[Line, int]:
    place += len(text[place:]) - len(text[place:].lstrip())
    found = PLAIN.match(text, place)
    if found is None or (found["tip"] is None and len(found["body"]) == len("--")):
        found = next((match for each in WORDED if (match := each.match(text, place))), None)
    if found is None:
        raise Malformed(line, "document", f"Expected a line such as -->, found “{_near(text, place)}”.")
    said = SAID.match(text, found.end())
    tip, body = found["tip"] is not None, found["body"]
    link = Line(tip, tip and found["back"] is not None, "." in body, body.startswith("~"))
    return link, said.end() if said is not None else found.end()


def _near(text: str, place: int) -> str:
    return text[place : place + 24].strip() or t("the end of the line")
