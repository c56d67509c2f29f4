"""Instances that come and go, and who is told: booting, ready, draining, gone.

An instance is `is_up` exactly while it takes new work and counts as there; one that drains still serves what it has, so
its slots count as room, and it is paid for, until its last work is over. It stands in `living`, among which callers
choose, while it is `is_listed`. That is the same, unless its component has a registry: then a list says who is listed,
and what is chosen although it is GONE is misdirected. One that is stopped and has told the registry so goes on taking
work until nobody is sent to it any more.
"""

from __future__ import annotations

from engine.kernel.area import integrate_up
from engine.kernel.compiled import compiled, leaf
from engine.kernel.life import ABSENT, BOOTING, LEAVING, NONE, TOLD, UP
from engine.kernel.state import DRAINING, GONE


@leaf
def list_living(components, states, instances, living, c):  # type: ignore[no-untyped-def]
    """Writes the listed instances of a component, in rising order, into its part of `living`, and counts them."""
    first = components[c].first_instance
    place, stale = first, 0
    for i in range(first, first + components[c].instances):
        if instances[i].is_listed != 0:
            living[place] = i
            place += 1
            stale += instances[i].hindrance & GONE != 0
    states[c].listed = place - first
    states[c].stale = stale


@leaf
def begin_work(components, states, instances, lives, living, i):  # type: ignore[no-untyped-def]
    """An instance takes work from now on; who chooses by a registry learns that from there."""
    c = lives[i].component
    states[c].up += 1
    instances[i].is_up = 1
    instances[i].hindrance &= ~GONE
    if states[c].registry == NONE:
        instances[i].is_listed = 1
    lives[i].phase = UP
    list_living(components, states, instances, living, c)


@leaf
def end_work(components, states, instances, lives, living, i, now):  # type: ignore[no-untyped-def]
    """An instance that was up takes no new work any more."""
    c = lives[i].component
    states[c].up -= 1
    instances[i].is_up = 0
    instances[i].hindrance |= GONE
    if states[c].registry == NONE:
        instances[i].is_listed = 0
    lives[i].gone_ns = now
    list_living(components, states, instances, living, c)


@leaf
def become_ready(components, states, instances, lives, living, i, now):  # type: ignore[no-untyped-def]
    """True when a boot is over: from now on the instance takes work. Boots that were broken off do nothing."""
    is_ready = lives[i].phase == BOOTING and lives[i].ready_ns == now
    if is_ready:
        c = lives[i].component
        integrate_up(states, c, now)
        states[c].booting -= 1
        begin_work(components, states, instances, lives, living, i)
    return is_ready


@compiled
def begin_draining(components, states, instances, lives, living, i, now):  # type: ignore[no-untyped-def]
    """The instance takes no new work, or only of those who are still sent to it; it is gone when it has none."""
    c = lives[i].component
    integrate_up(states, c, now)
    states[c].draining += 1
    lives[i].phase = LEAVING
    end_work(components, states, instances, lives, living, i, now)
    if states[c].registry == TOLD and instances[i].is_listed != 0:
        instances[i].hindrance &= ~GONE
        list_living(components, states, instances, living, c)
    else:
        _drain(states, instances, lives, i, now)


@compiled
def set_listed(components, states, instances, lives, living, i, is_listed, now):  # type: ignore[no-untyped-def]
    """From now on callers may choose an instance, or may not."""
    c = lives[i].component
    instances[i].is_listed = is_listed
    is_awaited = lives[i].phase == LEAVING and instances[i].hindrance & DRAINING == 0
    if is_awaited and is_listed == 0:
        integrate_up(states, c, now)
        instances[i].hindrance |= GONE
        _drain(states, instances, lives, i, now)
    list_living(components, states, instances, living, c)


@leaf
def _drain(states, instances, lives, i, now):  # type: ignore[no-untyped-def]
    """What the instance has is its last work."""
    instances[i].hindrance |= DRAINING
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
