"""What edits do to the keys that instances keep: disks that are lost, and replicas that come back."""

from __future__ import annotations

from engine.kernel.replicas import lose_replica, repair
from engine.kernel.state import WORKS_TOP, State, Tables


def lose_keys(tables: Tables, state: State, row: int, instance: int) -> None:
    """An instance of a component that keeps replicas has nothing any more."""
    if tables.component_rules[row]["replicas"] > 0:
        lose_replica(
            tables.component_rules,
            tables.call_rules,
            state.versions,
            state.stores,
            state.works,
            state.work_ties,
            int(state.registers[WORKS_TOP]),
            row,
            int(tables.components[row]["first_instance"]),
            instance,
        )


def regain_keys(tables: Tables, state: State, row: int, instance: int) -> None:
    """An instance that takes work again gets what the others have, where its component repairs."""
    if tables.component_rules[row]["repairs"] != 0:
        first = int(tables.components[row]["first_instance"])
        repair(tables.component_rules, state.instances, state.versions, row, first, instance)
