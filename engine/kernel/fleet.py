"""Instances that come and go: booting, ready, draining, gone.

An instance is listed in `living` (`is_up`) exactly while it takes new work; one that drains still serves what it has,
so its slots count as room, and it is paid for, until its last work is over.
"""

from __future__ import annotations

from engine.kernel.area import integrate_up
from engine.kernel.compiled import compiled, leaf
from engine.kernel.life import ABSENT, BOOTING, LEAVING, UP
from engine.kernel.state import DRAINING


@leaf
def list_living(components, instances, living, c):  # type: ignore[no-untyped-def]
    """Writes the living instances of a component, in rising order, into its part of `living`."""
    place = components[c].first_instance
    for i in range(components[c].first_instance, components[c].first_instance + components[c].instances):
        if instances[i].is_up != 0:
            living[place] = i
            place += 1


@leaf
def become_ready(components, states, instances, lives, living, i, now):  # type: ignore[no-untyped-def]
    """True when a boot is over: from now on the instance takes work. Boots that were broken off do nothing."""
    is_ready = lives[i].phase == BOOTING and lives[i].ready_ns == now
    if is_ready:
        c = lives[i].component
        integrate_up(states, c, now)
        states[c].booting -= 1
        states[c].up += 1
        instances[i].is_up = 1
        lives[i].phase = UP
        list_living(components, instances, living, c)
    return is_ready


@compiled
def begin_draining(components, states, instances, lives, living, i, now):  # type: ignore[no-untyped-def]
    """The instance takes no new work; it is gone at once when it has none."""
    c = lives[i].component
    integrate_up(states, c, now)
    states[c].up -= 1
    states[c].draining += 1
    instances[i].is_up = 0
    instances[i].hindrance |= DRAINING
    lives[i].phase = LEAVING
    list_living(components, instances, living, c)
    if instances[i].in_system == 0:
        leave(states, instances, lives, i, now)


@leaf
def leave(states, instances, lives, i, now):  # type: ignore[no-untyped-def]
    """The last work of a draining instance is over."""
    c = lives[i].component
    integrate_up(states, c, now)
    states[c].draining -= 1
    states[c].paid_ns += now - lives[i].started_ns
    instances[i].hindrance &= ~DRAINING
    lives[i].phase = ABSENT
