"""Three queueing networks as designs: one queue, ten in a row, and a gateway that asks three services at once.

All times are in units of the mean service of one server (1 for every server), so that peers can be told the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.design.model import Design
from engine.design.read import read_document

SERVICE_MS = 0.1
"""One unit of time in a design: short, so that many customers pass within the longest run that a design may have."""


@dataclass(frozen=True, slots=True)
class Network:
    """Stages that every customer passes in turn; the stations of a stage serve a customer side by side.

    `arrivals` is a rate per unit of time; every stage is a list of stations, each given by its number of servers.
    `mean_stay` is the mean time in the network where theory has one, in units.
    """

    name: str
    arrivals: float
    stages: tuple[tuple[int, ...], ...]
    mean_stay: float | None


ONE_QUEUE = Network("M/M/1", 0.9, ((1,),), 10.0)
TEN_QUEUES = Network("ten M/M/1 in series", 0.9, tuple((1,) for _ in range(10)), 100.0)
FORK_JOIN = Network("gateway, three M/M/2 side by side, join", 0.9, ((1,), (2, 2, 2)), None)
NETWORKS = (ONE_QUEUE, TEN_QUEUES, FORK_JOIN)


def design_of(network: Network, customers: int) -> Design:
    """The network as a design that runs for about so many customers."""
    components: list[dict[str, Any]] = [{"id": "viewers", "type": "traffic_source"}]
    connections = []
    for order, stage in enumerate(network.stages, start=1):
        for place, servers in enumerate(stage):
            name = f"station_{order}_{place}"
            components.append({"id": name, "type": "service", "parameters": _station(servers)})
            connections.append({"from": "viewers", "to": name, "order": order})
    rate_per_s = 1000.0 * network.arrivals / SERVICE_MS
    design, errors = read_document(
        {
            "format": 1,
            "name": network.name,
            "components": components,
            "connections": connections,
            "workload": {
                "duration": max(customers / rate_per_s, 1.0),
                "traffic": [{"source": "viewers", "shape": "constant", "parameters": {"rate_per_s": rate_per_s}}],
            },
        }
    )
    assert design is not None, errors
    return design


def _station(servers: int) -> dict[str, Any]:
    return {
        "instances": 1,
        "slots": servers,
        "queue_limit": -1,
        "distribution": "exponential",
        "service_ms_mean": SERVICE_MS,
    }
