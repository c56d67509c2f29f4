"""Which instance takes a call of a connection that knows more than who is up: see peers.py for what it knows."""

from __future__ import annotations

import numpy as np

from engine.kernel.balance import LEAST_OUTSTANDING, RANDOM, ROUND_ROBIN
from engine.kernel.compiled import compiled, leaf
from engine.kernel.peers import forget_expired, is_fit
from engine.kernel.random import BALANCE, SECOND_CHOICE, mix, numbered, uniform, uniform_index
from engine.kernel.state import BALANCINGS

UTILISATION = BALANCINGS["choice_of_two_utilisation"]
CONSISTENT_HASH = BALANCINGS["consistent_hash"]
WEIGHTED = BALANCINGS["weighted"]
ZONE_AWARE = BALANCINGS["zone_aware"]
OWN, STALE = 1, 2  # what is known of outstanding work; 0 is all that there is

POINT = np.dtype([("at", "u8"), ("place", "i8")])  # of a ring: where, and of which instance of the component


@leaf
def choose_informed(  # type: ignore[no-untyped-def]
    rule, turn, key, item, zone, first, up, instances, living, zones, points, policies, policy_states, peers, p, now_ns
):
    """The instance that the rule picks among the `up` living ones, listed in `living` from `first` on.

    Those that are ejected or on probation are left out, unless all are. `zone` is that of the caller.
    """
    if policies[p].knowledge == STALE:
        _refresh(first, up, instances, living, policies, policy_states, peers, p, now_ns)
    is_picky = policy_states[p].exceptions > 0
    count = up
    if is_picky:
        count = _fit_ones(first, up, living, policies, policy_states, peers, p, now_ns)
        is_picky = 0 < count < up
        count = count if count > 0 else up
    if rule == CONSISTENT_HASH:
        return _on_ring(item, is_picky, first, instances, points, policies, peers, p, now_ns)
    if rule == ZONE_AWARE and zone > 0:
        near = _near_ones((is_picky, zone, first, up, living, zones, policies, peers, p, now_ns))
        zone = zone if near > 0 else np.int64(0)
        count = near if near > 0 else count
    else:
        zone = np.int64(0)
    asked = (is_picky, zone, first, up, living, zones, policies, peers, p, now_ns)
    if rule == WEIGHTED:
        return _by_weight(uniform(key, BALANCE), asked)
    if rule == ROUND_ROBIN:
        return _one_of(turn % count, asked)
    one = uniform_index(key, BALANCE, count)
    if rule == RANDOM or count == 1:
        return _one_of(one, asked)
    if rule == LEAST_OUTSTANDING:
        return _least(_one_of(one, asked), instances, asked)
    two = uniform_index(key, SECOND_CHOICE, count - 1)
    two += two >= one
    a, b = _one_of(one, asked), _one_of(two, asked)
    with_told = rule == UTILISATION
    return b if _load(b, with_told, instances, asked) < _load(a, with_told, instances, asked) else a


@leaf
def _is_open(i, asked):  # type: ignore[no-untyped-def]
    """True when an instance is among those to choose from."""
    is_picky, zone, first, _, _, zones, policies, peers, p, now_ns = asked
    if zone > 0 and zones[i] != zone:
        return False
    return not is_picky or is_fit(peers, policies[p].first_peer + i - first, now_ns)


@leaf
def _near_ones(asked):  # type: ignore[no-untyped-def]
    """How many there are to choose from."""
    _, _, first, up, living, _, _, _, _, _ = asked
    count = np.int64(0)
    for each in range(first, first + up):
        count += _is_open(living[each], asked)
    return count


@leaf
def _one_of(number, asked):  # type: ignore[no-untyped-def]
    """The instance with a number, counted among those to choose from."""
    is_picky, zone, first, up, living, _, _, _, _, _ = asked
    if not is_picky and zone == 0:
        return np.int64(living[first + number])
    for each in range(first, first + up):
        if _is_open(living[each], asked):
            if number == 0:
                return np.int64(living[each])
            number -= 1
    return np.int64(living[first])


