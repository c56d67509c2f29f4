"""The library: every item that is shipped. What is bad is shown as bad, and the rest are there all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from content.item import read_item
from content.model import Item
from content.packing import from_folder
from content.reading import ItemError

ROOT = Path(__file__).resolve().parent
FOLDERS = {"lesson": "lessons", "scenario": "scenarios", "interview": "interviews"}


@dataclass(frozen=True, slots=True)
class BadItem:
    """An item that cannot be read, and why."""

    kind: str
    slug: str
    errors: tuple[ItemError, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Items in the order in which they are taught; what is wrong stands in `bad`."""

    items: tuple[Item, ...]
    bad: tuple[BadItem, ...]

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """All lessons, scenarios or interviews."""
        return tuple(each for each in self.items if each.kind == kind)

    def by_uuid(self, uuid: UUID) -> Item | None:
        """The item of a uuid."""
        return next((each for each in self.items if each.uuid == uuid), None)

    def by_slug(self, kind: str, slug: str) -> Item | None:
        """The item in a folder."""
        return next((each for each in self.items if each.kind == kind and each.slug == slug), None)


@cache
def library() -> Library:
    """What is shipped, read once by each process."""
    return read_library(ROOT)


def read_library(root: Path) -> Library:
    """Reads every folder under lessons/, scenarios/ and interviews/."""
    items: list[Item] = []
    bad: list[BadItem] = []
    for kind, folder in FOLDERS.items():
        for place in sorted(each for each in (root / folder).glob("*") if each.is_dir() and each.name[0] not in "._"):
            files, errors = from_folder(place)
            item, wrong = (None, errors) if errors else read_item(files, place.name)
            if item is not None and item.kind != kind:
                wrong = [ItemError(place.name, 0, f"This is a {item.kind}; it does not belong to {folder}.")]
            if item is not None and not wrong:
                items.append(item)
            else:
                bad.append(BadItem(kind, place.name, tuple(wrong)))
    doubled = _doubled(items)
    bad += doubled
    names = {(each.kind, each.slug) for each in doubled}
    kept = [each for each in items if (each.kind, each.slug) not in names]
    return Library(tuple(_in_order(kept)), tuple(bad))


def _doubled(items: Sequence[Item]) -> list[BadItem]:
    seen: dict[UUID, str] = {}
    found = []
    for each in items:
        other = seen.setdefault(each.uuid, each.slug)
        if other != each.slug:
            error = ItemError(f"{each.kind}.yaml", 0, f'This uuid is that of "{other}" as well.')
            found.append(BadItem(each.kind, each.slug, (error,)))
    return found


def _in_order(items: Sequence[Item]) -> list[Item]:
    kinds = list(FOLDERS)
    return sorted(items, key=lambda each: (kinds.index(each.kind), each.number, each.title))


def prerequisite_errors(items: Sequence[Item]) -> list[str]:
    """Sentences about prerequisites (numbers of other items) that are not there, or that go round in a circle."""
    numbers = {each.number: each for each in items if each.number}
    found = [
        f"{each.number} needs {name}, which is not there"
        for each in items
        for name in each.prerequisites
        if name not in numbers
    ]
    return found + [f"{' needs '.join(circle)}" for circle in _circles(numbers)]


def _circles(numbers: Mapping[str, Item]) -> list[list[str]]:
    found = []
    for first in sorted(numbers):
        way, waiting = {first: [first]}, [first]
        while waiting:
            here = waiting.pop()
            for name in numbers[here].prerequisites:
                if name == first:
                    found.append([*way[here], first])
                    waiting = []
                    break
                if name in numbers and name not in way:
                    way[name] = [*way[here], name]
                    waiting.append(name)
    return found
