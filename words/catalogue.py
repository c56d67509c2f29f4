"""Which texts of the catalogue people read: collected for translators, translated where they are served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

SPOKEN = frozenset({"label", "help", "verb", "heal_verb", "source"})
"""Keys whose text is read by people; all other texts are names of the document."""
SAID = "said"
"""Choices of a parameter: by name a label and a sentence."""


def texts_of(node: Any) -> Iterator[str]:
    """Every text that people read, in the order of the catalogue."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    translated(node, note)
    yield from found


def translated(node: Any, translate: Callable[[str], str]) -> Any:
    """The same values with every text that people read handed through `translate`."""
    if isinstance(node, list):
        return [translated(each, translate) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: _value(key, value, translate) for key, value in node.items()}


def _value(key: str, value: Any, translate: Callable[[str], str]) -> Any:
    if key == SAID:
        return {name: [translate(text) if text else text for text in texts] for name, texts in value.items()}
    if key in SPOKEN and isinstance(value, str) and value:
        return translate(value)
    return translated(value, translate)
