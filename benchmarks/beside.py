"""What the control plane costs with viewers beside it, against alone: the same requests a second, turn by turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.figures import Figures
from benchmarks.peers.ten_nodes import RATE_PER_S, ten_nodes
from engine import simulate
from engine.dataplane.plane import Plane
from engine.design.model import Design
from engine.design.read import read_document
from engine.design.write import to_document
from engine.simulate import Simulation, start

ROUNDS = 5
VIEWERS, SESSIONS_PER_S = 50_000, 250.0
SETTLE_S, MEASURE_S = 200.0, 100.0


class Clock:
    """Processor time inside one function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.spent_s = function, 0.0

    def __get__(self, owner: Any, _: Any = None) -> Callable[..., Any]:
        return self if owner is None else lambda *given, **named: self(owner, *given, **named)

    def __call__(self, *given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return self.function(*given, **named)
        finally:
            self.spent_s += time.process_time() - began


def main() -> None:
    """Alternates both, so that a busy minute of the machine falls on both; the median ratios count.

    A turn beside viewers costs what the run takes without the steps of the viewers themselves: the event loop, handing
    over presses and answers, and frames.
    """
    figures = Figures()
    steps, loop = Clock(Plane.step), Clock(simulate.advance)
    Plane.step, simulate.advance = steps, loop  # type: ignore[method-assign, assignment]
    _, presses_per_s = _measure(_beside(), 0, steps, loop)
    alone = ten_nodes(SETTLE_S + MEASURE_S, 0.0)
    traffic = replace(alone.workload.traffic[0], parameters={"rate_per_s": RATE_PER_S + presses_per_s})
    alone = replace(alone, workload=replace(alone.workload, traffic=(traffic,)))
    whole, loops = [], []
    for seed in range(1, ROUNDS + 1):
        (alone_ns, alone_loop_ns), _ = _measure(alone, seed, steps, loop)
        (beside_ns, beside_loop_ns), _ = _measure(_beside(), seed, steps, loop)
        whole.append(beside_ns / alone_ns)
        loops.append(beside_loop_ns / alone_loop_ns)
        print(
            f"  a turn alone {alone_ns:.0f} ns ({alone_loop_ns:.0f} in the loop),"
            f" beside {beside_ns:.0f} ns ({beside_loop_ns:.0f})"
        )
    figures.at_most("control plane beside 50 000 viewers, to alone", statistics.median(whole), 1.2, "x")
    figures.at_most("its event loop beside them, to alone", statistics.median(loops), 1.2, "x")
    figures.write()


def _measure(design: Design, seed: int, steps: Clock, loop: Clock) -> tuple[tuple[float, float], float]:
    """ns a turn after SETTLE_S, without steps of viewers and in the loop alone; requests of viewers a second."""
    going = start(design, seed)
    while going.clock_s < SETTLE_S:
        going.advance(10_000_000)
    turns, pressed = going.events, _presses(going)
    steps.spent_s = loop.spent_s = 0.0
    began = time.process_time()
    while not going.finished:
        going.advance(10_000_000)
    took_s, turns = time.process_time() - began - steps.spent_s, going.events - turns
    return (1e9 * took_s / turns, 1e9 * loop.spent_s / turns), (_presses(going) - pressed) / MEASURE_S


def _presses(going: Simulation) -> int:
    told = going.summary()["components"]
    return int(told["people"]["arrivals"]) if "people" in told else 0


def _beside() -> Design:
    """The ten components, and people whose presses go through the same gateway; their pictures come from an edge."""
    document = to_document(ten_nodes(SETTLE_S + MEASURE_S, 0.0))
    people = {"cap": VIEWERS, "browse_s": 20.0, "session_s": 1_200.0, "link_gbps": 1_000.0}
    document["components"] += [
        {"id": "people", "type": "viewers", "parameters": people},
        {"id": "near", "type": "edge_site", "parameters": {"appliances": 4, "serve_gbps": 100.0}},
        {"id": "storage", "type": "object_storage", "parameters": {"egress_gbps": 400.0}},
    ]
    document["connections"] += [
        {"from": "people", "to": "gateway", "delay": 0.0005},
        {"from": "people", "to": "near"},
        {"from": "near", "to": "storage"},
    ]
    rate = {"rate_per_s": SESSIONS_PER_S}
    document["workload"]["traffic"].append({"source": "people", "shape": "constant", "parameters": rate})
    design, errors = read_document(document)
    assert design is not None, errors
    return design


if __name__ == "__main__":
    main()
