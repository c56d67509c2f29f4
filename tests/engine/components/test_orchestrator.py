from tests import tiny
from tests.engine.components.recorder import explained, lowered


def test_its_deadline_travels_with_its_calls() -> None:
    rows = lowered("orchestrator", total_deadline_ms=400)
    assert rows["deadline"] == {"limit_s": 0.4, "passes_on": True, "cancels": True}
    assert rows["station"]["holds_slot_while_calling"] is False


def test_the_report_says_how_many_requests_ran_out_of_time() -> None:
    row = {"errors": {"deadline_exceeded": 12}, "utilisation": 0.2, "queue": {"mean": 0.0}}
    assert any("12 requests" in text for text in explained("orchestrator", row))


def test_calls_without_a_timeout_have_that_of_a_stage() -> None:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("play", "orchestrator", stage_timeout_ms=40)]
    arrows = [
        tiny.connection("viewers", "play"),
        tiny.connection("play", "a"),
        tiny.connection("play", "b", timeout=2.0),
    ]
    design = tiny.design(components=[*parts, tiny.component("a"), tiny.component("b")], connections=arrows)
    assert {each.id: each.timeout_s for each in design.calls} == {"viewers-play": None, "play-a": 0.04, "play-b": 2.0}
    # The document keeps what was written in it.
    assert {each.id: each.timeout_s for each in design.connections}["play-a"] is None
