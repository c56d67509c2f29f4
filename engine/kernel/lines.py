"""Edits of connections: cut, lossy, slow, switched and steered ones."""

from __future__ import annotations

import numpy as np

from engine.kernel.state import CUT_OFF, DISTURBED, STEERED, SWITCHED, State, Tables


def cut_connection(_: Tables, state: State, row: int, value: float) -> None:
    """1 cuts a connection, 0 mends it."""
    _set_line(state, row, CUT_OFF, value != 0.0)


def lose_messages(_: Tables, state: State, row: int, value: float) -> None:
    """Every message of a connection is lost with this chance; 0 heals."""
    here = state.connection_states[row]
    here["loss"] = value
    _set_line(state, row, DISTURBED, value > 0.0 or here["extra_ns"] > 0)


def delay_messages(_: Tables, state: State, row: int, value: float) -> None:
    """Calls over a connection take `value` seconds longer, both ways together; 0 heals."""
    here = state.connection_states[row]
    here["extra_ns"] = round(value * 1e9)
    _set_line(state, row, DISTURBED, here["extra_ns"] > 0 or here["loss"] > 0.0)


def call_chance(_: Tables, state: State, row: int, value: float) -> None:
    """A call without a share is made with this chance from now on, whatever its own probability."""
    state.connection_states[row]["chance"] = value
    _set_line(state, row, SWITCHED, is_set=True)


def set_share(tables: Tables, state: State, row: int, value: float) -> None:
    """A connection of a steered group gets this share; the parts of the draw follow each other as drawn."""
    state.connection_states[row]["share"] = value
    found = (tables.groups["first"] <= row) & (row < tables.groups["end"])
    group = tables.groups[int(np.flatnonzero(found)[0])]
    assert group["has_shares"] == STEERED, "only a steering component has shares that change"
    end = 0.0
    for each in range(int(group["first"]), int(group["end"])):
        if tables.connections[each]["share_until"] >= 0.0:
            here = state.connection_states[each]
            here["share_from"], end = end, end + float(here["share"])
            here["share_until"] = end


def _set_line(state: State, row: int, bit: int, is_set: bool) -> None:
    line = int(state.connection_states[row]["line"])
    state.connection_states[row]["line"] = line | bit if is_set else line & ~bit
