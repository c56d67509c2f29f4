"""What the summary says about topics, groups of consumers and dead letters."""

from __future__ import annotations

from typing import Any

from engine.kernel.policies import PUBLISHES
from engine.kernel.state import CLOCK, Rows, State, Tables
from engine.kernel.stations import HANDLES_MESSAGES

NEVER: dict[str, Any] = {}


def message_measures(tables: Tables, state: State, groups_before: Rows, row: int) -> dict[str, Any]:
    """Of what holds messages: how many wait now (`lag`), how long the oldest has (`lag_s`), the longest partition over
    the mean (`skew`, None without lag); of groups also what was delivered once more and why. Empty for others."""
    if not _holds_messages(tables, row):
        return NEVER
    first = int(tables.components[row]["first_instance"])
    instances = state.instances[first : first + int(tables.components[row]["instances"])]
    waiting = instances["queued"]
    heads = instances["head"][waiting > 0]
    lag = int(waiting.sum())
    oldest_ns = int(state.works["arrived_ns"][heads].min()) if len(heads) else int(state.registers[CLOCK])
    measured: dict[str, Any] = {
        "lag": lag,
        "lag_s": (int(state.registers[CLOCK]) - oldest_ns) / 1e9,
        "skew": float(waiting.max()) * len(waiting) / lag if lag else None,
    }
    group = int(tables.component_rules[row]["consumes"])
    if group >= 0:
        now, then = state.consuming_states[group], groups_before[group]
        measured |= {name: int(now[name]) - int(then[name]) for name in ("retried", "duplicates", "replayed")}
    return {"messages": measured}


def _holds_messages(tables: Tables, row: int) -> bool:
    """True for topics, groups and dead letters: they take part in the handling of messages, or publish to who does."""
    if tables.components[row]["queue_rule"] & HANDLES_MESSAGES:
        return True
    if not len(tables.publishing):
        return False
    hands_on = (tables.publishing["source"] == row) & ((tables.connections["rules"] & PUBLISHES) != 0)
    return bool((tables.component_rules["consumes"][tables.connections["target"][hands_on]] >= 0).any())
