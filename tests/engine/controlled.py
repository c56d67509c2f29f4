"""A small design in which a controller has something to do: it watches, changes or is the second of two components."""

from __future__ import annotations

from typing import Any

from engine.design.discovery import component_types
from engine.design.model import Design
from tests import tiny

TOLD: dict[str, dict[str, Any]] = {
    "autoscaler": {"window_s": 2.0, "eval_s": 1.0, "boot_s": 2.0, "max": 5},
    "cache_warmer": {"dump_every_s": 2.0, "copy_per_s": 50.0},
    "chaos_monkey": {"mean_days": 1.0, "day_s": 2.0, "replace_s": 0.5},
    "deployment": {"strategy": "canary", "at_s": 3.0, "duration_s": 10.0, "look_s": 1.0, "boot_s": 1.0},
    "experiment": {"at_s": 3.0, "duration_s": 10.0, "look_s": 1.0, "boot_s": 1.0},
    "feature_flags": {"on_at_s": 2.0, "propagation_s": 5.0, "look_s": 1.0, "effect": "fails_often"},
    "traffic_manager": {"ttl_s": 5.0, "health_interval_s": 1.0},
}


def controlled(name: str) -> Design:
    """Viewers, a service that loses instances after six seconds, and a component of this type; twenty seconds."""
    kind = component_types()[name]
    if kind.controls == ("cache",):
        return _with_cache(name)
    is_part = "station" in kind.mechanisms
    is_alone = not (is_part or kind.can_call)
    arrow = ("service", "control") if is_part else ("control", "service")
    share: dict[str, Any] = {"share": 1.0} if name == "traffic_manager" else {}
    return tiny.design(
        components=[
            *(tiny.component("viewers", "traffic_source"), tiny.component("service")),
            tiny.component("control", name, **TOLD.get(name, {})),
        ],
        connections=[tiny.connection("viewers", "service"), *([] if is_alone else [tiny.connection(*arrow, **share)])],
        schedule=[
            {
                "at": 6.0,
                "failure": "kill_instances",
                "target": "service" if is_alone else arrow[1],
                "parameters": {"count": 9},
            }
        ],
        duration_s=20.0,
    )


def _with_cache(name: str) -> Design:
    """Viewers, a service with a cache that is emptied after six seconds, and what looks after it; twenty seconds."""
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=500),
            tiny.component("service"),
            tiny.component("cache", "cache", capacity_items=300, ttl_s=0, shards=2),
            tiny.component("store", "store"),
            tiny.component("control", name, **TOLD.get(name, {})),
        ],
        connections=[
            tiny.connection("viewers", "service"),
            tiny.connection("service", "cache", order=1),
            tiny.connection("service", "store", order=2, on_miss="cache"),
            tiny.connection("control", "cache"),
        ],
        schedule=[{"at": 6.0, "failure": "flush_cache", "target": "cache"}],
        duration_s=20.0,
    )
