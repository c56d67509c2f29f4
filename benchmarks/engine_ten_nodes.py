"""Requests per second of a ten-component design with caches, timeouts and retries: engine and SimPy in one run."""

from __future__ import annotations

import math
import statistics
import time

from benchmarks.figures import Figures
from benchmarks.peers.simpy_streaming import Streaming
from benchmarks.peers.ten_nodes import CACHE_ITEMS, KEYS, RATE_PER_S, ZIPF_ALPHA, ten_nodes
from engine.simulate import start
from engine.theory import che
from engine.theory.zipf import popularity

ROUNDS = 5
SIMPY_REQUESTS, SIMPY_WARM_UP = 8_000, 3_000
DURATION_S, WARM_UP_S = 600.0, 20.0


def main() -> None:
    """Alternates both, so that a busy minute of the machine falls on both; the median ratio counts."""
    figures = Figures()
    start(ten_nodes(5.0, 0.0), 0).advance()
    ratios, ours, theirs, hits = [], [], [], []
    for seed in range(ROUNDS):
        engine_per_s, mean_s, hit_ratio = _engine(seed)
        simpy_per_s, latencies = _simpy(seed)
        ratios.append(engine_per_s / simpy_per_s)
        ours.append(mean_s)
        theirs += latencies
        hits.append(hit_ratio)
        print(f"  engine {engine_per_s:,.0f} requests/s, SimPy {simpy_per_s:,.0f}, ratio {ratios[-1]:.1f}")
    _print_theory(hits)
    difference = statistics.fmean(ours) / statistics.fmean(theirs) - 1.0
    error = statistics.stdev(theirs) / math.sqrt(len(theirs)) / statistics.fmean(theirs)
    print(
        f"  mean latency: engine {1000 * statistics.fmean(ours):.2f} ms, SimPy {1000 * statistics.fmean(theirs):.2f} ms"
    )
    print(f"  difference {100 * difference:+.2f} %, of which SimPy's chance {100 * error:.2f} %")
    figures.at_least("ten components, requests, engine to SimPy", statistics.median(ratios), 50.0, "x")
    figures.at_most("ten components, mean latency, engine against SimPy", 100.0 * abs(difference), 2.0, "%")
    figures.write()


def _engine(seed: int) -> tuple[float, float, float]:
    simulation = start(ten_nodes(DURATION_S, WARM_UP_S), seed)
    began = time.process_time()
    while not simulation.finished:
        simulation.advance(10_000_000)
    cpu_s = time.process_time() - began
    summary = simulation.summary()
    latency = summary["classes"]["play"]["latency_s"]["mean"]
    return summary["requests"]["ok"] / cpu_s, latency, summary["components"]["catalogue_cache"]["hit_ratio"]


def _simpy(seed: int) -> tuple[float, list[float]]:
    began = time.process_time()
    streaming = Streaming(seed, SIMPY_REQUESTS, SIMPY_WARM_UP)
    streaming.environment.run()
    return SIMPY_REQUESTS / (time.process_time() - began), streaming.latencies


def _print_theory(hits: list[float]) -> None:
    predicted = che.hit_ratio(popularity(KEYS, ZIPF_ALPHA), CACHE_ITEMS)
    print(f"  hit ratio at {RATE_PER_S:g} requests/s: theory {predicted:.4f}, engine {statistics.fmean(hits):.4f}")


if __name__ == "__main__":
    main()
