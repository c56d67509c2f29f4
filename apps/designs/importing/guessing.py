"""Which kind of component an image or a word stands for, by the table in `kinds.yaml`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from apps.common.words import t

TABLE = Path(__file__).with_name("kinds.yaml")
WORD = re.compile(r"[A-Z][A-Z0-9]+(?![a-z])|[A-Za-z][a-z0-9]*")


@dataclass(frozen=True)
class Guess:
    """A kind, and what it was guessed from. One that `is_beside` has no part in requests."""

    kind: str
    because: str
    is_beside: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the table."""

    kind: str
    says: str
    images: frozenset[str]
    words: frozenset[str]


@functools.cache
def table() -> tuple[Entry, ...]:
    """The table, in its order."""
    rows = yaml.safe_load(TABLE.read_text())
    return tuple(
        Entry(row["kind"], row["says"], frozenset(row.get("images", ())), frozenset(row.get("words", ())))
        for row in rows
    )


def of_image(image: str) -> Guess | None:
    """The kind of what runs in an image such as `docker.io/bitnami/redis:7.2-alpine`."""
    plain = re.sub(r"\$\{[^}]*\}|\$\w+", "", image)
    name = plain.split("@")[0].rsplit("/", 1)[-1].split(":")[0].lower()
    found = next((entry for entry in table() if name in entry.images), None)
    return (
        None
        if found is None
        else Guess(found.kind, t("the image %(name)s %(says)s", name=name, says=found.says), not found.kind)
    )


def of_words(label: str) -> Guess | None:
    """The kind that a name such as "Order Queue" speaks of; of several words the last tells most."""
    words = [word.lower() for word in WORD.findall(label)]
    for word in reversed(words):
        found = next((entry for entry in table() if word in entry.words), None)
        if found is not None:
            return Guess(found.kind, f"“{word}” {found.says}")
    return None
