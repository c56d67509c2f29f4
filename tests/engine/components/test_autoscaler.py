from tests.engine.components.recorder import explained, lowered


def test_an_autoscaler_handles_no_requests() -> None:
    assert lowered("autoscaler") == {}


def test_an_autoscaler_says_how_much_it_did() -> None:
    assert explained("autoscaler", {"controller": {"started": 0, "stopped": 0}}) == ["it had nothing to do."]
    told = {"controller": {"started": 4, "stopped": 2}}
    assert explained("autoscaler", told) == ["it started 4 instances and stopped 2."]
