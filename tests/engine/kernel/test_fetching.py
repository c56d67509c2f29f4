"""Asking memory for a row changes nothing, and is an instruction of the processor."""

from __future__ import annotations

import numba
import numpy as np

from engine.kernel.compiled import HOW, config
from engine.kernel.fetching import fetch_line, fetch_row


def touched(rows, index):  # type: ignore[no-untyped-def]
    """Reads nothing."""
    fetch_row(rows, index)
    fetch_line(rows, index, 1)


def test_asking_for_a_row_changes_nothing_even_where_there_is_none() -> None:
    ask = touched if config.DISABLE_JIT else numba.njit(**HOW | {"cache": False})(touched)
    rows = np.arange(64, dtype=np.int64)
    for index in (0, 63, 1 << 40, -5):
        ask(rows, index)
    assert rows.tolist() == list(range(64))
    if not config.DISABLE_JIT:
        assert "prefetch" in next(iter(ask.inspect_asm().values()))
