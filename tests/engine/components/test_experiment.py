from tests.engine.components.recorder import explained, lowered


def test_an_experiment_handles_no_requests() -> None:
    assert lowered("experiment") == {}


def test_an_experiment_says_what_it_found() -> None:
    def said(**told: object) -> list[str]:
        return explained("experiment", {"controller": told})

    assert said(state="waiting") == ["it is waiting: 0 requests met its fault."]
    assert said(state="finished", exposed=30) == ["it found no harm: 30 requests met its fault."]
    assert said(state="rolled back", exposed=30, detected_s=60.0) == [
        "it was broken off after 60.0 s: 30 requests met its fault and were worse off."
    ]
