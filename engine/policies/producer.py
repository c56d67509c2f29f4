"""Producer: how a caller that publishes messages keeps and sends them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

MILLISECOND_NS = 1e6


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A buffer, and the time that messages take to leave it."""
    row.publish(
        room=int(parameters["producer_buffer"]),
        blocks=int(parameters["on_full"] == "block"),
        publish_ns=round(float(parameters["publish_ms"]) * MILLISECOND_NS),
        resend_ns=round(float(parameters["resend_ms"]) * MILLISECOND_NS),
    )


POLICY = PolicyType(
    name="producer",
    label="Producer",
    help="For connections that publish: how many messages may be on their way, and what happens to one more. "
    "A connection without this card takes the defaults.",
    parameters=(
        Parameter(
            "producer_buffer",
            "Buffer",
            "count",
            10_000,
            "Messages that may be on their way to being accepted at the same time.",
            unit="count",
            low=1,
            high=1_000_000,
            source="Choice of Backlot: ten seconds of a busy partition; Kafka's buffer.memory holds 32 MB.",
        ),
        Parameter(
            "on_full",
            "When the buffer is full",
            "choice",
            "drop",
            "drop loses the message and the caller goes on; block makes the caller wait until there is room.",
            choices=("drop", "block"),
            source="Telemetry is dropped rather than allowed to stop a service.",
        ),
        Parameter(
            "publish_ms",
            "Time to publish",
            "number",
            2.0,
            "From handing a message over to its lying in the partition, besides the network delay: batching, sending "
            "and writing. Twice as long when every follower must acknowledge.",
            unit="ms",
            low=0.0,
            high=60_000.0,
            source="Kafka brokers acknowledge within a few milliseconds.",
        ),
        Parameter(
            "resend_ms",
            "Wait before sending again",
            "number",
            100.0,
            "A message that was not accepted stays in the buffer and is sent again after this time. 0 gives up at "
            "once.",
            unit="ms",
            low=0.0,
            high=60_000.0,
            source="Kafka's retry.backoff.ms.",
            advanced=True,
        ),
    ),
    lower=lower,
    publishes=True,
)
