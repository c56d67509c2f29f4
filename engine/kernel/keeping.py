"""What edits do to the keys that instances keep: disks that are lost, and replicas that come back."""

from __future__ import annotations

from typing import Any

from engine.kernel.joints import receive
from engine.kernel.replicas import lose_replica, repair
from engine.kernel.state import CLOCK, WORKS_TOP, State, Tables


def lose_keys(tables: Tables, state: State, row: int, instance: int) -> None:
    """An instance of a component that keeps replicas has nothing any more."""
    if tables.component_rules[row]["replicas"] > 0:
        lose_replica(
            tables.components,
            tables.component_rules,
            tables.joints,
            tables.call_rules,
            state.instances,
            state.versions,
            state.stores,
            state.copies,
            state.copy_ends,
            state.works,
            state.work_ties,
            int(state.registers[WORKS_TOP]),
            row,
            instance,
            int(state.registers[CLOCK]),
        )


def receive_keys(tables: Tables, state: State, row: int) -> None:
    """A component whose instances are about to change has what other stores have sent until now."""
    if tables.component_rules[row]["replicas"] > 0:
        receive(*_kept(tables, state), row, int(state.registers[CLOCK]))


def regain_keys(tables: Tables, state: State, row: int, instance: int) -> None:
    """An instance that takes work again gets what the others have, where its component repairs."""
    if tables.component_rules[row]["repairs"] != 0:
        repair(*_kept(tables, state), row, instance, int(state.registers[CLOCK]))


def _kept(tables: Tables, state: State) -> tuple[Any, ...]:
    """What stores keep, in the order in which the kernel takes it."""
    fixed = (tables.components, tables.component_rules, tables.joints)
    return (*fixed, state.instances, state.versions, state.copies, state.copy_ends)
