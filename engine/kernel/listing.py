"""Edits of registries: whom callers know, and what failures tell the controller of a component."""

from __future__ import annotations

from engine.kernel.fleet import set_listed
from engine.kernel.life import TOLD, UNTOLD
from engine.kernel.state import CLOCK, State, Tables


def follow_registry(tables: Tables, state: State, row: int, value: float) -> None:
    """From now on callers of a component choose among those that are listed, at first who is up.

    1 (TOLD): who is stopped goes on taking work while it is listed. 2 (UNTOLD): it takes none.
    """
    assert value in (TOLD, UNTOLD), value
    assert len(tables.components) > row
    state.component_states[row]["registry"] = int(value)


def list_instance(tables: Tables, state: State, row: int, value: float) -> None:
    """Callers may choose the instance with this number (0 is the first) from now on."""
    _list(tables, state, row, round(value), is_listed=1)


def unlist_instance(tables: Tables, state: State, row: int, value: float) -> None:
    """Callers do not choose the instance with this number any more."""
    _list(tables, state, row, round(value), is_listed=0)


def tell_controller(_: Tables, state: State, row: int, value: float) -> None:
    """The controller that this component is finds `value` when it looks; 0 heals."""
    state.component_states[row]["told"] = value


def _list(tables: Tables, state: State, row: int, place: int, is_listed: int) -> None:
    assert state.component_states[row]["registry"] != 0, "without a registry who is up is listed"
    assert 0 <= place < int(tables.components[row]["instances"]), place
    instance = int(tables.components[row]["first_instance"]) + place
    clock = int(state.registers[CLOCK])
    set_listed(
        tables.components,
        state.component_states,
        state.instances,
        state.lives,
        state.living,
        instance,
        is_listed,
        clock,
    )
