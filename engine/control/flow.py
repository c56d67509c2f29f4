"""Bytes of a run from frame to frame: what the plane has carried since the last look, by carrier, stream and way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from engine.dataplane.lowering import NOBODY
from engine.dataplane.plane import Plane
from engine.design.carriers import EVERYTHING, NOTHING
from engine.design.model import Design
from engine.design.streams import carriers_of
from engine.results.flows import Flowed, chain_of, flows_layout, map_of, rounded

SECOND_NS = 1_000_000_000
NOWHERE = -1


@dataclass(slots=True)
class Flow:
    """A route is a path of one population, or, behind these, a way by which titles are brought. `route_of` (i8,
    classes) and `way_of` (i8, routes) are places of routes and ways, the one behind the last for what no stream brings
    to viewers. Pairs (i8, 2 x n) tell what a route crosses: carriers in `over` (of viewers only), streams in `along`;
    and in `into` which carrier it fills.

    `links` and `tiers` (i8, carriers of the layout) are rows of the plane; NOWHERE has no share of its own to tell.
    """

    links: Any
    tiers: Any
    route_of: Any
    way_of: Any
    over: Any
    along: Any
    into: Any
    streams: int
    ways: int
    since_ns: int
    by_link: Any
    by_class: Any
    """Units that had been carried at the last look."""

    def told(self, plane: Plane) -> Flowed | None:
        """What flowed in the steps since the last look; None when there was no step."""
        span_s = (plane.clock_ns - self.since_ns) / SECOND_NS
        if span_s <= 0.0:
            return None
        state = plane.state
        to_gbps = 1e-9 / plane.plan.steps_per_s / span_s
        by_link = (state.links["carried"] - self.by_link) * to_gbps
        by_class = (state.classes["carried"] - self.by_class) * to_gbps
        self.since_ns = plane.clock_ns
        self.by_link, self.by_class = state.links["carried"].copy(), state.classes["carried"].copy()
        by_route = np.bincount(self.route_of, by_class, len(self.way_of))
        own = np.bincount(state.routes["tier"], by_route[: len(state.routes)], len(state.tiers))
        watched = _summed(self.over, by_route, len(self.links))
        brought = _summed(self.into, by_route, len(self.links))
        filled = np.isin(np.arange(len(self.links)), self.into[1])
        capacity = state.links["capacity_bps"] / 1e9
        return Flowed(
            carriers=[
                [
                    *_row(by_link[link], capacity[link], None if tier == NOWHERE else own[tier], watched[place]),
                    rounded(brought[place]) if filled[place] else None,
                ]
                for place, (link, tier) in enumerate(zip(self.links, self.tiers, strict=True))
            ],
            streams=_plain(_summed(self.along, by_route, self.streams)),
            ways=_plain(np.bincount(self.way_of, by_route, self.ways + 1)[:-1]),
        )


def _summed(pairs: Any, by_route: Any, count: int) -> Any:
    routes, places = pairs
    return np.bincount(places, by_route[routes], count)


def _row(gbps: float, capacity_gbps: float, own_gbps: float | None, watched_gbps: float) -> list[float | None]:
    """All but the last of CARRIER_METRICS; what can carry nothing has no use, what viewers got nothing from no share.

    `watched_gbps` is the part that viewers got, `own_gbps` what of that began here.
    """
    use = min(gbps / capacity_gbps, 1.0) if capacity_gbps > 0.0 else None
    share = None if own_gbps is None or watched_gbps <= 0.0 else min(own_gbps / watched_gbps, 1.0)
    return [rounded(each) for each in (gbps, use, share, watched_gbps)]


def _plain(gbps: Any) -> list[float | None]:
    return [rounded(each) for each in gbps.tolist()]


def flow_of(design: Design, plane: Plane) -> Flow | None:
    """What to look at in a plane at time 0; None when no stream reaches viewers."""
    layout, drawn = flows_layout(design), map_of(design)
    if layout is None or drawn is None:
        return None
    carriers = carriers_of(design)
    tiers = {each.id: row for row, each in enumerate(plane.plan.tiers, start=1)}
    place_of = {name: place for place, name in enumerate(layout["carriers"])}
    stream_of = {(each.source, each.target): place for place, each in reversed([*enumerate(design.streams)])}
    ways: list[int] = []
    over: list[tuple[int, int]] = []
    along: list[tuple[int, int]] = []
    for population in plane.plan.populations:
        for path in population.paths:
            along += [(len(ways), stream_of[hop]) for hop in pairwise(path.links)]
            over += [(len(ways), place_of[each]) for each in path.links if each in place_of]
            chain = chain_of(carriers, population.id, path.links)
            ways.append(drawn.way_of(chain) if len(chain) > 1 else len(layout["ways"]))
    into: list[tuple[int, int]] = []
    state = plane.state
    route_of = (state.populations["first_route"][state.classes["population"]] + state.classes["route"]).astype(np.int64)
    # The classes by which titles come follow those of viewers, tier by tier (`Builder.supplies`).
    classes = np.flatnonzero(state.classes["population"] == NOBODY)
    supplies = [(tier, each.links) for tier, listed in plane.plan.supplies.items() for each in listed]
    for row, (tier, links) in zip(classes, supplies, strict=True):
        route_of[row] = len(ways)
        along += [(len(ways), stream_of[hop]) for hop in pairwise((tier, *links))]
        into.append((len(ways), place_of[tier]))
        ways.append(len(layout["ways"]))
    return Flow(
        links=_places([plane.link_rows[each] for each in layout["carriers"]]),
        tiers=_places(
            [NOWHERE if each.keeps in (NOTHING, EVERYTHING) else tiers[name] for name, each in carriers.items()]
        ),
        route_of=route_of,
        way_of=_places(ways),
        over=_places(over).reshape(-1, 2).T,
        along=_places(along).reshape(-1, 2).T,
        into=_places(into).reshape(-1, 2).T,
        streams=len(layout["streams"]),
        ways=len(layout["ways"]),
        since_ns=plane.clock_ns,
        by_link=state.links["carried"].copy(),
        by_class=state.classes["carried"].copy(),
    )


def _places(listed: list[Any]) -> Any:
    return np.array(listed, np.int64)
