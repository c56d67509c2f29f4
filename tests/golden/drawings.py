"""What golden runs are made of: every design that is shipped, the start and the right answers of every item, and small
drawings of kinds of components that none of them has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from content.library import library
from engine.design.discovery import component_types
from engine.design.model import Design
from engine.design.read import read_text
from tests import tiny
from tests.engine.controlled import controlled

SHIPPED = Path(__file__).resolve().parents[2] / "content" / "designs"


def drawings() -> Iterator[tuple[str, Design]]:
    """Each with a name that says where it is from."""
    for file in sorted(SHIPPED.glob("*.yaml")):
        design, errors = read_text(file.read_bytes())
        assert design is not None, errors
        if design.workload.traffic:
            yield f"design {file.stem}", design
    for item in library().items:
        for name in ("start", *item.exemplars):
            yield f"{item.kind} {item.slug}: {name}", item.designs[name]
    yield from small()


def small() -> Iterator[tuple[str, Design]]:
    """Kinds that act on others beside a service, and those that are called."""
    for name, kind in component_types().items():
        if kind.controller:
            yield f"kind {name}", controlled(name)
    yield "kind orchestrator", orchestrated()
    yield "kind local_cache", remembered()


def orchestrated() -> Design:
    """Two stages side by side, the second of which is often too slow for its timeout."""
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("play", "orchestrator", stage_timeout_ms=40),
        tiny.component("rights", instances=2),
        tiny.component("rows", service_ms_mean=30.0),
    ]
    arrows = [
        tiny.connection("viewers", "play"),
        tiny.connection("play", "rights"),
        tiny.connection("play", "rows", optional=True),
    ]
    return tiny.design(components=parts, connections=arrows)


def remembered() -> Design:
    """Keys in the memory of three instances, and a store behind them."""
    parts = [
        tiny.component("viewers", "traffic_source", keys_count=500, zipf_alpha=0.8),
        tiny.component("service", instances=3),
        tiny.component("memory", "local_cache", capacity_items=50, ttl_s=2.0),
        tiny.component("store", "store", shards=2),
    ]
    arrows = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "memory", order=1),
        tiny.connection("service", "store", order=2, on_miss="memory"),
    ]
    return tiny.design(components=parts, connections=arrows, rate_per_s=100.0)
