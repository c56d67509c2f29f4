from tests.engine.components.recorder import explained, lowered


def test_its_deadline_travels_with_its_calls() -> None:
    rows = lowered("orchestrator", total_deadline_ms=400)
    assert rows["deadline"] == {"limit_s": 0.4, "passes_on": True, "cancels": True}
    assert rows["station"]["holds_slot_while_calling"] is False


def test_the_report_says_how_many_requests_ran_out_of_time() -> None:
    row = {"errors": {"deadline_exceeded": 12}, "utilisation": 0.2, "queue": {"mean": 0.0}}
    assert any("12 requests" in text for text in explained("orchestrator", row))
