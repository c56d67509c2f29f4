"""Finds kinds by walking the folders of components, controllers, failures, policies, workloads and others.

Design is the lowest room and must not import the kinds above it, yet a document can only be read by someone who knows
them. Kinds are therefore plugins: their folders are walked by name, once, and nothing lists them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from engine.design.control import ControllerType
from engine.design.kinds import (
    BalancingType,
    BuildType,
    ComponentType,
    EvictionType,
    FailureType,
    PolicyType,
    StampedeType,
    WorkloadType,
)
from engine.design.learning import BanditType
from engine.design.watching import DeviceType, NetworkType, PlayerType


@cache
def component_types() -> dict[str, ComponentType]:
    """Every component type by name, in the order of their names."""
    return found("engine.components", "COMPONENT")


@cache
def failure_types() -> dict[str, FailureType]:
    """Every failure type by name, in the order of their names."""
    return found("engine.failures", "FAILURE")


@cache
def policy_types() -> dict[str, PolicyType]:
    """Every type of connection policy by name, in the order of their names."""
    return found("engine.policies", "POLICY")


@cache
def balancing_types() -> dict[str, BalancingType]:
    """Every rule of balancing by name, in the order of their names."""
    return found("engine.balancings", "BALANCING")


@cache
def eviction_types() -> dict[str, EvictionType]:
    """Every way of evicting by name, in the order of their names."""
    return found("engine.evictions", "EVICTION")


@cache
def stampede_types() -> dict[str, StampedeType]:
    """Every way of guarding the rebuilding of keys, by name, in the order of their names."""
    return found("engine.stampedes", "STAMPEDE")


@cache
def workload_types() -> dict[str, WorkloadType]:
    """Every traffic shape by name, in the order of their names."""
    return found("engine.workloads", "WORKLOAD")


@cache
def build_types() -> dict[str, BuildType]:
    """What may be wrong with a new build, by name, in the order of their names."""
    return found("engine.builds", "BUILD")


@cache
def controller_types() -> dict[str, ControllerType]:
    """Every controller by name, in the order of their names."""
    return found("engine.controllers", "CONTROLLER")


@cache
def player_types() -> dict[str, PlayerType]:
    """Every rule of players by name, in the order of their names."""
    return found("engine.players", "PLAYER")


@cache
def bandit_types() -> dict[str, BanditType]:
    """Every rule that learns among choices by name, in the order of their names."""
    return found("engine.bandits", "BANDIT")


@cache
def network_types() -> dict[str, NetworkType]:
    """Every network of access by name, in the order of their names."""
    return found("engine.networks", "NETWORK")


@cache
def device_types() -> dict[str, DeviceType]:
    """Every device by name, in the order of their names."""
    return found("engine.devices", "DEVICE")


def found(package_name: str, constant: str) -> dict[str, Any]:
    """What every file of a folder declares as `constant`, by name, in the order of the names."""
    package = importlib.import_module(package_name)
    kinds: dict[str, Any] = {}
    for module_name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        kind = getattr(importlib.import_module(f"{package_name}.{module_name}"), constant)
        assert kind.name == module_name, f"{package_name}.{module_name} declares the kind {kind.name}"
        kinds[kind.name] = kind
    return kinds
