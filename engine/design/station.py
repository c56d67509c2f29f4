"""What components with a station have in common: parameters and lowering."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.design import pace, shedding
from engine.design.kinds import Parameter
from engine.design.model import Component
from engine.design.numbers import numbers_of
from engine.design.rows import DISCIPLINES, NO_LIMIT, Rows, ServiceTime


def instances(
    default: int, help_text: str, source: str, *, name: str = "instances", label: str = "Instances"
) -> Parameter:
    """How many equal copies there are."""
    return Parameter(name, label, "count", default, help_text, unit="count", low=1, high=10_000, source=source)


def slots(default: int, help_text: str, source: str) -> Parameter:
    """How many requests an instance serves at once."""
    return Parameter(
        "slots", "Slots per instance", "count", default, help_text, unit="count", low=1, high=20_000, source=source
    )


def queue_limit(default: int, source: str) -> Parameter:
    """How many requests may wait at an instance."""
    return Parameter(
        "queue_limit",
        "Queue limit per instance",
        "count",
        default,
        "Requests that may wait at an instance; one more is refused at once (shed). -1 means no limit.",
        unit="count",
        low=NO_LIMIT,
        high=100_000,
        source=source,
    )


def time_ms(name: str, label: str, default: float, help_text: str, source: str) -> Parameter:
    """A mean time of service in milliseconds."""
    return Parameter(name, label, "number", default, help_text, unit="ms", low=0.001, high=60_000.0, source=source)


def distribution(default: str, source: str) -> Parameter:
    """How service times spread around their mean."""
    return Parameter(
        "distribution",
        "Spread of service times",
        "choice",
        default,
        "How service times spread around their mean. lognormal, gamma and two_point also take the variability; trace "
        "takes mean and spread from the measured times.",
        choices=("constant", "exponential", "lognormal", "gamma", "two_point", "trace"),
        source=source,
        advanced=True,
    )


def variability(default: float, source: str) -> Parameter:
    """Squared coefficient of variation of service times."""
    return Parameter(
        "cv2",
        "Variability",
        "number",
        default,
        "Variance of service times divided by their squared mean: 0 is constant, 1 is like exponential, 4 is bursty.",
        unit="",
        low=0.01,
        high=100.0,
        source=source,
        advanced=True,
    )


def measured_times() -> Parameter:
    """Service times that somebody measured."""
    return Parameter(
        "measured_ms",
        "Measured times (trace)",
        "numbers",
        "8, 9, 10, 10, 11, 12, 13, 15, 22, 60",
        "Times in milliseconds, up to 500 of them, with commas between. Each service takes one of them, all equally "
        "often.",
        unit="ms",
        low=0.0,
        high=60_000.0,
        source="Choice of Backlot: a few quick ones and one that is slow.",
        advanced=True,
    )


def error_ratio(default: float, source: str) -> Parameter:
    """Share of requests that fail by themselves."""
    return Parameter(
        "error_ratio",
        "Errors",
        "number",
        default,
        "Share of requests that fail after they were served.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source=source,
        advanced=True,
    )


def queue_rules() -> tuple[Parameter, ...]:
    """In which order requests are served, and whether those are dropped that nobody waits for any more."""
    return (
        Parameter(
            "discipline",
            "Order of the queue",
            "choice",
            "fifo",
            "fifo serves who came first; lifo who came last, so that under overload some are served in time; priority "
            "serves the dearest class first, and within a class who came first; adaptive_lifo is fifo until the queue "
            "has not been empty for a while; processor_sharing serves all at once and shares the slots out evenly.",
            choices=DISCIPLINES,
            source="First come, first served is what connection pools and listen queues do.",
            advanced=True,
        ),
        Parameter(
            "lifo_after_ms",
            "Newest first after",
            "number",
            100.0,
            "How long an adaptive_lifo queue has not been empty before newcomers are put in front.",
            unit="ms",
            low=0.0,
            high=60_000.0,
            source="B. Maurer, Fail at Scale, ACM Queue 13, 2015: 100 ms is the interval of its controlled delay, "
            "which goes with adaptive LIFO.",
            advanced=True,
        ),
        Parameter(
            "deadline_drop",
            "Drop of late requests",
            "choice",
            "off",
            "at_head: a request whose turn comes too late for its caller's timeout is dropped instead of served.",
            choices=("off", "at_head"),
            source="Most servers do not know how long their callers wait.",
            advanced=True,
        ),
        Parameter(
            "deadline_margin_ms",
            "Margin before the deadline",
            "number",
            0.0,
            "A request counts as late when less than this is left. Choose the service time's p95: work that starts "
            "just before the deadline cannot finish in time.",
            unit="ms",
            low=0.0,
            high=5_000.0,
            source="Choice of Backlot: no margin, so that its worth can be tried.",
            advanced=True,
        ),
    )


def service_time(component: Component, mean_ms_name: str) -> ServiceTime:
    """The service times of a component that has a mean in milliseconds, and perhaps a distribution and variability."""
    parameters = component.parameters
    if parameters.get("distribution") == "trace":
        return trace([each / 1000.0 for each in numbers_of(str(parameters["measured_ms"]))])
    return ServiceTime(
        shape=str(parameters.get("distribution", "exponential")),
        mean_s=float(parameters[mean_ms_name]) / 1000.0,
        cv2=float(parameters.get("cv2", 1.0)),
    )


def trace(times_s: Sequence[float]) -> ServiceTime:
    """The law that gives each of these times as often as any other."""
    values = sorted(times_s)
    mean = math.fsum(values) / len(values)
    variance = math.fsum((each - mean) ** 2 for each in values) / len(values)
    return ServiceTime("trace", mean, variance / mean**2 if mean > 0.0 else 0.0, tuple(values))


def lower_station(
    component: Component,
    rows: Rows,
    mean_ms_name: str,
    *,
    instances_name: str = "instances",
    times: int = 1,
    holds_slot: bool = True,
    law: ServiceTime | None = None,
) -> None:
    """Adds the station of a component with the parameters of this file; one instance without `instances_name`, so many
    `times` what it says, and the service times of `law` where the component has a law of its own."""
    parameters = component.parameters
    rows.station(
        instances=times * int(parameters[instances_name]) if instances_name else 1,
        slots=pace.slots(parameters),
        queue_limit=int(parameters["queue_limit"]),
        service=service_time(component, mean_ms_name) if law is None else law,
        error_ratio=float(parameters.get("error_ratio", 0.0)),
        holds_slot_while_calling=holds_slot,
        discipline=str(parameters.get("discipline", "fifo")),
        drops_expired=parameters.get("deadline_drop", "off") == "at_head",
        deadline_margin_s=float(parameters.get("deadline_margin_ms", 0.0)) / 1000.0,
        shedding=shedding.read(parameters),
        lifo_after_s=float(parameters.get("lifo_after_ms", 0.0)) / 1000.0,
        pace=pace.read(parameters),
    )
