"""What an item lets a learner change of its start design, as the browser shows it; a check insists on it by itself."""

from __future__ import annotations

from typing import Any

from apps.common.words import t
from content.locks import ANYWHERE, kept
from content.model import Item
from engine.design.discovery import component_types


def terms_of(item: Item) -> dict[str, Any]:
    """What the browser has to know of it: nothing about checks, exemplars or pitfalls."""
    locks = item.locks
    offered = [name for name in component_types() if _is_offered(item, name)]
    everywhere = locks.may_change.get(ANYWHERE, ())
    return {
        "kept": {name: [*locks.may_change.get(name, ()), *everywhere] for name in sorted(kept(locks, item.start))},
        "hidden": list(locks.hidden),
        "offered": None if len(offered) == len(component_types()) else offered,
    }


def sentences(item: Item) -> list[str]:
    """The limits in words, for the steps in which something is built."""
    locks, kinds = item.locks, component_types()
    told = []
    if locks.may_add is not None:
        names = ", ".join(kinds[each].label.lower() for each in locks.may_add)
        told.append(
            t("You may add: %(names)s.", names=names) if names else t("Nothing is added here: change what is there.")
        )
    elif locks.banned:
        told.append(
            t("Not allowed here: %(banned)s.", banned=", ".join(kinds[each].label.lower() for each in locks.banned))
        )
    if locks.budget_per_h is not None:
        told.append(t("It may cost %(budget_per_h)s credits an hour.", budget_per_h=f"{locks.budget_per_h:g}"))
    return told


def _is_offered(item: Item, name: str) -> bool:
    return (item.locks.may_add is None or name in item.locks.may_add) and name not in item.locks.banned
