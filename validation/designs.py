"""Builds the documents of validation rows: small things with defaults, so that what a row sets is what it is about."""

from __future__ import annotations

from typing import Any

from engine.design.model import Design
from engine.design.read import read_document

NO_WAIT = {"backoff": 0.0, "jitter": "none"}
"""A retry that comes at once."""


def component(component_id: str, kind: str = "service", **parameters: Any) -> dict[str, Any]:
    """One component of a document."""
    return {"id": component_id, "type": kind, "parameters": parameters}


def connection(caller: str, called: str, **fields: Any) -> dict[str, Any]:
    """One connection of a document."""
    return {"from": caller, "to": called, **fields}


def traffic(source: str = "viewers", rate_per_s: float = 50.0) -> dict[str, Any]:
    """Constant traffic of one source."""
    return {"source": source, "shape": "constant", "parameters": {"rate_per_s": rate_per_s}}


def failure(at_s: float, name: str, target: str, lasts_s: float | None = None, **parameters: Any) -> dict[str, Any]:
    """One entry of a schedule."""
    lasts = {} if lasts_s is None else {"for": lasts_s}
    return {"at": at_s, "failure": name, "target": target, "parameters": parameters, **lasts}


def queue(component_id: str = "service", **parameters: Any) -> dict[str, Any]:
    """A service that is one server with an exponential service time and a queue without limit, but for `parameters`."""
    plain = {"instances": 1, "slots": 1, "queue_limit": -1, "distribution": "exponential"}
    return component(component_id, "service", **{**plain, **parameters})


def design(
    components: list[dict[str, Any]],
    connections: list[dict[str, Any]],
    *,
    duration_s: float,
    rate_per_s: float = 50.0,
    traffics: list[dict[str, Any]] | None = None,
    warm_up_s: float = 0.0,
    quiet_s: float = 0.0,
    **fields: Any,
) -> Design:
    """A design whose viewers send at a constant rate, or with `traffics`. Viewers are added unless they are there.

    They stop sending `quiet_s` before the end, so that what was sent can be over by then.
    """
    named = {each["id"] for each in components}
    viewers = [] if "viewers" in named else [component("viewers", "traffic_source")]
    workload = {"duration": duration_s, "warm_up": warm_up_s, "traffic": traffics or [traffic(rate_per_s=rate_per_s)]}
    schedule = [*fields.pop("schedule", [])]
    if quiet_s:
        schedule.append(failure(duration_s - quiet_s, "change_traffic", "viewers", factor=0.0))
    document = {
        "format": 1,
        "name": "Validation",
        "components": [*viewers, *components],
        "connections": connections,
        "workload": workload,
        "schedule": schedule,
        **fields,
    }
    read, errors = read_document(document)
    assert read is not None, errors
    return read


def one_queue(
    *, rate_per_s: float, duration_s: float, warm_up_s: float = 20.0, balancing: str = "random", **parameters: Any
) -> Design:
    """Viewers before one service named "service", a `queue` with these parameters."""
    return design(
        [queue(**parameters)],
        [connection("viewers", "service", balancing=balancing)],
        rate_per_s=rate_per_s,
        duration_s=duration_s,
        warm_up_s=warm_up_s,
    )
