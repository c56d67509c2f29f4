"""What a run is expected to cost, before it starts."""

from __future__ import annotations

from dataclasses import dataclass

from engine.design import limits
from engine.design.discovery import component_types, workload_types
from engine.design.graph import callers_first, calls_by_caller
from engine.design.model import Connection, Design, DesignError
from engine.design.rate import requests_expected
from engine.design.replicas import with_copies

BEYOND_ALL_LIMITS = 1e15
"""Calls are not counted further: a fan-out of fan-outs would leave the range of numbers."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Expected numbers of a whole run.

    `requests` are sent by sources, `calls` are the first attempts of all connections while everything is well and every
    cache misses, `calls_at_most` are the calls when every attempt of every call fails and is tried again.
    """

    requests: float
    calls: float
    calls_at_most: float


def estimate(design: Design) -> Cost:
    """The expected cost of a run of `design`, scheduled failures not counted. There must be no circle of calls."""
    requests = requests_by_source(design)
    calls = sum(_calls(design, requests, with_retries=False).values())
    calls_at_most = sum(_calls(design, requests, with_retries=True).values())
    return Cost(requests=sum(requests.values()), calls=calls, calls_at_most=calls_at_most)


def check_cost(design: Design) -> list[DesignError]:
    """An error at the field that asks most, when a run or one of its requests would make too many calls."""
    requests = requests_by_source(design)
    sent = sum(requests.values())
    made = _calls(design, requests, with_retries=False)
    calls = sum(made.values())
    if sent and calls / sent > limits.REQUEST_CALLS:
        return [_too_many_calls_a_request(design, made, calls / sent)]
    if sent + calls > limits.RUN_CALLS:
        return [_too_many_requests(design, requests, calls / sent)]
    return []


def _too_many_calls_a_request(design: Design, made: dict[str, float], calls_each: float) -> DesignError:
    index = max(range(len(design.connections)), key=lambda each: made.get(design.connections[each].id, 0.0))
    message = (
        f"Draw fewer calls: one request makes {calls_each:,.0f} of them, most over this connection; "
        f"{limits.REQUEST_CALLS:,} is the limit."
    )
    return DesignError(f"connections[{index}]", message)


def _too_many_requests(design: Design, requests: dict[str, float], calls_each: float) -> DesignError:
    greatest = max(requests, key=lambda source: requests[source])
    message = (
        f"Lower the rate or shorten the run: {sum(requests.values()):,.0f} requests with {calls_each:,.1f} calls each "
        f"are more than the {limits.RUN_CALLS:,} that a run may make."
    )
    return DesignError(_path_of_rate(design, greatest), message)


def _path_of_rate(design: Design, source: str) -> str:
    """Where the document says how much a source sends."""
    for index, component in enumerate(design.components):
        if component.id == source and component_types()[component.type].own_rate_per_s(component) is not None:
            return f"components[{index}].parameters"
    index = next(index for index, each in enumerate(design.workload.traffic) if each.source == source)
    return f"workload.traffic[{index}].parameters"


def requests_by_source(design: Design) -> dict[str, float]:
    """Requests that each source is expected to send: the integral of its rate over the run, or the most that its users
    can send."""
    duration_s = design.workload.duration_s
    expected: dict[str, float] = {}
    for traffic in design.workload.traffic:
        curve = workload_types()[traffic.shape].curve(traffic.parameters, duration_s)
        expected[traffic.source] = requests_expected(curve, duration_s)
    for component in design.components:
        own_per_s = component_types()[component.type].own_rate_per_s(component)
        if own_per_s is not None:
            expected[component.id] = own_per_s * duration_s
    return expected


def _calls(design: Design, requests: dict[str, float], *, with_retries: bool) -> dict[str, float]:
    """Calls over each connection, from the callers down."""
    calls = calls_by_caller(with_copies(design))
    visits = dict.fromkeys(calls, 0.0)
    visits.update({source: count for source, count in requests.items() if source in visits})
    made: dict[str, float] = {}
    for component in callers_first(calls):
        for connection in calls[component]:
            attempts = connection.retry.attempts if with_retries else 1
            made[connection.id] = min(visits[component] * _chance(connection) * attempts, BEYOND_ALL_LIMITS)
            visits[connection.target] += made[connection.id]
    return made


def _chance(connection: Connection) -> float:
    """Calls that a caller makes over a connection, on average; substitutes count as if they were always made."""
    chance = connection.probability if connection.share is None else connection.share
    return chance * connection.copies * connection.times
