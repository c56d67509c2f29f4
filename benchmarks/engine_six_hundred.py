"""Requests per second on one core: 600 components, 69 calls a request, timeouts and retries on every connection."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.figures import Figures
from benchmarks.peers.clusters import clustered
from engine.design.model import Design
from engine.simulate import Simulation, start

CLUSTERS = 13
REPEATS = 3


def main() -> None:
    """Runs the design three times; the median counts."""
    figures = Figures()
    _run(clustered(CLUSTERS, 1.0), 1)
    rates = []
    for seed in range(REPEATS):
        simulation, cpu_s = _run(clustered(CLUSTERS, 30.0), seed)
        summary = simulation.summary()
        calls = sum(each["calls"] for each in summary["connections"].values())
        rates.append(summary["requests"]["ok"] / cpu_s)
        print(
            f"  {len(summary['components'])} components, {len(summary['connections'])} connections,"
            f" {calls / summary['requests']['offered']:.1f} calls a request,"
            f" {summary['requests']['ok']:,} requests in {cpu_s:.2f} s of CPU, frames included"
        )
        _print_theory(summary)
    figures.at_least("600 components, requests a second on one core", statistics.median(rates), 30_000, "req/s")
    figures.write()


def _run(design: Design, seed: int) -> tuple[Simulation, float]:
    simulation = start(design, seed)
    began = time.process_time()
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation, time.process_time() - began


def _print_theory(summary: dict[str, Any]) -> None:
    """Utilisation needs no assumption: arrivals times service over slots. The mean over the services stands for all."""
    services = [row for name, row in summary["components"].items() if name.startswith("s")]
    predicted = statistics.fmean(row["arrivals"] / summary["clock_s"] * 0.008 / 6.0 for row in services)
    measured = statistics.fmean(row["utilisation"] for row in services)
    print(f"  utilisation of a service: theory {predicted:.4f}, measured {measured:.4f}")


if __name__ == "__main__":
    main()
