"""Changes of a design as data: what a browser applies as one step that can be taken back."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.read import read_document
from engine.design.write import to_document


@dataclass(frozen=True, slots=True)
class SetField:
    """A field of a component or connection gets another value.

    `path` leads to it within the entry, such as ("parameters", "instances"); `before` is None where it was left out.
    """

    collection: str
    id: str
    path: tuple[str, ...]
    before: Any
    after: Any

    def apply(self, document: dict[str, Any]) -> None:
        """Changes the document in place."""
        entry = next(each for each in document[self.collection] if each["id"] == self.id)
        for name in self.path[:-1]:
            entry = entry.setdefault(name, {})
        entry[self.path[-1]] = self.after

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        told = {"collection": self.collection, "id": self.id, "path": list(self.path)}
        return {"op": "set", **told, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A component or a connection comes; `entry` is as the document writes it, with its id."""

    collection: str
    entry: dict[str, Any]

    def apply(self, document: dict[str, Any]) -> None:
        """Changes the document in place."""
        document[self.collection].append(copy.deepcopy(self.entry))

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"op": "add", "collection": self.collection, "entry": self.entry}


Edit = SetField | AddEntry


def changed(design: Design, edits: Sequence[Edit]) -> Design | None:
    """The design after the edits; None when it could not be run then."""
    document = copy.deepcopy(to_document(design))
    for each in edits:
        each.apply(document)
    read, _ = read_document(document)
    return None if read is None or check_runnable(read) else read
