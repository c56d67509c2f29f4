"""A drawing for those who do not see it, and what somebody has set in it: words that stand beside a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.common.words import t
from apps.designs.drawing.geometry import label_of
from engine.design.discovery import component_types


def words_of(document: Mapping[str, Any]) -> str:
    """What there is, and what leads to what."""
    names = {each["id"]: label_of(each) for each in document.get("components") or []}
    connections = [
        each for each in document.get("connections") or [] if {each.get("from"), each.get("to")} <= set(names)
    ]
    arrows = [t("%(one)s to %(other)s", one=names[each["from"]], other=names[each["to"]]) for each in connections]
    drawn = t("A design of %(names)s.", names=", ".join(names.values())) if names else t("An empty sheet.")
    return drawn + (t(" Arrows: %(arrows)s.", arrows="; ".join(arrows)) if arrows else "")


def settings_of(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """By component what stands in the document, in the words of its form."""
    found = []
    for component in document.get("components") or []:
        kind = component_types().get(component["type"])
        known = {each.name: each.label.lower() for each in kind.parameters} if kind else {}
        parameters = component.get("parameters") or {}
        told = [f"{known[name]} {_value(value)}" for name, value in parameters.items() if name in known]
        if told:
            found.append({"name": label_of(component), "told": ", ".join(told)})
    return found


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "as listed" if isinstance(value, list | dict) else str(value)
