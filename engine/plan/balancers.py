"""Gives informed balancers their peers, their rings and the zones of instances."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.design.model import Component, Connection, Design
from engine.design.policies import remembers_answers
from engine.design.zones import dealt, together_of, zones_inside, zones_of_design
from engine.kernel.choosing import CONSISTENT_HASH, POINT, fill_points, home_on_ring
from engine.kernel.policies import INFORMED
from engine.kernel.state import BALANCINGS, Counts, Rows
from engine.plan.lowering import lower
from engine.plan.streams import stream_key

DECAY_S = 30.0
"""How fast balancers forget that are not told; as the default of outlier ejection."""

VIRTUAL_NODES = 100
POINTS_AT_MOST = 100_000


def write_balancers(
    connections: Sequence[Connection], table: Rows, components: Rows, policies: Rows, seed: int
) -> Rows:
    """Fills the columns of informed balancers in `policies`; returns the points of all rings.

    Callers of one component share its ring, so that they agree where a key lives.
    """
    rings: dict[str, tuple[int, int]] = {}
    points = [np.zeros(0, POINT)]
    first_peer = first_point = 0
    for here, connection in zip(table, connections, strict=True):
        if not here["rules"] & INFORMED:
            continue
        row, count = policies[int(here["policy"])], int(components[int(here["target"])]["instances"])
        row["first_peer"] = first_peer
        first_peer += count
        row["decay_ns"] = row["decay_ns"] or DECAY_S * 1e9
        if here["balancing"] == CONSISTENT_HASH:
            row["ring_stream"] = stream_key(seed, "ring", connection.target)
            if connection.target not in rings:
                points.append(ring_of(int(row["ring_stream"]), count))
                rings[connection.target] = (first_point, len(points[-1]))
                first_point += len(points[-1])
            row["first_point"], row["points"] = rings[connection.target]
    return np.concatenate(points)


def ring_of(stream: int, instances: int) -> Rows:
    """The points (POINT, at most POINTS_AT_MOST) of a ring for so many instances, rising."""
    virtual = max(min(VIRTUAL_NODES, POINTS_AT_MOST // instances), 1)
    points = np.zeros(instances * virtual, POINT)
    fill_points(points, np.uint64(stream), virtual)
    return points[np.argsort(points["at"], kind="stable")]


def uses_keys(design: Design) -> bool:
    """True when a balancer asks for keys, or a connection remembers answers."""
    return any(
        BALANCINGS[each.balancing] == CONSISTENT_HASH or remembers_answers(each.policies) for each in design.calls
    )


def homes_of_keys(design: Design, connection_id: str, seed: int, keys_count: int, dead: frozenset[int]) -> list[int]:
    """Which instance (0 is the first) takes each key over a connection that hashes, while those in `dead` are down."""
    target = next(each.target for each in design.calls if each.id == connection_id)
    station = next(lower(each).has_station for each in design.components if each.id == target)
    assert station is not None
    stream = stream_key(seed, "ring", target)
    points = ring_of(stream, station.instances)
    is_up = np.array([place not in dead for place in range(station.instances)])
    return [int(home_on_ring(np.uint64(stream), item, points, is_up)) for item in range(keys_count)]


def zones_of(design: Design, components: Sequence[Component], table: Rows) -> Counts:
    """The zone of every instance (int32): 1 is the first by id, 0 none.

    Instances of a component in a zone lie there; those of a component in a region (or another place with zones inside)
    are dealt out to its zones in turn, in the order of their ids; the shards of a replica of a cache stay together.
    """
    zones = np.zeros(int(table["instances"].sum()), np.int32)
    inside = zones_inside(design)
    numbers = {name: number for number, name in enumerate(zones_of_design(design), start=1)}
    edges = [*(int(each) for each in table["first_instance"]), len(zones)]
    for component, (first, end) in zip(components, pairwise(edges), strict=True):
        here = inside.get(component.place or "", [])
        if here:
            zones[first:end] = [numbers[each] for each in dealt(here, together_of(component), end - first)]
    return zones
