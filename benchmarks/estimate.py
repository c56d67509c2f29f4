"""CPU time of an estimate of 600 components with 1,000 connections, caches and retries among them."""

from __future__ import annotations

import random
import time
from typing import Any

from benchmarks.figures import Figures
from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.read import read_document
from engine.estimate.caching import hits
from engine.estimate.estimate import estimate
from engine.estimate.popularity import Bins
from engine.estimate.result import Estimate
from engine.theory import che, mmc
from engine.theory.zipf import popularity

REPEATS = 40
COMPONENTS = 600
CONNECTIONS = 1_000


def main() -> None:
    """The least of several rounds counts: what lies above it is other work on the machine."""
    figures = Figures()
    _against_erlang()
    for name, rate_per_s, ceiling_ms in (("calm", 200.0, 50.0), ("overloaded, with retries", 20_000.0, 1_000.0)):
        design = wide(rate_per_s)
        best_ms, found = _timed(design)
        print(
            f"  {name}: {len(design.components)} components, {len(design.connections)} connections,"
            f" settled {found.settled}, {sum(each.overloaded for each in found.components.values())} overloaded"
        )
        figures.at_most(f"estimate of 600 components, {name}", best_ms, ceiling_ms, "ms")
    figures.at_most("hit ratio of a million keys", _cache_ms(), 2.0, "ms")
    figures.write()


def wide(rate_per_s: float) -> Design:
    """Six hundred components in layers, each calling into those behind it; a tenth of them caches before stores."""
    draw = random.Random(601)
    caches, stores = [f"cache{place}" for place in range(60)], [f"store{place}" for place in range(60)]
    services = [f"service{place:03}" for place in range(COMPONENTS - 122)]
    parts: list[dict[str, Any]] = [
        {"id": "viewers", "type": "traffic_source", "parameters": {"keys_count": 1_000_000}},
        {"id": "gateway", "type": "gateway", "parameters": {"slots": 64}},
    ]
    parts += [{"id": each, "type": "service", "parameters": {"queue_limit": 200}} for each in services]
    parts += [{"id": each, "type": "cache", "parameters": {"capacity_items": 50_000}} for each in caches]
    parts += [{"id": each, "type": "store", "parameters": {"slots": 16}} for each in stores]
    calls: list[dict[str, Any]] = [{"from": "viewers", "to": "gateway"}]
    calls += [_call("gateway", each, share=1.0 / 30.0) for each in services[:30]]
    calls += [
        _call(services[draw.randrange(max(place // 4, 1))], services[place]) for place in range(30, len(services))
    ]
    for cache, store, reader in zip(caches, stores, services[-60:], strict=True):
        calls += [_call(reader, cache, order=1), _call(reader, store, order=2, on_miss=cache)]
    seen = {(each["from"], each["to"]) for each in calls}
    while len(calls) < CONNECTIONS:
        place = draw.randrange(30, len(services) - 60)
        pair = services[place], services[draw.randrange(place + 1, len(services))]
        if pair not in seen:
            seen.add(pair)
            calls.append(_call(*pair, probability=0.1, order=draw.randrange(3, 5)))
    return _read(
        {"format": 1, "name": "Wide", "components": parts, "connections": calls, "workload": _workload(rate_per_s)}
    )


def _call(caller: str, called: str, **fields: Any) -> dict[str, Any]:
    policy = {"timeout": 2.0, "delay": 0.0005, "retry": {"attempts": 2}}
    return {"from": caller, "to": called, **policy, **fields}


def _workload(rate_per_s: float) -> dict[str, Any]:
    return {
        "duration": 60,
        "traffic": [{"source": "viewers", "shape": "constant", "parameters": {"rate_per_s": rate_per_s}}],
    }


def _read(document: dict[str, Any]) -> Design:
    design, errors = read_document(document)
    assert design is not None, errors
    assert not check_runnable(design)
    return design


def _timed(design: Design) -> tuple[float, Estimate]:
    best_s, found = float("inf"), estimate(design)
    for _ in range(REPEATS):
        began = time.process_time()
        found = estimate(design)
        best_s = min(best_s, time.process_time() - began)
    return best_s * 1e3, found


def _against_erlang() -> None:
    parts: list[dict[str, Any]] = [{"id": "viewers", "type": "traffic_source"}]
    queue = {"instances": 1, "slots": 10, "queue_limit": -1, "service_ms_mean": 100, "distribution": "exponential"}
    parts.append({"id": "station", "type": "service", "parameters": queue})
    calls = [{"from": "viewers", "to": "station"}]
    document = {"format": 1, "name": "Erlang", "components": parts, "connections": calls, "workload": _workload(80.0)}
    waiting = (estimate(_read(document)).components["station"].queue_mean or 0.0) / 80.0
    theory = mmc.wait_s_mean(10, 80.0, 10.0)
    print(f"  M/M/10 at 80 %: theory waits {theory * 1e3:.3f} ms, estimated {waiting * 1e3:.3f} ms")


def _cache_ms() -> float:
    bins = Bins([1_000_000])
    rates = 100.0 * bins.shares(1_000_000, 0.9)
    best_s = float("inf")
    for _ in range(REPEATS):
        began = time.process_time()
        found = hits(rates, bins.counts, 100_000, 0.0, False, 1.0)
        best_s = min(best_s, time.process_time() - began)
    exact = che.hit_ratio(popularity(1_000_000, 0.9), 100_000)
    print(f"  a million keys, 100,000 of them held: exact sum {exact:.6f}, in bins {found.overall:.6f}")
    return best_s * 1e3


if __name__ == "__main__":
    main()
