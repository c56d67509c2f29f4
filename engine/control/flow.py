"""Bytes of a run from frame to frame: what the plane has carried since the last look, by carrier, stream and way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.dataplane.plane import Plane
from engine.design.carriers import EVERYTHING, NOTHING
from engine.design.model import Design
from engine.design.streams import carriers_of
from engine.results.flows import Flowed, chain_of, flows_layout, map_of, rounded

SECOND_NS = 1_000_000_000
NO_TIER = -1


@dataclass(slots=True)
class Flow:
    """A route is a path of one population. `route_of` (i8, classes) and `way_of` (i8, routes) are places of routes and
    ways, the one behind the last for what no stream brings; over `crossed[0][i]` (i8), a route, flows what the stream `crossed[1][i]` carries.

    `links` and `tiers` (i8, carriers of the layout) are rows of the plane; NO_TIER has no share of its own to tell.
    """

    links: Any
    tiers: Any
    route_of: Any
    way_of: Any
    crossed: Any
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
        own = np.bincount(state.routes["tier"], by_route, len(state.tiers))
        routes, streams = self.crossed
        return Flowed(
            carriers=[
                _row(by_link[link], state.links["capacity_bps"][link] / 1e9, None if tier == NO_TIER else own[tier])
                for link, tier in zip(self.links, self.tiers, strict=True)
            ],
            streams=_plain(np.bincount(streams, by_route[routes], self.streams)),
            ways=_plain(np.bincount(self.way_of, by_route, self.ways + 1)[:-1]),
        )


def _row(gbps: float, capacity_gbps: float, own_gbps: float | None) -> list[float | None]:
    """In the order of CARRIER_METRICS; what cannot carry anything has no use, what carried nothing no share."""
    use = min(gbps / capacity_gbps, 1.0) if capacity_gbps > 0.0 else None
    share = None if own_gbps is None or gbps <= 0.0 else min(own_gbps / gbps, 1.0)
    return [rounded(each) for each in (gbps, use, share)]


def _plain(gbps: Any) -> list[float | None]:
    return [rounded(each) for each in gbps.tolist()]


def flow_of(design: Design, plane: Plane) -> Flow | None:
    """What to look at in a plane at time 0; None when no stream reaches viewers."""
    layout, drawn = flows_layout(design), map_of(design)
    if layout is None or drawn is None:
        return None
    carriers = carriers_of(design)
    tiers = {each.id: row for row, each in enumerate(plane.plan.tiers, start=1)}
    stream_of = {(each.source, each.target): place for place, each in reversed([*enumerate(design.streams)])}
    nowhere, ways, crossed = len(layout["ways"]), [], []
    for population in plane.plan.populations:
        for path in population.paths:
            hops = [stream_of[hop] for hop in zip(path.links, path.links[1:], strict=False)]
            crossed += [(len(ways), stream) for stream in hops]
            chain = chain_of(carriers, population.id, path.links)
            ways.append(drawn.way_of(chain) if len(chain) > 1 else nowhere)
    state = plane.state
    return Flow(
        links=np.array([plane.link_rows[each] for each in layout["carriers"]], np.int64),
        tiers=np.array(
            [NO_TIER if each.keeps in (NOTHING, EVERYTHING) else tiers[name] for name, each in carriers.items()],
            np.int64,
        ),
        route_of=(
            state.populations["first_route"][state.classes["population"]] + state.classes["route"]
        ).astype(np.int64),
        way_of=np.array(ways, np.int64),
        crossed=np.array(crossed, np.int64).reshape(-1, 2).T,
        streams=len(layout["streams"]),
        ways=nowhere,
        since_ns=plane.clock_ns,
        by_link=state.links["carried"].copy(),
        by_class=state.classes["carried"].copy(),
    )
