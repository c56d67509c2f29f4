"""Edits of clocks."""

from __future__ import annotations

from engine.kernel.state import State, Tables


def skew_clock(tables: Tables, state: State, row: int, value: float) -> None:
    """The clock of a component is `value` seconds ahead from now on; 0 heals.

    What its cache holds, or the copies in its memory, expires by that clock: it is older by the jump, or younger.
    """
    jump_ns = round(value * 1e9) - int(state.component_states[row]["skew_ns"])
    state.component_states[row]["skew_ns"] += jump_ns
    own = int(tables.components[row]["cache"])
    for number, cache in enumerate(tables.caches):
        first = int(cache["first_entry"])
        if number == own and cache["holder"] < 0:
            keys = int(cache["keys_count"]) * max(int(cache["replicas"]), 1)
            state.entries["expires_ns"][first : first + keys] -= jump_ns
        elif cache["holder"] == row:
            copies = int(tables.components[row]["instances"])
            state.entries["expires_ns"][first : first + int(cache["stride"]) * copies] -= jump_ns
