"""Consumer group: workers that share the partitions of an event bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import COMMITS, NO_LIMIT, Rows


def lower(component: Component, rows: Rows) -> None:
    """One server a consumer, shared by the partitions that it owns; partitions come with the topics it reads."""
    parameters = component.parameters
    rows.station(
        instances=int(parameters["consumers"]),
        slots=1,
        queue_limit=NO_LIMIT,
        service=station.service_time(component, "process_ms"),
    )
    rows.consumers(
        count=int(parameters["consumers"]),
        batch=int(parameters["batch"]),
        commit=str(parameters["commit"]),
        retries=int(parameters["retries"]),
        gives_up=bool(parameters["dlq"]),
        poison_ratio=float(parameters["poison_p"]),
        session_timeout_s=float(parameters["session_timeout_s"]),
        pause_s=float(parameters["rebalance_pause_s"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the consumers were."""
    return explain_station(component, row)


COMPONENT = ComponentType(
    name="consumer_group",
    label="Consumer group",
    family="messages",
    help="Takes the messages of event buses, each consumer from partitions of its own, one at a time. What it "
    "publishes or calls is part of the work on a message.",
    parameters=(
        Parameter(
            "consumers",
            "Consumers",
            "count",
            8,
            "Workers. More than there are partitions have nothing to do.",
            unit="count",
            low=1,
            high=512,
            source="Choice of Backlot: fewer than the partitions, so that adding some helps.",
        ),
        station.time_ms(
            "process_ms",
            "Process time",
            1.0,
            "Mean time of work on one message, its calls not counted.",
            "Choice of Backlot: a thousand messages a second and consumer.",
        ),
        station.distribution("constant", "Work on messages varies little; what it calls may vary more."),
        station.variability(1.0, "Used by the spreads that take it."),
        Parameter(
            "batch",
            "Batch",
            "count",
            500,
            "Messages from one commit to the next; a consumer that has nothing to do commits too.",
            unit="count",
            low=1,
            high=100_000,
            source="Kafka's max.poll.records.",
        ),
        Parameter(
            "commit",
            "Commit",
            "choice",
            "after",
            "after: a crash delivers up to a batch again (at least once); before: it loses up to a batch (at most "
            "once); exactly_once: each message is committed together with its effect.",
            choices=COMMITS,
            source="At least once is the default of most stream processors.",
        ),
        Parameter(
            "retries",
            "Retries",
            "count",
            3,
            "How often a failed message is tried again, before any other message of its partition.",
            unit="count",
            low=0,
            high=100,
            source="Choice of Backlot.",
        ),
        Parameter(
            "dlq",
            "Dead letters",
            "flag",
            True,
            "A message that failed too often is set aside, in a connected dead-letter queue if there is one. Without "
            "it, it is tried for ever and blocks its partition.",
            source="Choice of Backlot: on, so that one bad message stops nothing.",
        ),
        Parameter(
            "poison_p",
            "Poison",
            "number",
            0.0,
            "Share of messages that fail whenever they are tried.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="None; try it.",
            advanced=True,
        ),
        Parameter(
            "session_timeout_s",
            "Session timeout",
            "number",
            45.0,
            "How long it takes the group to notice that a consumer is gone.",
            unit="s",
            low=1.0,
            high=300.0,
            source="Kafka's session.timeout.ms.",
            advanced=True,
        ),
        Parameter(
            "rebalance_pause_s",
            "Pause of a rebalance",
            "number",
            5.0,
            "While partitions are dealt anew nobody takes messages.",
            unit="s",
            low=0.0,
            high=300.0,
            source="Stop-the-world rebalances take seconds in groups of this size.",
            advanced=True,
        ),
    ),
    lower=lower,
    explain=explain,
    connection_kind="publish",
    called_by="log",
    mechanisms=("station", "consumers"),
    price=Price(instance_per_h=0.08),
)
