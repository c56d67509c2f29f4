"""A national premiere: a million viewers at 200 ISP edges and 10 exchanges, 5 000 titles, one hour."""

from __future__ import annotations

import sys
import time

from benchmarks.figures import Figures
from engine.dataplane.plane import Plane
from engine.design.carriers import EVERYTHING, TITLES, CarrierPlan, FillPlan
from engine.design.discovery import device_types, network_types
from engine.design.kinds import RateCurve
from engine.design.population import (
    DevicePlan,
    LinkPlan,
    NetworkPlan,
    PathPlan,
    PlanePlan,
    PopulationPlan,
    TitlesPlan,
)

VIEWERS, ISPS, EXCHANGES, CATALOGUE = 1_000_000, 200, 10, 5_000
HOUR_S, JOIN_S = 3_600, 900
EACH = VIEWERS // ISPS


def main() -> None:
    """`python -m benchmarks.premiere [seconds]`: processor time of an hour, or of so many seconds of it."""
    seconds = next((int(word) for word in sys.argv[1:] if word.isdigit()), HOUR_S)
    figures = Figures()
    plane = Plane(premiere(), seed=1)
    plane.step(1_000_000_000)
    began = time.process_time()
    plane.step(seconds * 1_000_000_000)
    took_s = time.process_time() - began
    assert not plane.unbalanced()
    served, present = plane.served_bits(), plane.state.counts["present"].sum(axis=0)
    near = served[1 : 1 + ISPS].sum() / served.sum()
    print(f"  {VIEWERS - int(present[0]):,} viewers there, {near:.1%} of {served.sum() / 8e15:,.2f} PB from ISP edges")
    figures.at_most("an hour of a premiere, seconds of one core", took_s * HOUR_S / seconds, 180.0, "s")
    figures.write()


def premiere() -> PlanePlan:
    """Half of the country presses play for one title within a quarter of an hour; edges were filled by night."""
    isps = [
        CarrierPlan(f"isp {place}", 25.0, TITLES, 12.0, storage_gb=100_000.0, is_near=True) for place in range(ISPS)
    ]
    exchanges = [
        CarrierPlan(f"exchange {place}", 400.0, TITLES, 30.0, storage_gb=600_000.0) for place in range(EXCHANGES)
    ]
    tiers = (*isps, *exchanges, CarrierPlan("storage", 2_000.0, EVERYTHING, 90.0, first_byte_ms=90.0))
    links = tuple(LinkPlan(each.id, each.gbps) for each in tiers)
    fills = {each.id: FillPlan() for each in tiers}
    populations = tuple(_town(place) for place in range(ISPS))
    return PlanePlan(links, populations, tiers=tiers, fills=fills)


def _town(place: int) -> PopulationPlan:
    networks, devices = network_types(), device_types()
    isp, exchange = f"isp {place}", f"exchange {place % EXCHANGES}"
    return PopulationPlan(
        f"town {place}",
        paths=(
            PathPlan((isp,), 12.0, isp, 1),
            PathPlan((exchange, isp), 30.0, exchange, 2),
            PathPlan(("storage", exchange, isp), 180.0, "storage"),
        ),
        entries=(0,),
        networks=(
            NetworkPlan(networks["four_g"], 0.3),
            NetworkPlan(networks["dsl"], 0.4),
            NetworkPlan(networks["fibre"], 0.3),
        ),
        devices=(DevicePlan(devices["television"], 0.5), DevicePlan(devices["phone"], 0.5)),
        cap=EACH,
        sessions=RateCurve((0.0, JOIN_S, JOIN_S + 1.0), (EACH / JOIN_S, EACH / JOIN_S, EACH / HOUR_S)),
        titles=TitlesPlan(CATALOGUE, premiere_ratio=0.5),
        cohorts=8,
        browse_s=20.0,
    )


if __name__ == "__main__":
    main()
