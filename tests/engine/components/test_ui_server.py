from tests.engine.components.recorder import explained, lowered


def test_a_ui_server_hands_out_bundles_beside_the_requests() -> None:
    assert lowered("ui_server") == {"bundles": {}}


def test_it_says_who_still_runs_an_old_bundle() -> None:
    assert explained("ui_server", {"controller": {"share_old": 0.125}}) == [
        "12 % of the apps still ran an old bundle of it when the run ended."
    ]
    assert explained("ui_server", {}) == ["At the end every app ran the bundle that it hands out."]
