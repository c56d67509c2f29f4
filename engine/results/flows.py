"""Where bytes flow in a drawing with viewers, as frames tell it: what carries them, its streams, and a map of tiers.

The map has nodes in columns, from who watches (column 0) to where everything is. A way leads from viewers through the
tiers that are crossed to the one where bytes begin. Where a column has many of one kind, they are one node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypedDict

from engine.design.carriers import EVERYTHING, NOTHING, CarrierPlan
from engine.design.discovery import component_types
from engine.design.model import Design
from engine.design.streams import carriers_of, paths_of
from engine.results.viewers import DIGITS, Number, populations_of

CARRIER_METRICS = ("gbps", "utilisation", "byte_hit_ratio", "watched_gbps", "fill_gbps")
"""All that it carries, which part that is of what it could; the part of what viewers got over it that began there, and
how much viewers got; titles that are brought to it."""
MANY = 10
"""From so many of one kind in a column on they are one node of the map."""

Chain = tuple[str, ...]
"""Who watches, then the tiers that its bytes cross, the one where they begin last."""


class Node(TypedDict):
    """A place of the map: components that are drawn as one."""

    label: str
    members: list[str]
    column: int


class FlowsLayout(TypedDict):
    """What `carriers`, `streams` and `ways` of a frame mean; `ways` lists nodes, who watches first."""

    carriers: list[str]
    carrier_metrics: list[str]
    streams: list[str]
    nodes: list[Node]
    ways: list[list[int]]


@dataclass(frozen=True, slots=True)
class Flowed:
    """What flowed in a frame: a row for each carrier, Gbit/s of each stream and of each way."""

    carriers: list[list[Number]]
    streams: list[Number]
    ways: list[Number]


@dataclass(frozen=True, slots=True)
class Map:
    """Nodes of a drawing, the node of each component that is in one, and the places of the ways between them."""

    nodes: tuple[Node, ...]
    node_of: Mapping[str, int]
    ways: Mapping[tuple[int, ...], int]

    def way_of(self, chain: Chain) -> int:
        """The place of the way that a chain takes."""
        return self.ways[tuple(self.node_of[each] for each in chain)]


def flows_layout(design: Design) -> FlowsLayout | None:
    """The layout of a design in which streams reach viewers; None for all others."""
    drawn = map_of(design)
    if drawn is None:
        return None
    return FlowsLayout(
        carriers=list(carriers_of(design)),
        carrier_metrics=list(CARRIER_METRICS),
        streams=[each.id for each in design.streams],
        nodes=list(drawn.nodes),
        ways=[list(each) for each in drawn.ways],
    )


def flow_numbers(layout: FlowsLayout | None) -> int:
    """How many numbers a frame tells of them."""
    if layout is None:
        return 0
    return len(CARRIER_METRICS) * len(layout["carriers"]) + len(layout["streams"]) + len(layout["ways"])


def map_of(design: Design) -> Map | None:
    """The map of a runnable design; None when no stream reaches viewers."""
    carriers = carriers_of(design)
    chains = [
        chain_of(carriers, each, path.links)
        for each in populations_of(design)
        for path in paths_of(design, carriers, each)[0]
    ]
    if not chains:
        return None
    columns = _columns(carriers, chains)
    nodes = _nodes(design, columns)
    node_of = {member: place for place, node in enumerate(nodes) for member in node["members"]}
    ways = dict.fromkeys(tuple(node_of[each] for each in chain) for chain in chains)
    return Map(tuple(nodes), node_of, {way: place for place, way in enumerate(ways)})


def chain_of(carriers: Mapping[str, CarrierPlan], viewers: str, links: Sequence[str]) -> Chain:
    """Who watches over a path, and the tiers on it."""
    tiers = (each for each in links if each in carriers and carriers[each].keeps != NOTHING)
    return (viewers, *tiers)


def rounded(value: float | None) -> Number:
    """A number as frames tell it."""
    return None if value is None else float(f"{value:.{DIGITS}g}")


def _columns(carriers: Mapping[str, CarrierPlan], chains: Sequence[Chain]) -> dict[str, int]:
    """The column of each component: edges near viewers, then other edges, then what has everything, and each behind
    those that ask it. Empty columns are left out."""
    wanted = {name: _rank(carriers.get(name)) for chain in chains for name in chain}
    hops = dict.fromkeys(hop for chain in chains for hop in pairwise(chain))
    for _ in carriers:
        behind = {asked: wanted[asking] + 1 for asking, asked in hops if wanted[asked] <= wanted[asking]}
        wanted |= behind
        if not behind:
            break
    used = sorted(set(wanted.values()))
    return {name: used.index(column) for name, column in wanted.items()}


def _rank(carrier: CarrierPlan | None) -> int:
    if carrier is None:
        return 0
    return 3 if carrier.keeps == EVERYTHING else 1 if carrier.is_near else 2


def _nodes(design: Design, columns: Mapping[str, int]) -> list[Node]:
    """Nodes in the order of their columns, and of the drawing in each."""
    alike: dict[tuple[int, str], list[str]] = {}
    labels = {each.id: each.label for each in design.components}
    for each in design.components:
        if each.id in columns:
            alike.setdefault((columns[each.id], each.type), []).append(each.id)
    nodes = []
    for (column, kind), members in alike.items():
        if len(members) >= MANY:
            label = f"{component_types()[kind].label}, {len(members)}"
            nodes.append(Node(label=label, members=members, column=column))
        else:
            nodes += [Node(label=labels[each], members=[each], column=column) for each in members]
    return sorted(nodes, key=lambda node: node["column"])
