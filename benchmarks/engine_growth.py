"""How the cost of a turn of the event loop grows with components (to 10 000) and calls in flight (to 500 000).

`--plot` draws docs/pictures/engine-growth.svg and writes docs/engine/performance.md, so that neither can drift.
"""

from __future__ import annotations

import sys
import time

from benchmarks.figures import Figures
from benchmarks.growth_page import Point, write_page
from benchmarks.peers.clusters import clustered
from engine.design.model import Design
from engine.design.read import read_document
from engine.kernel.state import CALLS_LIVE, EVENTS
from engine.simulate import Limits, Simulation, start

CLUSTERS = (1, 3, 13, 65, 217)
IN_FLIGHT = (100, 1_000, 10_000, 100_000, 490_000)
TURNS = 3_000_000
RATE_PER_S = 90_000  # a source sends at most 100 000 requests a second


def main() -> None:
    """Both curves; the floors are those of the largest designs."""
    figures = Figures()
    _turn_rate(start(clustered(1, 1.0), 1), 1_000)  # compiles
    by_components = [_components(clusters) for clusters in CLUSTERS]
    by_calls = [_calls(count) for count in IN_FLIGHT]
    largest = by_components[-1]
    figures.at_least(f"{largest.size:,} components, turns a second", largest.turns_per_s / 1e6, 2.0, "M/s")
    figures.at_most("memory of a call in flight", by_calls[-1].bytes_per_call, 256.0, "B")
    if "--plot" in sys.argv:
        write_page(by_components, by_calls)
    figures.write()


def _components(clusters: int) -> Point:
    simulation = start(clustered(clusters, max(90.0 / clusters, 1.0)), 7)
    rate = _turn_rate(simulation, TURNS)
    size = len(simulation.design.components)
    print(f"  {size:>7,} components: {1e9 / rate:6.1f} ns a turn, {rate / 1e6:.2f} M turns/s", flush=True)
    return Point(size, rate, 0.0)


def _calls(count: int) -> Point:
    """A delay that holds `count` calls once it is full."""
    simulation = start(_delay(count), 7, Limits(in_flight=500_000))
    while simulation.clock_s < 4.0 * count / min(count, RATE_PER_S):
        simulation.advance()
    rate = _turn_rate(simulation, TURNS)
    state, live = simulation.state, int(simulation.state.registers[CALLS_LIVE])
    pools = state.works.nbytes + state.calls.nbytes + state.heap.nbytes + state.ring.nbytes + state.lanes.nbytes
    print(
        f"  {live:>7,} calls in flight: {1e9 / rate:6.1f} ns a turn, {rate / 1e6:.2f} M turns/s,"
        f" {pools / live:.0f} B a call in pools that double",
        flush=True,
    )
    return Point(count, rate, pools / live)


def _delay(count: int) -> Design:
    rate_per_s = min(count, RATE_PER_S)
    mean_ms = 1000.0 * count / rate_per_s
    station = {"instances": 50, "slots": 20_000, "queue_limit": -1, "service_ms_mean": mean_ms, "cv2": 0.2}
    document = {
        "format": 1,
        "name": "Delay",
        "components": [
            {"id": "viewers", "type": "traffic_source"},
            {"id": "delay", "type": "service", "parameters": station},
        ],
        "connections": [{"from": "viewers", "to": "delay"}],
        "workload": {
            "duration": 30.0 + TURNS / count,
            "traffic": [{"source": "viewers", "shape": "constant", "parameters": {"rate_per_s": rate_per_s}}],
        },
    }
    design, errors = read_document(document)
    assert design is not None, errors
    return design


def _turn_rate(simulation: Simulation, turns: int) -> float:
    """Turns of the loop per second of processor time over at least so many turns, frames included."""
    simulation.advance()
    first = int(simulation.state.registers[EVENTS])
    began = time.process_time()
    while int(simulation.state.registers[EVENTS]) - first < turns and not simulation.finished:
        simulation.advance()
    return (int(simulation.state.registers[EVENTS]) - first) / (time.process_time() - began)


if __name__ == "__main__":
    main()
