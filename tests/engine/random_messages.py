"""Random topics, groups and dead letters beside a random design, small enough that buffers and batches fill."""

from __future__ import annotations

import random
from typing import Any

from engine.design.discovery import balancing_types, component_types
from engine.design.fields import CONNECTION
from tests import tiny

CALLERS = ("traffic_source", "service", "gateway", "isp_edge")


def add_messages(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    types = {each["id"]: each["type"] for each in document["components"]}
    standbys = {each["fallback_to"] for each in document["connections"] if each.get("fallback_to")}
    for connection in document["connections"]:
        kinds = component_types()[types[connection["to"]]].connection_kinds
        may_publish = types[connection["from"]] in CALLERS and kinds == ("call", "publish")
        if may_publish and draw.random() < 0.1 and connection.get("id") not in standbys:
            connection["kind"] = "publish"
            _forget_answers(connection)
            _add_producer(draw, connection)
    if draw.random() < 0.5:
        _add_topic(draw, document)


def _add_topic(draw: random.Random, document: dict[str, Any]) -> None:
    leaves = [each["id"] for each in document["components"] if each["id"].startswith("leaf")]
    producers = [each["id"] for each in document["components"] if each["type"] in ("service", "traffic_source")]
    producers = [each for each in producers if each not in leaves]
    groups = [f"group{place}" for place in range(draw.choice((1, 1, 2)))]
    document["components"].append(_bus(draw, "topic0"))
    buses = ["topic0"]
    if draw.random() < 0.2:
        document["components"].append(_bus(draw, "topic1"))
        buses.append("topic1")
    document["components"] += [_group(draw, each) for each in groups]
    for bus in buses:
        document["connections"] += [_publish(draw, draw.choice(producers), bus)]
        document["connections"] += [tiny.connection(bus, each, delay=draw.choice((0.0, 0.002))) for each in groups]
    if len(groups) > 1 or draw.random() < 0.6:
        rate = draw.choice((0.0, 20.0, 200.0))
        document["components"].append(tiny.component("letters", "dead_letter_queue", replay_rate=rate))
        document["connections"].append(tiny.connection(groups[0], "letters", delay=draw.choice((0.0, 0.001))))
    for group in groups:
        if draw.random() < 0.5:
            sink = tiny.connection(group, draw.choice(leaves), timeout=draw.choice((0.004, 0.05)))
            document["connections"].append(sink | {"delay": draw.choice((0.0, 0.001))})


def _bus(draw: random.Random, name: str) -> dict[str, Any]:
    return tiny.component(
        name,
        "event_bus",
        partitions=draw.choice((1, 2, 5)),
        partition_rate=draw.choice((30.0, 200.0, 1e6)),
        key=draw.choice(("none", "user", "title")),
        acks=draw.choice(("0", "1", "all")),
        rf=draw.choice((1, 2)),
        retention_h=draw.choice((0.0, 24.0, 0.1 / 3600.0)),
    )


def _group(draw: random.Random, name: str) -> dict[str, Any]:
    return tiny.component(
        name,
        "consumer_group",
        consumers=draw.choice((1, 1, 2, 7)),
        process_ms=draw.choice((0.1, 5.0, 20.0)),
        distribution=draw.choice(("constant", "exponential")),
        batch=draw.choice((1, 4, 500, 500)),
        commit=draw.choice(("after", "after", "after", "before", "exactly_once")),
        retries=draw.choice((0, 0, 1, 3)),
        dlq=draw.random() < 0.7,
        poison_p=draw.choice((0.0, 0.1, 0.3)),
        rebalance_pause_s=draw.choice((0.0, 0.05, 0.2)),
        session_timeout_s=1.0,
    )


def _publish(draw: random.Random, producer: str, bus: str) -> dict[str, Any]:
    connection = tiny.connection(producer, bus, order=draw.randrange(1, 9), delay=draw.choice((0.0, 0.001)))
    _add_producer(draw, connection)
    return connection


def _forget_answers(connection: dict[str, Any]) -> None:
    """What means nothing without an answer."""
    for each in CONNECTION:
        if each.for_answers:
            connection.pop(each.name, None)
    connection.pop("policies", None)
    if "balancing" in connection and balancing_types()[connection["balancing"]].for_calls:
        del connection["balancing"]


def _add_producer(draw: random.Random, connection: dict[str, Any]) -> None:
    if draw.random() < 0.7:
        connection.setdefault("policies", {})["producer"] = {
            "producer_buffer": draw.choice((1, 3, 10_000)),
            "on_full": draw.choice(("drop", "block")),
            "publish_ms": draw.choice((0.0, 2.0, 30.0)),
            "resend_ms": draw.choice((0.0, 10.0)),
        }
