"""M/M/1: customers per second of the whole engine (all mechanisms, frames taken) and of SimPy, in one run."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.figures import Figures
from engine.design.model import Design
from engine.design.read import read_document
from engine.simulate import start

ARRIVALS_PER_S, SERVICES_PER_S = 900.0, 1000.0
DURATION_S = 1_200.0
SIMPY_CUSTOMERS = 60_000
ROUNDS = 5


def main() -> None:
    """Alternates both, so that a busy minute of the machine falls on both; the median ratio counts."""
    figures = Figures()
    _engine(_design(5.0), 0)
    ratios, ours, theirs = [], [], []
    for seed in range(ROUNDS):
        engine_per_s, engine_s = _engine(_design(DURATION_S), seed)
        simpy_per_s, simpy_s = _simpy(seed)
        ratios.append(engine_per_s / simpy_per_s)
        ours.append(engine_s)
        theirs.append(simpy_s)
        print(f"  engine {engine_per_s:,.0f} customers/s, SimPy {simpy_per_s:,.0f}, ratio {ratios[-1]:.1f}")
    theory_s = 1.0 / (SERVICES_PER_S - ARRIVALS_PER_S)
    print(f"  mean time in the system: theory {1000 * theory_s:.2f} ms, engine {1000 * statistics.fmean(ours):.2f} ms,")
    print(f"  SimPy {1000 * statistics.fmean(theirs):.2f} ms (few customers, so still noisy)")
    figures.at_least("M/M/1 customers, engine to SimPy", statistics.median(ratios), 30.0, "x")
    figures.write()


def _design(duration_s: float) -> Design:
    service = {"instances": 1, "slots": 1, "queue_limit": -1, "distribution": "exponential"}
    document = {
        "format": 1,
        "name": "M/M/1",
        "components": [
            {"id": "viewers", "type": "traffic_source"},
            {"id": "service", "type": "service", "parameters": {**service, "service_ms_mean": 1000.0 / SERVICES_PER_S}},
        ],
        "connections": [{"from": "viewers", "to": "service"}],
        "workload": {
            "duration": duration_s,
            "traffic": [{"source": "viewers", "shape": "constant", "parameters": {"rate_per_s": ARRIVALS_PER_S}}],
        },
    }
    design, errors = read_document(document)
    assert design is not None, errors
    return design


def _engine(design: Design, seed: int) -> tuple[float, float]:
    simulation = start(design, seed)
    began = time.process_time()
    while not simulation.finished:
        simulation.advance(10_000_000)
    cpu_s = time.process_time() - began
    row: dict[str, Any] = simulation.summary()["components"]["service"]
    return row["completions"] / cpu_s, row["latency_s"]["mean"]


def _simpy(seed: int) -> tuple[float, float]:
    draw, stays = random.Random(seed), []
    environment = simpy.Environment()
    server = simpy.Resource(environment, 1)

    def customer() -> Generator[Any, Any, None]:
        came = environment.now
        with server.request() as turn:
            yield turn
            yield environment.timeout(draw.expovariate(SERVICES_PER_S))
        stays.append(environment.now - came)

    def viewers() -> Generator[Any, Any, None]:
        for _ in range(SIMPY_CUSTOMERS):
            yield environment.timeout(draw.expovariate(ARRIVALS_PER_S))
            environment.process(customer())

    began = time.process_time()
    environment.process(viewers())
    environment.run()
    cpu_s = time.process_time() - began
    return len(stays) / cpu_s, statistics.fmean(stays)


if __name__ == "__main__":
    main()
