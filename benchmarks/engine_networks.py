"""Customers per second in three queueing networks: the whole engine, SimPy in its faster style, Ciw and cimba (in C).

All in one run and in turn, so that a busy minute of the machine falls on all; the median ratio counts. Every engine's
mean stay is printed beside the others': a fast wrong answer would show.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figures
from benchmarks.peers.networks import FORK_JOIN, NETWORKS, ONE_QUEUE, SERVICE_MS, TEN_QUEUES, Network, design_of
from benchmarks.peers.simpy_networks import SimpyNetwork
from engine.simulate import start

ROUNDS = 5
CUSTOMERS = {"engine": 3_000_000, "simpy": 60_000, "ciw": 10_000, "cimba": 2_000_000}
FLOORS = {ONE_QUEUE: 38.0, TEN_QUEUES: 35.0, FORK_JOIN: 27.0}
"""Times SimPy: what a C library of events was measured at, when SimPy did 205, 24 and 53 thousand customers/s."""

# Peers lie beside the environment: one of them brings a package named like our tests. Last, so that ours come first.
sys.path.append(str(Path(__file__).resolve().parents[1] / "var" / "peers"))

Run = Callable[[Network, int, int], tuple[float, float]]


def main() -> None:
    """Every network, every engine that can do it."""
    figures = Figures()
    for network in NETWORKS:
        print(f"  {network.name}")
        rates, stays = _measure(network)
        for name in rates:
            print(f"    {name}: {statistics.median(rates[name]):,.0f} customers/s, mean stay {_mean(stays[name])}")
        if network.mean_stay is not None:
            print(f"    theory: mean stay {network.mean_stay:.2f}")
        figures.at_least(f"{network.name}, engine to SimPy", _ratio(rates, "simpy"), FLOORS[network], "x")
        if "cimba" in rates:
            figures.at_least(f"{network.name}, engine to cimba", _ratio(rates, "cimba"), 1.0, "x")
    figures.write()


def _measure(network: Network) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Customers per second of processor time and mean stays, by engine, one for each round."""
    runs = _runs(network)
    rates: dict[str, list[float]] = {name: [] for name in runs}
    stays: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run(network, 1_000, 99)  # whatever compiles on first use does it here
    for seed in range(ROUNDS):
        for name, run in runs.items():
            per_s, stay = run(network, CUSTOMERS[name] // len(network.stages), seed)
            rates[name].append(per_s)
            stays[name].append(stay)
    return rates, stays


def _runs(network: Network) -> dict[str, Run]:
    runs: dict[str, Run] = {"engine": _engine, "simpy": _simpy}
    with_peers = ("cimba",) if len(network.stages[-1]) > 1 else ("ciw", "cimba")
    for name in with_peers:
        try:
            runs[name] = importlib.import_module(f"benchmarks.peers.{name}_networks").run
        except ImportError:
            print(f"    {name} is not installed here: not compared")
    return runs


def _engine(network: Network, customers: int, seed: int) -> tuple[float, float]:
    simulation = start(design_of(network, customers), seed)
    began = time.process_time()
    while not simulation.finished:
        simulation.advance(10_000_000)
    cpu_s = time.process_time() - began
    summary = simulation.summary()
    stay_s = summary["components"]["viewers"]["latency_s"]["mean"]
    return summary["requests"]["ok"] / cpu_s, 1000.0 * stay_s / SERVICE_MS


def _simpy(network: Network, customers: int, seed: int) -> tuple[float, float]:
    simulation = SimpyNetwork(network, customers, seed)
    began = time.process_time()
    simulation.run()
    return customers / (time.process_time() - began), statistics.fmean(simulation.stays)


def _ratio(rates: dict[str, list[float]], peer: str) -> float:
    return statistics.median(ours / theirs for ours, theirs in zip(rates["engine"], rates[peer], strict=True))


def _mean(stays: list[float]) -> str:
    error = statistics.stdev(stays) / len(stays) ** 0.5
    return f"{statistics.fmean(stays):.2f} ± {error:.2f}"


if __name__ == "__main__":
    main()
