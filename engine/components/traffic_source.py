"""Traffic source: viewers who send requests whether or not answers come, or who wait for each (closed loop)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.findings import explain_source
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import CLASSES, PROCESSES, Rows
from engine.design.wishes import popularity_parameters, wishes_of

LEAST_CYCLE_S = 0.001
"""Between two requests of one user, as the kernel keeps it."""


def lower(component: Component, rows: Rows) -> None:
    """One source; its rate comes from the traffic of the workload, or from its users."""
    parameters = component.parameters
    process, burstiness = str(parameters["process"]), float(parameters["burstiness"])
    is_closed = process == "closed"
    rows.source(
        request_class=str(parameters["request_class"]),
        process="poisson" if process == "mmpp" and burstiness == 1.0 else process,
        keys_count=int(parameters["keys_count"]),
        zipf_alpha=float(parameters["zipf_alpha"]),
        priority=str(parameters["priority"]),
        burstiness=burstiness if process == "mmpp" else 1.0,
        users=int(parameters["users"]) if is_closed else 0,
        think_s=float(parameters["think_s"]) if is_closed else 0.0,
        people=int(parameters["people"]),
        absent_ratio=float(parameters["absent_ratio"]),
        wishes=wishes_of(parameters),
    )


def own_rate_per_s(component: Component) -> float | None:
    """What users send who are answered at once; None for a source that follows the workload."""
    parameters = component.parameters
    if parameters["process"] != "closed":
        return None
    return int(parameters["users"]) / max(float(parameters["think_s"]), LEAST_CYCLE_S)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What viewers got."""
    return explain_source(component, row)


COMPONENT = ComponentType(
    name="traffic_source",
    label="Viewers",
    family="traffic",
    help="People (or devices) who send requests, whether or not earlier answers came back, or one after another.",
    parameters=(
        Parameter(
            "process",
            "Arrivals",
            "choice",
            "poisson",
            "poisson: independent people, whose requests come in clumps. even: one request after another, equal gaps. "
            "mmpp: bursts and lulls. closed: a fixed number of users, each of whom waits for the answer and thinks "
            "before asking again; the shape of the traffic is not used then.",
            choices=PROCESSES,
            source="Independent arrivals of many people form a Poisson process (Palm-Khintchine theorem).",
        ),
        Parameter(
            "burstiness",
            "Burstiness (mmpp)",
            "number",
            1.0,
            "Index of dispersion: the variance of counts over long times over their mean. 1 is a Poisson process.",
            unit="",
            low=1.0,
            high=20.0,
            source="A Poisson process has the index 1; choice of Backlot: no bursts unless asked for.",
            advanced=True,
        ),
        Parameter(
            "users",
            "Users (closed)",
            "count",
            50,
            "How many there are; each has at most one request under way.",
            unit="count",
            low=1,
            high=20_000,
            source="Choice of Backlot: as many as one small service can serve.",
            advanced=True,
        ),
        Parameter(
            "think_s",
            "Thinking time (closed)",
            "number",
            1.0,
            "Mean time between the end of a request and the next one of the same user, exponential.",
            unit="s",
            low=0.0,
            high=600.0,
            source="Choice of Backlot: somebody who clicks through pages quickly.",
            advanced=True,
        ),
        Parameter(
            "request_class",
            "Class of requests",
            "choice",
            "play",
            "Name under which the report counts these requests.",
            choices=("play", "browse", "search", "renew", "prefetch", "other"),
            source="The commonest request of a streaming service is a press on play.",
        ),
        Parameter(
            "priority",
            "Priority",
            "choice",
            "critical",
            "How dear these requests are, and all work below them: what a person waits for is critical, a prefetch is "
            "degraded, what can be done again later is best_effort or bulk. Components that shed or queue by priority "
            "look at it.",
            choices=CLASSES,
            source="Somebody waits for the answer; criticalities as in B. Beyer et al., Site Reliability Engineering, "
            "2016, chapter 21.",
            advanced=True,
        ),
        Parameter(
            "keys_count",
            "Titles",
            "count",
            5_000,
            "How many different titles (keys) requests ask for.",
            unit="count",
            low=1,
            high=1_000_000,
            source="A large video catalogue has some thousands of titles.",
        ),
        Parameter(
            "zipf_alpha",
            "Popularity exponent",
            "number",
            0.8,
            "How unequal titles are: 0 makes all equally popular, 1 means the second gets half of the first.",
            unit="",
            low=0.0,
            high=2.0,
            source="Exponents of 0.8 to 1.2 are reported for video (Cha and others, IMC 2007); 0.8 caches worst.",
        ),
        Parameter(
            "absent_ratio",
            "Titles that do not exist",
            "number",
            0.0,
            "The share of the titles that are asked for and do not exist (old links, typing errors). They are answered "
            "as others are, and caches remember that only for the time to live of absent keys. Where sources differ, "
            "the largest share holds.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: all titles exist unless asked for.",
            advanced=True,
        ),
        *popularity_parameters(),
        Parameter(
            "people",
            "People",
            "count",
            10_000,
            "How many people send these requests, each as often as any other. Only calls that are routed by user look "
            "at who sends.",
            unit="count",
            low=1,
            high=100_000_000,
            source="Choice of Backlot: enough that nobody matters by himself.",
            advanced=True,
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    mechanisms=("source",),
    own_rate_per_s=own_rate_per_s,
)
