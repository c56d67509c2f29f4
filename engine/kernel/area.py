"""Integrals over time of what a component holds, in whole count-nanoseconds: exact, however a run is sliced."""

from __future__ import annotations

from engine.kernel.compiled import compiled, hot_leaf, leaf


@hot_leaf
def integrate(states, component, now):  # type: ignore[no-untyped-def]
    """Brings the areas of a component up to `now`; called before any of its counts changes."""
    passed = now - states[component].changed_ns
    if passed > 0:
        states[component].changed_ns = now
        states[component].busy_area += passed * states[component].busy
        states[component].queue_area += passed * states[component].queued
        states[component].system_area += passed * states[component].in_system


@leaf
def integrate_up(states, component, now):  # type: ignore[no-untyped-def]
    """Brings the area of instances that serve up to `now`; called before their number changes, which is rare."""
    running = states[component].up + states[component].draining
    states[component].up_area += (now - states[component].up_changed_ns) * running
    states[component].up_changed_ns = now


@compiled
def integrate_all(states, now):  # type: ignore[no-untyped-def]
    """Brings the areas of all components up to `now`."""
    for component in range(states.shape[0]):
        integrate(states, component, now)
        integrate_up(states, component, now)


@compiled
def carry_areas(states):  # type: ignore[no-untyped-def]
    """Moves whole microseconds out of the areas, so that no run is long enough to overflow them."""
    for component in range(states.shape[0]):
        states[component].busy_area_us += states[component].busy_area // 1000
        states[component].busy_area %= 1000
        states[component].queue_area_us += states[component].queue_area // 1000
        states[component].queue_area %= 1000
        states[component].system_area_us += states[component].system_area // 1000
        states[component].system_area %= 1000
        states[component].up_area_us += states[component].up_area // 1000
        states[component].up_area %= 1000
