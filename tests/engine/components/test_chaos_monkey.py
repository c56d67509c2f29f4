from tests.engine.components.recorder import explained, lowered


def test_a_chaos_monkey_handles_no_requests() -> None:
    assert lowered("chaos_monkey") == {}


def test_a_chaos_monkey_says_how_often_it_struck() -> None:
    assert explained("chaos_monkey", {"controller": {"kills": 3, "days": 7}}) == [
        "it killed 3 instances in 7 working days."
    ]
