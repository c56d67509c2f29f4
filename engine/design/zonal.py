"""Caches with replicas by zone: what they cannot be besides."""

from __future__ import annotations

from typing import Any, cast

from engine.design.discovery import component_types
from engine.design.fleets import Counted
from engine.design.model import Component, Design, DesignError
from engine.design.rows import ONCE, PLAIN, Refilling, Rows, Zonal


class Cached(Counted):
    """Rows of which only what a cache says of replicas and of guarding is kept."""

    zonal: Zonal = ONCE
    refilling: Refilling = PLAIN

    def cache(self, *, zonal: Zonal = ONCE, refilling: Refilling = PLAIN, **_: Any) -> None:
        """The one that says it."""
        self.zonal, self.refilling = zonal, refilling
        self.mechanisms.add("cache")


def check_zonal(design: Design) -> list[DesignError]:
    """Who rebuilds a key is known to one replica, and another one would answer: the two cannot be had together."""
    message = "Choose none, or one replica: replicas do not tell each other who rebuilds a key."
    return [
        DesignError(f"components[{index}].parameters.stampede", message)
        for index, component in enumerate(design.components)
        if _is_both(component)
    ]


def cached_of(component: Component) -> Cached:
    """What a component says of its replicas."""
    told = Cached()
    component_types()[component.type].lower(component, cast(Rows, told))
    return told


def _is_both(component: Component) -> bool:
    if "cache" not in component_types()[component.type].mechanisms:
        return False
    told = cached_of(component)
    return told.zonal.replicas > 1 and told.refilling.guards
