"""Asks a rule what it would choose, without a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dataplane.compiled import compiled
from engine.dataplane.records import NO_RUNG, SAMPLES, VIEWER
from engine.dataplane.rules import chosen_rung
from engine.dataplane.state import PlaneState


@compiled
def fill_choices(rungs, first, players, viewers, buffers_s, chosen):  # type: ignore[no-untyped-def]
    """The rung that one viewer would be given at each content of the buffer."""
    for place in range(buffers_s.shape[0]):
        chosen[place] = chosen_rung(rungs, first, players[0], viewers[0], buffers_s[place])


def choices(
    state: PlaneState,
    buffers_s: npt.NDArray[np.float64],
    *,
    fast_bps: float = 0.0,
    slow_bps: float = 0.0,
    recent_bps: Sequence[float] = (),
    last: int | None = None,
    flags: int = 0,
) -> npt.NDArray[np.int64]:
    """The rungs that the player of the first population chooses at each content of the buffer, having measured what
    is told."""
    viewers: Any = np.zeros(1, VIEWER)
    viewers["top"] = state.populations[0]["rungs"] - 1
    viewers["fast_bps"], viewers["slow_bps"], viewers["flags"] = fast_bps, slow_bps, flags
    viewers["last_rung"] = NO_RUNG if last is None else last
    viewers["recent"][0, : min(len(recent_bps), SAMPLES)] = list(recent_bps)[-SAMPLES:]
    chosen = np.zeros(len(buffers_s), np.int64)
    fill_choices(state.rungs, np.int64(state.populations[0]["first_rung"]), state.players, viewers, buffers_s, chosen)
    return chosen
