"""Cuts the text of a predicate into words, each with its column."""

from __future__ import annotations

import re
from dataclasses import dataclass

TEXT_CHARACTERS = 2_000
WORD = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>-?(?:[0-9]+(?:\.[0-9]+)?)(?:[eE][+-]?[0-9]{1,3})?)"
    r"|(?P<unit>%)"
    r"|(?P<name>[A-Za-zµ][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*(?:/[a-z]+)?)"
    r"|(?P<quoted>\"[^\"\n]{0,120}\")"
    r"|(?P<operator><=|>=|!=|=|<|>)"
    r"|(?P<mark>[()\[\],.*/])"
)


class Misread(Exception):
    """A predicate that cannot be understood; `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `sort` is number, unit, name, quoted, operator, mark or end."""

    sort: str
    text: str
    column: int


def words_of(text: str) -> list[Word]:
    """The words of a predicate, with one of sort "end" behind them. Raises Misread."""
    if len(text) > TEXT_CHARACTERS:
        raise Misread(f"Keep a check within {TEXT_CHARACTERS:,} characters.", 1)
    found, place = [], 0
    while place < len(text):
        match = WORD.match(text, place)
        if match is None:
            raise Misread(f'The character "{text[place]}" has no meaning here.', place + 1)
        sort = str(match.lastgroup)
        if sort != "space":
            found.append(Word(sort, match.group(), place + 1))
        place = match.end()
    return [*found, Word("end", "", len(text) + 1)]
