"""Event bus: a topic of partitions that keeps messages until groups of consumers have taken them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import ACKS, NO_LIMIT, PARTITION_KEYS, Rows, ServiceTime

HOUR_S = 3600.0


def lower(component: Component, rows: Rows) -> None:
    """One instance a partition, which takes 1/rate for each message; what it has handed on is the groups' to do."""
    parameters = component.parameters
    rows.station(
        instances=int(parameters["partitions"]),
        slots=1,
        queue_limit=NO_LIMIT,
        service=ServiceTime("constant", 1.0 / float(parameters["partition_rate"])),
    )
    rows.log(
        key=str(parameters["key"]),
        acks=str(parameters["acks"]),
        is_replicated=int(parameters["rf"]) > 1,
        retention_s=float(parameters["retention_h"]) * HOUR_S,
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy its partitions were."""
    return explain_station(component, row)


COMPONENT = ComponentType(
    name="event_bus",
    label="Event bus",
    family="messages",
    help="A topic: callers publish messages and go on at once; every group of consumers gets each of them later.",
    parameters=(
        Parameter(
            "partitions",
            "Partitions",
            "count",
            12,
            "Parts of the topic. Messages of one partition stay in order, and one consumer of a group takes them.",
            unit="count",
            low=1,
            high=512,
            source="Choice of Backlot: divides among 1, 2, 3, 4, 6 and 12 consumers.",
        ),
        Parameter(
            "partition_rate",
            "Rate of a partition",
            "number",
            1_000.0,
            "Messages a second that a partition can take in and hand on.",
            unit="1/s",
            low=0.1,
            high=1_000_000.0,
            source="Choice of Backlot: about 1 MB/s of messages of 1 kB.",
        ),
        Parameter(
            "key",
            "Key",
            "choice",
            "user",
            "none deals messages to partitions in turn; user by who sent it (many users, none of whom sends much); "
            "title by the key of the request, so that a popular one makes one partition hot.",
            choices=PARTITION_KEYS,
            source="Events of one user must stay in order.",
        ),
        Parameter(
            "rf",
            "Replicas",
            "count",
            2,
            "Brokers that keep each partition.",
            unit="count",
            low=1,
            high=5,
            source="Choice of Backlot: one broker may be lost.",
        ),
        Parameter(
            "acks",
            "Acknowledged by",
            "choice",
            "1",
            "0: a message that is not accepted is lost; 1: its producer keeps it until the leader has it; all: until "
            "the followers have it too, which takes twice as long and loses nothing with a leader.",
            choices=ACKS,
            source="The three settings of Kafka's producers.",
        ),
        Parameter(
            "retention_h",
            "Retention",
            "number",
            24.0,
            "Messages that wait longer than this are dropped when their turn comes. 0 keeps them for ever.",
            unit="h",
            low=0.0,
            high=8_760.0,
            source="A day to repair what consumes them.",
            advanced=True,
        ),
    ),
    lower=lower,
    explain=explain,
    connection_kind="publish",
    calls_only="consumers",
    mechanisms=("station", "log"),
    price=Price(instance_per_h=0.03),
)
