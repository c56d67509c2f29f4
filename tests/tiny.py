"""Makes small things with defaults, so that what a test sets is what it is about."""

from __future__ import annotations

from typing import Any

from engine.design.model import Design
from engine.design.read import read_document
from validation.designs import component, connection, traffic

__all__ = ["component", "connection", "design", "document", "traffic"]


def document(*, rate_per_s: float = 50.0, duration_s: float = 10.0, **fields: Any) -> dict[str, Any]:
    """The document of the smallest design that runs: viewers who call one service."""
    smallest = {
        "format": 1,
        "name": "Tiny",
        "components": [component("viewers", "traffic_source"), component("service")],
        "connections": [connection("viewers", "service")],
        "workload": {"duration": duration_s, "traffic": [traffic(rate_per_s=rate_per_s)]},
    }
    return {**smallest, **fields}


def design(**changes: Any) -> Design:
    """The design of `document(**changes)`, which must be a valid one."""
    read, errors = read_document(document(**changes))
    assert read is not None, errors
    return read