@leaf
def _load(i, with_told, instances, asked):  # type: ignore[no-untyped-def]
    """How busy an instance is as far as the connection knows; `with_told` adds what its last answer said."""
    _, _, first, _, _, _, policies, peers, p, now_ns = asked
    row = policies[p].first_peer + i - first
    known = np.int64(instances[i].in_system)
    if policies[p].knowledge == OWN:
        known = np.int64(peers[row].own)
    elif policies[p].knowledge == STALE:
        known = np.int64(peers[row].seen)
    if with_told and peers[row].told_ns >= 0 and now_ns - peers[row].told_ns <= policies[p].decay_ns:
        known += peers[row].told_busy
    return known


@leaf
def _least(start, instances, asked):  # type: ignore[no-untyped-def]
    """The least loaded, looking round from a drawn one so that ties fall evenly."""
    _, _, first, up, living, _, _, _, _, _ = asked
    best, least = start, _load(start, False, instances, asked)
    begin = np.int64(0)
    while living[first + begin] != start:
        begin += 1
    for step in range(1, up):
        if least == 0:
            break
        place = begin + step
        other = np.int64(living[first + (place if place < up else place - up)])
        if _is_open(other, asked):
            load = _load(other, False, instances, asked)
            if load < least:
                best, least = other, load
    return best


@leaf
def _by_weight(share, asked):  # type: ignore[no-untyped-def]
    """Each with a chance in proportion to its weight, which the first `heavy` instances of the component share."""
    _, _, first, up, living, _, policies, _, p, _ = asked
    whole = 0.0
    for each in range(first, first + up):
        if _is_open(living[each], asked):
            whole += policies[p].weight if living[each] - first < policies[p].heavy else 1.0
    left = share * whole
    last = np.int64(living[first])
    for each in range(first, first + up):
        if _is_open(living[each], asked):
            last = np.int64(living[each])
            left -= policies[p].weight if last - first < policies[p].heavy else 1.0
            if left < 0.0:
                break
    return last


@leaf
def _on_ring(item, is_picky, first, instances, points, policies, peers, p, now_ns):  # type: ignore[no-untyped-def]
    """The first instance to choose from that follows a key on the ring.

    Source: Karger and others, Consistent Hashing and Random Trees, STOC 1997.
    """
    begin, count = policies[p].first_point, policies[p].points
    low = _point_of_key(policies[p].ring_stream, item, points, begin, count)
    for step in range(count):
        place = low + step
        place = points[begin + (place if place < count else place - count)].place
        if instances[first + place].is_listed == 0:
            continue
        if not is_picky or is_fit(peers, policies[p].first_peer + place, now_ns):
            return first + place
    return np.int64(first)


@leaf
def _point_of_key(stream, item, points, begin, count):  # type: ignore[no-untyped-def]
    """The position, counted from `begin`, of the first point that does not lie before a key; `count` behind all."""
    at = mix(stream + np.uint64(item))
    low, high = np.int64(0), np.int64(count)
    while low < high:
        middle = (low + high) // 2
        if points[begin + middle].at < at:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def home_on_ring(stream, item, points, is_up):  # type: ignore[no-untyped-def]
    """The place of the instance that takes a key on a ring of its own, where `is_up` tells who lives."""
    count = points.shape[0]
    low = _point_of_key(stream, item, points, 0, count)
    for step in range(count):
        place = points[(low + step) % count].place
        if is_up[place]:
            return place
    return np.int64(-1)


@leaf
def _fit_ones(first, up, living, policies, policy_states, peers, p, now_ns):  # type: ignore[no-untyped-def]
    """How many of the living are neither ejected nor busy on probation."""
    count = np.int64(0)
    for each in range(first, first + up):
        row = policies[p].first_peer + living[each] - first
        forget_expired(policy_states, peers, p, row, now_ns)
        count += is_fit(peers, row, now_ns)
    return count


@leaf
def _refresh(first, up, instances, living, policies, policy_states, peers, p, now_ns):  # type: ignore[no-untyped-def]
    """Looks at all instances when the last look is too long ago."""
    if now_ns < policy_states[p].refreshed_ns + policies[p].refresh_ns:
        return
    policy_states[p].refreshed_ns = now_ns
    for each in range(first, first + up):
        i = np.int64(living[each])
        peers[policies[p].first_peer + i - first].seen = instances[i].in_system


@compiled
def fill_points(points, stream, virtual):  # type: ignore[no-untyped-def]
    """Draws `virtual` points for each instance, in the order of instances."""
    for each in range(points.shape[0]):
        points[each].at = numbered(stream, each)
        points[each].place = each // virtual
