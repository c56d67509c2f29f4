"""Where measuring begins: the counters at the end of the warm-up, which are subtracted from those at the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.kernel.area import integrate_all
from engine.kernel.state import CLOCK, Counts, Integers, Rows, State


@dataclass(frozen=True, slots=True)
class Baseline:
    """A copy of everything that counts, at one time."""

    clock_ns: int
    components: Rows
    connections: Rows
    policies: Rows
    groups: Rows
    requests: Integers  # of each source
    latency: Counts
    stores: Rows
    caches: Rows


def baseline_of(state: State) -> Baseline:
    """The counters now; brings the areas up to date first."""
    integrate_all(state.component_states, int(state.registers[CLOCK]))
    return Baseline(
        clock_ns=int(state.registers[CLOCK]),
        components=state.component_states.copy(),
        connections=state.connection_states.copy(),
        policies=state.policy_states.copy(),
        groups=state.consuming_states.copy(),
        requests=state.source_states["requests"].copy(),
        latency=state.latency + state.window,
        stores=state.stores.copy(),
        caches=state.cache_states.copy(),
    )


def nothing_before(state: State) -> Baseline:
    """The counters at time 0, when nothing was counted yet."""
    return Baseline(
        clock_ns=0,
        components=np.zeros_like(state.component_states),
        connections=np.zeros_like(state.connection_states),
        policies=np.zeros_like(state.policy_states),
        groups=np.zeros_like(state.consuming_states),
        requests=np.zeros_like(state.source_states["requests"]),
        latency=np.zeros_like(state.latency),
        stores=np.zeros_like(state.stores),
        caches=np.zeros_like(state.cache_states),
    )
