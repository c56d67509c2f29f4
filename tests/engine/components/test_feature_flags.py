from tests.engine.components.recorder import explained, lowered


def test_feature_flags_handle_no_requests() -> None:
    assert lowered("feature_flags") == {}


def test_feature_flags_say_where_the_flag_stands() -> None:
    assert explained("feature_flags", {"controller": {"share_on": 0.2}}) == ["it has its flag on for 20 % of requests."]
    told = {"controller": {"share_on": 0.0, "was_taken_back": True}}
    assert explained("feature_flags", told) == ["it took its flag back because of failures."]
