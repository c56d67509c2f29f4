"""The answers that an item is put to the test with before anybody else sees it: its author's, and those that need no
thought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from content.doubling import doubled
from content.item import read_item
from content.locks import kept, violations
from content.model import Item, Locks
from content.variation import chosen
from engine.design.model import Design
from grading.facts import RunRecord
from grading.grade import Grade, grade
from grading.orders import Order, orders_for

REFERENCE, START, EMPTY, DOUBLED, WRONG = "reference", "start", "empty", "doubled", "wrong"
MORE_SEEDS = (101, 102)
VARIANTS = (1, 2)
VARIANT_SEEDS = (11,)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer, of which item (a variant has other numbers), and whether it should pass."""

    name: str
    title: str
    role: str
    item: Item
    design: Design
    seeds: tuple[int, ...] | None = None
    fails: tuple[str, ...] = ()

    @property
    def should_pass(self) -> bool:
        """Whether it is right."""
        return self.role == REFERENCE

    def orders(self) -> tuple[list[Order], list[str]]:
        """What has to be run: (orders, []), or ([], sentences) where the design is refused before any run."""
        refused = [each.message for each in violations(self.item, self.design)]
        if refused:
            return [], refused
        orders, errors = orders_for(self.design, self.item.start, self.item.experiments, self.item.checks, self.seeds)
        return orders, [f"{each.path}: {each.message}" for each in errors]

    def row(self, records: Mapping[str, RunRecord], refused: Sequence[str] = ()) -> dict[str, Any]:
        """Its row of the table, as plain values."""
        base = {"name": self.name, "title": self.title, "role": self.role, "should_pass": self.should_pass}
        if refused:
            return base | {
                "refused": list(refused)[:3], "passed": False, "checks": [], "seeds": [], "holds": not self.should_pass,
            }  # fmt: skip
        item = self.item
        result = grade(self.design, item.start, item.experiments, item.checks, records, item.answers, self.seeds)
        failed = {each.id for each in result.results if not each.holds}
        is_right = set(self.fails) == failed if self.fails else result.passed == self.should_pass
        return base | {
            "refused": [],
            "passed": result.passed,
            "points": f"{result.earned:g} of {result.points:g}",
            "checks": _checks(result),
            "seeds": _seeds(result),
            "holds": is_right,
        }


def candidates(item: Item) -> Iterator[Candidate]:
    """Every answer: right ones first (in more seeds, and in variants), then those that should not pass."""
    seeds = (*dict.fromkeys((*_seeds_of(item), *MORE_SEEDS)),)
    for name in item.exemplars:
        yield Candidate(name, item.designs[name].name, REFERENCE, item, item.designs[name], seeds)
    yield from _variants(item)
    yield Candidate(START, item.start.name, START, item, item.start)
    yield Candidate(EMPTY, "Nothing but who asks", EMPTY, item, emptied(item))
    yield Candidate(DOUBLED, "Twice as much of everything", DOUBLED, item, doubled(item.start))
    for each in item.pitfalls:
        yield Candidate(each.design, each.title, WRONG, item, item.designs[each.design], None, each.fails)


def emptied(item: Item) -> Design:
    """The start design without all that is not kept anyway."""
    stays = kept(Locks(), item.start)
    return replace(
        item.start,
        name="Empty",
        components=tuple(each for each in item.start.components if each.id in stays),
        connections=tuple(
            each for each in item.start.connections if each.source in stays and each.target in stays
        ),
        schedule=(),
        objectives=(),
    )  # fmt: skip


def can_be_published(table: Sequence[Mapping[str, Any]]) -> bool:
    """What its author's own answer cannot pass, nobody can."""
    right = [each for each in table if each["role"] == REFERENCE]
    return bool(right) and all(each["passed"] for each in right)


def _variants(item: Item) -> Iterator[Candidate]:
    for variant in VARIANTS if item.varied else ():
        other, _ = read_item(item.files, item.slug, variant)
        for name in item.exemplars if other is not None else ():
            assert other is not None
            values = ", ".join(f"{key} {value}" for key, value in chosen(item.varied, variant).items())
            title = f"{item.designs[name].name}, with {values}"
            yield Candidate(f"{name} {variant}", title, REFERENCE, other, other.designs[name], VARIANT_SEEDS)


def _seeds_of(item: Item) -> list[int]:
    return [seed for experiment in item.experiments for seed in experiment.seeds]


def _checks(result: Grade) -> list[dict[str, Any]]:
    """Every check, with the seeds in which it fails (0 if it is about the drawing alone) and what was found there."""
    return [
        {
            "id": each.id,
            "title": each.title,
            "holds": each.holds,
            "sentence": each.sentence,
            "hidden": each.is_hidden,
            "failed": [{"seed": seed, "sentence": told} for seed, holds, told in each.seeds if not holds],
        }
        for each in result.results
    ]


def _seeds(result: Grade) -> list[dict[str, Any]]:
    """Whether all checks hold, seed by seed; what is drawn alone has the seed 0 and belongs to all of them."""
    found: dict[int, bool] = {}
    for each in result.results:
        for seed, holds, _ in each.seeds:
            found[seed] = found.get(seed, True) and holds
    always = found.pop(0, True)
    return [{"seed": seed, "holds": holds and always} for seed, holds in sorted(found.items())]
