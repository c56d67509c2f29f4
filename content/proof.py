"""Proof that an item can be done, and not by accident: every answer is run and judged as a learner's would be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from content.asking import answers_to
from content.doubling import doubled
from content.interview import PERFECT, Interview
from content.item import read_item
from content.locks import violations
from content.model import Item
from content.running import run_order
from content.variation import chosen
from engine.design.model import Design
from grading.experiment import SEEDS, Experiment
from grading.facts import RunRecord
from grading.grade import Grade, grade, hints_met
from grading.orders import Order, order_of, orders_for
from grading.rubric import LEVELS, judged, overall

EXEMPLAR_SEEDS = tuple(range(101, 121))
VARIANT_SEEDS = EXEMPLAR_SEEDS[:2]
VARIANTS = tuple(range(1, 9))

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """With which seeds right answers, wrong ones and variants are run (None: those of the learner's check), and how
    many variants."""

    right: tuple[int, ...] | None
    wrong: tuple[int, ...] | None
    variant: tuple[int, ...]
    variants: tuple[int, ...]


LONG = Effort(EXEMPLAR_SEEDS, None, VARIANT_SEEDS, VARIANTS)


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was to be shown of an item, whether it holds, and what was found."""

    item: str
    what: str
    holds: bool
    found: str


@dataclass(slots=True)
class Prover:
    """Runs and judges designs of one item; equal runs are computed once."""

    item: Item
    progress: Progress = print
    done: dict[tuple[str, int], RunRecord] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the item is called in a table."""
        return self.item.number or self.item.slug

    def grade(self, design: Design, name: str, seeds: Sequence[int] | None = None) -> Grade:
        """The grade of a design, with the right predictions."""
        item = self.item
        orders, errors = orders_for(design, item.start, item.experiments, item.checks, seeds)
        assert not errors, [str(each) for each in errors]
        records = {}
        for number, order in enumerate(orders):
            self.progress(f"{self.name} {name}: run {number + 1} of {len(orders)}")
            records[order.key] = self.run(order)
        return grade(design, item.start, item.experiments, item.checks, records, item.answers, seeds)

    def run(self, order: Order) -> RunRecord:
        """The record of an order, from what was run already if it was."""
        key = repr(order.document), order.seed
        if key not in self.done:
            self.done[key] = run_order(order)
        return self.done[key]

    def hints(self, design: Design, experiment: Experiment | None, answers: dict[str, Any]) -> set[str]:
        """The hints that fire on a design after one run of an experiment, as a learner would watch it."""
        item, records = self.item, {}
        if experiment is not None:
            order, errors = order_of(design, item.start, experiment, experiment.seeds[0])
            assert order is not None, [str(each) for each in errors]
            records[order.key] = self.run(order)
        met = hints_met(design, item.start, item.experiments, item.hints, records, answers)
        return {each.id for each in met}


def effort_of(item: Item, *, short: bool) -> Effort:
    """In short the learner's own seeds for what is right, and the first of them for what is wrong, if it shows what is
    said of it (`_wrongly`): a check that fails in one seed fails."""
    own = item.experiments[0].seeds if item.experiments else SEEDS
    return Effort(None, own[:1], own[-1:], VARIANTS[:2]) if short else LONG


def prove(item: Item, *, short: bool = False, progress: Progress = print) -> Iterator[Proof]:
    """Everything that must hold of an item, one after another."""
    prover = Prover(item, progress)
    effort = effort_of(item, short=short)
    if item.checks:
        yield from _right(prover, effort)
        yield from _wrong(prover, effort)
    yield from _hints(prover)
    yield from _allowed(item)
    yield from _variants(item, effort, progress)
    if item.interview is not None:
        yield from proofs_of_interview(prover, item.interview, effort)


def _right(prover: Prover, effort: Effort) -> Iterator[Proof]:
    item = prover.item
    for each in item.exemplars:
        yield _exemplar(prover, each, effort.right)
    found = f"{len(item.exemplars)} right designs"
    yield Proof(prover.name, "there is a second right design", len(item.exemplars) >= 2, found)
    again = prover.grade(item.designs[item.exemplars[0]], "again")
    same = prover.grade(item.designs[item.exemplars[0]], "again").digest == again.digest
    yield Proof(prover.name, "judged again it is the same grade", same, again.digest[:12])


def _wrong(prover: Prover, effort: Effort) -> Iterator[Proof]:
    item = prover.item
    begun = _wrongly(prover, item.start, "start", effort, _is_failed)
    yield Proof(prover.name, "the start design fails", not begun.passed, _failing(begun))
    for pitfall in item.pitfalls:
        name, fails = pitfall.design, set(pitfall.fails)
        result = _wrongly(prover, item.designs[name], name, effort, partial(_is_failed, fails=fails))
        alone = f" {', '.join(pitfall.fails)} alone" if fails else ""
        yield Proof(prover.name, f"{name} fails{alone}", _is_failed(result, fails), _failing(result))
    if item.doubled_fails:
        must = partial(_fails_at_least, fails=set(item.doubled_fails))
        result = _wrongly(prover, doubled(item.start), "doubled", effort, must)
        what = f"double everything fails {', '.join(item.doubled_fails)}"
        yield Proof(prover.name, what, must(result), _failing(result))


def _wrongly(prover: Prover, design: Design, name: str, effort: Effort, shows: Callable[[Grade], bool]) -> Grade:
    """The grade of something wrong: with few seeds if they show what is said of it, otherwise with those of a check."""
    few = prover.grade(design, name, effort.wrong)
    return few if shows(few) or effort.wrong is None else prover.grade(design, name)


def _is_failed(result: Grade, fails: Collection[str] = ()) -> bool:
    """Whether exactly these checks fail; without any, whether it does not pass."""
    return _wrong_in(result) == set(fails) if fails else not result.passed


def _fails_at_least(result: Grade, fails: Collection[str]) -> bool:
    return set(fails) <= _wrong_in(result)


def _wrong_in(result: Grade) -> set[str]:
    return {each.id for each in result.results if not each.holds}


def _exemplar(prover: Prover, name: str, seeds: Sequence[int] | None) -> Proof:
    item = prover.item
    result = prover.grade(item.designs[name], name, seeds)
    # The first right design shows that merit can be had; the others may do without.
    aside = {each.id for each in item.checks if each.is_merit} if name != item.exemplars[0] else set()
    is_full = all(each.holds for each in result.results if each.id not in aside)
    on = f"{len(seeds)} seeds" if seeds else "the learner's seeds"
    return Proof(prover.name, f"{name} passes on {on}", is_full, _failing(result))


def _hints(prover: Prover) -> Iterator[Proof]:
    item = prover.item
    for hint in item.hints:
        design = item.designs[item.hint_designs[hint.id]]
        answers = dict(item.answers) | dict(item.hint_answers[hint.id])
        fired = prover.hints(design, item.experiment(hint.experiment), answers)
        what = f"hint {hint.id} fires on {item.hint_designs[hint.id]}"
        yield Proof(prover.name, what, hint.id in fired, ", ".join(sorted(fired)) or "none fires")


def _allowed(item: Item) -> Iterator[Proof]:
    """Every answer keeps to what a learner may do."""
    for name in (*item.exemplars, *(each.design for each in item.pitfalls)):
        errors = violations(item, item.designs[name])
        found = "; ".join(each.message for each in errors[:2])
        yield Proof(item.number or item.slug, f"{name} keeps to the locks", not errors, found or "allowed")


def _variants(item: Item, effort: Effort, progress: Progress) -> Iterator[Proof]:
    """What varies from person to person changes nothing of what is right and what is not."""
    for variant in effort.variants if item.varied else ():
        other, errors = read_item(item.files, item.slug, variant)
        name = ", ".join(f"{name} {value}" for name, value in chosen(item.varied, variant).items())
        what = f"with {name} the start fails and the right designs pass"
        if other is None:
            yield Proof(item.number or item.slug, what, False, str(errors[0]))
            continue
        prover = Prover(other, progress)
        begun = prover.grade(other.start, f"variant {variant}", effort.variant)
        results = [prover.grade(other.designs[each], f"variant {variant}", effort.variant) for each in other.exemplars]
        holds = not begun.passed and all(each.passed for each in results)
        yield Proof(item.number or item.slug, what, holds, " ".join(_failing(each) for each in (begun, *results)))


def proofs_of_interview(prover: Prover, interview: Interview, effort: Effort) -> Iterator[Proof]:
    """The reference reaches the highest bar, a weak design stays below, every curveball bites where its counter-measure
    is missing and spares the reference, and every question is understood in its own words."""
    item, name = prover.item, prover.name
    reference = prover.grade(item.designs[item.exemplars[0]], item.exemplars[0])
    level = level_of(item, interview, reference)
    yield Proof(name, f"{item.exemplars[0]} reaches {LEVELS[-1]}", level == LEVELS[-1], level or "none")
    stays_weak = partial(_stays_weak, item, interview)
    weakly = _wrongly(prover, item.designs[interview.weak], interview.weak, effort, stays_weak)
    weak, stays = level_of(item, interview, weakly), stays_weak(weakly)
    yield Proof(name, f"{interview.weak} stays at {interview.weak_level}", stays, weak or "none")
    for each in interview.curveballs:
        biting = partial(_is_bitten, each.checks)
        bitten = {
            one.id: one for one in _wrongly(prover, item.designs[each.without], each.without, effort, biting).results
        }
        spared = {one.id: one for one in reference.results}
        bites = [bitten[one].sentence for one in each.checks if not bitten[one].holds]
        wrong = [spared[one].sentence for one in each.checks if not spared[one].holds]
        yield Proof(name, f"curveball {each.id} bites {each.without}", bool(bites), " ".join(bites) or "it does not")
        yield Proof(name, f"curveball {each.id} spares {item.exemplars[0]}", not wrong, " ".join(wrong) or "it does")
    for question in interview.questions:
        met = [one.id for one in answers_to(question.text, interview.questions)]
        yield Proof(name, f"question {question.id} is understood", met == [question.id], ", ".join(met) or "not at all")


def _stays_weak(item: Item, interview: Interview, result: Grade) -> bool:
    level = level_of(item, interview, result)
    return (level or "none") == interview.weak_level and level != LEVELS[-1]


def _is_bitten(checks: Collection[str], result: Grade) -> bool:
    return bool(_wrong_in(result) & set(checks))


def level_of(item: Item, interview: Interview, result: Grade) -> str:
    """The level of a design in the hands of somebody who does everything else right."""
    held = {each.id for each in result.results if each.holds}
    wrong = {each.id: each.sentence for each in result.results if not each.holds}
    return overall(judged(interview.rows, held, wrong, PERFECT, item.start))


def _failing(result: Grade) -> str:
    wrong = [f"{each.id}: {each.sentence}" for each in result.results if not each.holds]
    return " ".join(wrong) if wrong else f"passes, {result.earned:g} of {result.points:g} points"
