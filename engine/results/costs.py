"""What a run cost, in credits: prices are those of the component types, hours are those that instances really ran."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.design.discovery import component_types
from engine.design.model import Component, Design
from engine.kernel.life import ABSENT, DEAD
from engine.kernel.state import CLOCK, State, Tables

HOUR_NS = 3_600e9


def cost_of(
    design: Design, tables: Tables, state: State, controllers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Credits of the whole run, an hour and in all, and by component with its instance-hours.

    What a controller reports as `credits` comes on top of the price of its hours.
    An instance is paid for from the moment it is started (its boot included) until it is gone or killed; its serving
    hours begin when it takes work. The areas of the state are up to date.
    """
    rows = {name: row for row, name in enumerate(tables.component_ids)}
    hours = int(state.registers[CLOCK]) / HOUR_NS
    by_component = {each.id: _cost(each, rows[each.id], hours, tables, state) for each in design.components}
    for name, told in controllers.items():
        by_component[name]["credits"] += float(told.get("credits", 0.0))
    credits_in_all = sum(each["credits"] for each in by_component.values())
    return {
        "credits": credits_in_all,
        "credits_per_h": credits_in_all / hours if hours > 0.0 else None,
        "components": by_component,
    }


def _cost(component: Component, row: int, hours: float, tables: Tables, state: State) -> dict[str, float]:
    price, fixed = component_types()[component.type].price, tables.components[row]
    if not fixed["has_station"]:
        return {"credits": price.without_instances(component) * hours, "instance_hours": 0.0, "serving_hours": 0.0}
    instance_hours = _instance_ns(row, tables, state) / HOUR_NS
    of_an_instance = price.of_an_instance(int(fixed["slots"]), int(tables.component_rules[row]["replicas"]))
    return {
        "credits": price.component_per_h * hours + instance_hours * of_an_instance,
        "instance_hours": instance_hours,
        "serving_hours": _serving_ns(row, state) / HOUR_NS,
    }


def _serving_ns(row: int, state: State) -> int:
    """The time of instances that took work or finished what they had: without their boots."""
    here = state.component_states[row]
    return int(here["up_area_us"]) * 1000 + int(here["up_area"])


def _instance_ns(row: int, tables: Tables, state: State) -> int:
    """The time of instances that are gone and of those that are there, exact; consumers cost while they live."""
    here = state.component_states[row]
    if tables.component_rules[row]["consumes"] >= 0:
        return int(here["up_area_us"]) * 1000 + int(here["up_area"])
    first = int(tables.components[row]["first_instance"])
    lives = state.lives[first : first + int(tables.components[row]["instances"])]
    present = lives["started_ns"][(lives["phase"] != ABSENT) & (lives["phase"] != DEAD)]
    clock_ns = int(state.registers[CLOCK])
    return int(here["paid_ns"]) + int((clock_ns - present).sum())
