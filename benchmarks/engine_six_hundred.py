"""Requests per second on one core: 600 components, 69 calls a request, timeouts and retries on every connection."""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

from benchmarks.figures import Figures
from engine.design.model import Design
from engine.design.read import read_document
from engine.simulate import Simulation, start

CLUSTERS = 13
CLUSTER_NODES = 46
CLUSTER_CALLS = 68
RATE_PER_S = 2_000.0
REPEATS = 3


def main() -> None:
    """Runs the design three times; the median counts."""
    figures = Figures()
    _run(six_hundred(1.0), 1)
    rates = []
    for seed in range(REPEATS):
        simulation, cpu_s = _run(six_hundred(30.0), seed)
        summary = simulation.summary()
        calls = sum(each["calls"] for each in summary["connections"].values())
        rates.append(summary["requests"]["ok"] / cpu_s)
        print(
            f"  {len(summary['components'])} components, {len(summary['connections'])} connections,"
            f" {calls / summary['requests']['offered']:.1f} calls a request,"
            f" {summary['requests']['ok']:,} requests in {cpu_s:.2f} s of CPU, frames included"
        )
        _print_theory(summary)
    figures.at_least("600 components, requests a second on one core", statistics.median(rates), 25_000, "req/s")
    figures.write()


def six_hundred(duration_s: float) -> Design:
    """Thirteen clusters behind one gateway; a request goes through one of them, calling its 46 services 68 times."""
    draw = random.Random(600)
    components: list[dict[str, Any]] = [
        {"id": "viewers", "type": "traffic_source"},
        {"id": "gateway", "type": "gateway", "parameters": {"instances": 4, "slots": 64, "filter_ms_mean": 1}},
    ]
    connections: list[dict[str, Any]] = [{"from": "viewers", "to": "gateway"}]
    for cluster in range(CLUSTERS):
        names = [f"s{cluster}_{place}" for place in range(CLUSTER_NODES)]
        components += [_service(name) for name in names]
        connections.append({"from": "gateway", "to": names[0], "share": 1.0 / CLUSTERS, **_policy()})
        connections += _calls(draw, names)
    document = {
        "format": 1,
        "name": "Six hundred",
        "components": components,
        "connections": connections,
        "workload": {
            "duration": duration_s,
            "traffic": [{"source": "viewers", "shape": "constant", "parameters": {"rate_per_s": RATE_PER_S}}],
        },
    }
    design, errors = read_document(document)
    assert design is not None, errors
    return design


def _service(name: str) -> dict[str, Any]:
    parameters = {"instances": 3, "slots": 2, "service_ms_mean": 8, "distribution": "exponential", "queue_limit": 200}
    return {"id": name, "type": "service", "parameters": parameters | {"holds_slot_while_calling": False}}


def _calls(draw: random.Random, names: list[str]) -> list[dict[str, Any]]:
    """A tree over all services, then more calls to its leaves (which call nobody) until the number is right."""
    parents = [draw.randrange(max(place // 3, 1)) for place in range(1, CLUSTER_NODES)]
    calls = [(parent, place) for place, parent in enumerate(parents, start=1)]
    inner = sorted(set(parents))
    leaves = [place for place in range(CLUSTER_NODES) if place not in inner]
    while len(calls) < CLUSTER_CALLS - 1:
        call = (draw.choice(inner), draw.choice(leaves))
        # A leaf called by a service that is itself called once adds exactly one call a request.
        if call not in calls:
            calls.append(call)
    return [{"from": names[a], "to": names[b], "order": 1 + draw.randrange(3), **_policy()} for a, b in sorted(calls)]


def _policy() -> dict[str, Any]:
    retry = {"attempts": 2, "backoff": 0.01}
    return {"timeout": 2.0, "delay": 0.0005, "balancing": "choice_of_two", "retry": retry}


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
