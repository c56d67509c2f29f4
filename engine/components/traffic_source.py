"""Traffic source: viewers who send requests whether or not the answers come (open loop)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.findings import explain_source
from engine.design.kinds import CLASSES, ComponentType, Finding, Parameter, Rows
from engine.design.model import Component


def lower(component: Component, rows: Rows) -> None:
    """One source; its rate comes from the traffic of the workload."""
    parameters = component.parameters
    rows.source(
        request_class=str(parameters["request_class"]),
        process=str(parameters["process"]),
        keys_count=int(parameters["keys_count"]),
        zipf_alpha=float(parameters["zipf_alpha"]),
        priority=str(parameters["priority"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What viewers got."""
    return explain_source(component, row)


COMPONENT = ComponentType(
    name="traffic_source",
    label="Viewers",
    family="traffic",
    help="People (or devices) who send requests, whether or not earlier answers came back.",
    parameters=(
        Parameter(
            "process",
            "Arrivals",
            "choice",
            "poisson",
            "poisson: independent people, whose requests come in clumps. even: one request after another, equal gaps.",
            choices=("poisson", "even"),
            source="Independent arrivals of many people form a Poisson process (Palm-Khintchine theorem).",
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
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    mechanisms=("source",),
)
