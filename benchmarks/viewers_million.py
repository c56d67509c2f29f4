"""A million viewers at once, in steps of half a second, on one core."""

from __future__ import annotations

import time

from benchmarks.figures import Figures
from engine.dataplane.plane import Plane
from engine.design.discovery import device_types, network_types
from engine.design.kinds import RateCurve
from engine.design.population import DevicePlan, LinkPlan, NetworkPlan, PathPlan, PlanePlan, PopulationPlan

VIEWERS = 1_000_000
SETTLE_S, MEASURE_S = 120, 30
GBPS_A_VIEWER = 4e-3


def main() -> None:
    """Lets everybody begin, then measures processor time, and the bytes of the arrays that grow with the viewers."""
    figures = Figures()
    plane = Plane(evening(), seed=1)
    plane.step(SETTLE_S * 1_000_000_000)
    began = time.process_time()
    plane.step((SETTLE_S + MEASURE_S) * 1_000_000_000)
    took_s = time.process_time() - began
    books, state = plane.books(), plane.state
    print(f"  {books['present']}, {books['bitrate_bps'] / 1e6:.2f} Mbit/s, {books['rebuffer_ratio']:.2%} stalled")
    grow = [each for each in state.arrays if 8 * len(each) >= VIEWERS]
    figures.at_least("a million viewers, real times on one core", MEASURE_S / took_s, 50.0, "x")
    figures.at_most("bytes for a viewer", sum(each.nbytes for each in grow) / VIEWERS, 160.0)
    figures.write()


def evening() -> PlanePlan:
    """Everybody begins within seconds; three networks, two devices, one link that is just wide enough."""
    networks, devices = network_types(), device_types()
    population = PopulationPlan(
        "viewers",
        paths=(PathPlan(("link",), 12.0),),
        networks=(
            NetworkPlan(networks["four_g"], 0.3),
            NetworkPlan(networks["dsl"], 0.4),
            NetworkPlan(networks["fibre"], 0.3),
        ),
        devices=(DevicePlan(devices["television"], 0.5), DevicePlan(devices["phone"], 0.5)),
        cap=VIEWERS,
        sessions=RateCurve((0.0,), (0.0,)),
        initial=VIEWERS,
        browse_s=20.0,
    )
    return PlanePlan((LinkPlan("link", VIEWERS * GBPS_A_VIEWER),), (population,))


if __name__ == "__main__":
    main()
