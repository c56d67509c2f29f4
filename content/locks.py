"""What a learner may do with the start design, and whether a design keeps to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.model import Item, Locks
from content.reading import Reader
from engine.design.discovery import component_types
from engine.design.model import Design, DesignError
from engine.design.write import to_document
from engine.estimate.estimate import estimate
from grading.experiment import compiled

ANYWHERE = "*"
DRAWN = ("label", "position", "id")


def read_locks(reader: Reader) -> Locks:
    """`locks`: may_add, banned, keep, may_change, hidden, budget_per_h."""
    open_settings = {}
    changes = reader.inner("may_change")
    for name in list(changes.raw):
        open_settings[str(name)] = changes.words(str(name))
    budget = reader.number("budget_per_h", default=0.0)
    locks = Locks(
        may_add=reader.words("may_add") if reader.has("may_add") else None,
        banned=reader.words("banned"),
        keep=reader.words("keep"),
        may_change=open_settings,
        hidden=reader.words("hidden"),
        budget_per_h=budget or None,
    )
    reader.finish()
    for name in (*(locks.may_add or ()), *locks.banned):
        if name not in component_types():
            reader.complain("may_add", f'No component type is called "{name}".')
    return locks


def violations(item: Item, design: Design) -> list[DesignError]:
    """Sentences about what the item does not allow; empty when the design may be judged."""
    locks, begun = item.locks, item.start
    errors = _types(locks, begun, design)
    now, then = to_document(design), to_document(begun)
    for table in ("components", "connections"):
        mine = {each["id"]: each for each in now[table]}
        for each in then[table]:
            if each["id"] in kept(locks, begun):
                errors += _changes(locks, table, each, mine.get(each["id"]))
    return errors or _budget(item, design)


def kept(locks: Locks, begun: Design) -> set[str]:
    """What must stay: what is named, and all that sends requests."""
    sources = {each.id for each in begun.components if "source" in component_types()[each.type].mechanisms}
    if ANYWHERE in locks.keep:
        return {each.id for each in begun.components} | {each.id for each in begun.connections}
    return sources | set(locks.keep)


def _types(locks: Locks, begun: Design, design: Design) -> list[DesignError]:
    there = {each.id for each in begun.components}
    errors = []
    for index, each in enumerate(design.components):
        label = component_types()[each.type].label
        is_new = each.id not in there
        if each.type in locks.banned:
            errors.append(DesignError(f"components[{index}]", f'"{label}" is not allowed here.'))
        elif is_new and locks.may_add is not None and each.type not in locks.may_add:
            errors.append(DesignError(f"components[{index}]", f'"{label}" cannot be added here.'))
    return errors


def _changes(locks: Locks, table: str, then: Mapping[str, Any], now: Mapping[str, Any] | None) -> list[DesignError]:
    name = then["id"]
    if now is None:
        return [DesignError(name, f'"{then.get("label") or name}" must stay.')]
    open_settings = {*locks.may_change.get(name, ()), *locks.may_change.get(ANYWHERE, ())}
    if ANYWHERE in open_settings:
        return []
    before, after = _flat(then), _flat(now)
    changed = sorted(
        each
        for each in {*before, *after}
        if before.get(each) != after.get(each)
        and not {each, each.split(".")[0], each.split(".")[-1]} & open_settings
        and each not in DRAWN
    )
    where = then.get("label") or name
    return [DesignError(f"{table}.{name}.{each}", f'"{each}" of {where} must stay as it is.') for each in changed]


def _flat(written: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in written.items():
        if isinstance(value, Mapping):
            inner = "" if name == "parameters" else f"{name}."
            found |= _flat(value, f"{before}{inner}")
        else:
            found[f"{before}{name}"] = value
    return found


def _budget(item: Item, design: Design) -> list[DesignError]:
    """The price before any run, of instances as they are drawn."""
    most = item.locks.budget_per_h
    if most is None or not item.experiments:
        return []
    ready, errors = compiled(design, item.start, item.experiments[0])
    if ready is None:
        return errors
    price = estimate(ready).price_per_hour
    if price <= most:
        return []
    return [DesignError("components", f"This design costs {price:.4g} credits an hour; the budget is {most:.4g}.")]
