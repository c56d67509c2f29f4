from typing import Any

from engine.design.policies import lower_policies
from engine.simulate import start
from tests import tiny


def test_it_tells_how_messages_are_kept_and_sent() -> None:
    row = lower_policies({"producer": {"producer_buffer": 5, "on_full": "block", "publish_ms": 2.0, "resend_ms": 0.0}})
    assert row.publishing == {"room": 5, "blocks": 1, "publish_ns": 2_000_000, "resend_ns": 0}
    assert not row.rules


def test_a_full_buffer_drops_what_comes_and_the_caller_does_not_notice() -> None:
    summary = _summary(producer_buffer=3, publish_ms=100.0)
    link = summary["connections"]["viewers-bus"]
    # Three places for 100 ms each: 30 messages a second of 50.
    assert abs(link["errors"]["dropped"] - 200) <= 3
    assert summary["requests"]["ok"] == summary["requests"]["offered"]


def test_a_buffer_that_blocks_drops_nothing_and_holds_its_callers() -> None:
    summary = _summary(producer_buffer=3, publish_ms=100.0, on_full="block")
    assert not summary["connections"]["viewers-bus"]["errors"]
    # 30 a second get through of 50 for ten seconds.
    assert abs(summary["requests"]["in_flight"] - 200) <= 3


def _summary(**producer: Any) -> dict[str, Any]:
    """50 even messages a second for 10 s into a fast topic."""
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            tiny.component("bus", "event_bus", partition_rate=1e6),
        ],
        connections=[tiny.connection("viewers", "bus", policies={"producer": producer})],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()
