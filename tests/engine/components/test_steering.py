from engine.design.carriers import SteeringPlan
from engine.design.discovery import component_types
from tests.engine.components.recorder import explained, lowered, made


def test_it_handles_no_requests() -> None:
    assert lowered("steering") == {}


def test_it_weighs_nearness_room_and_content() -> None:
    guiding = component_types()["steering"].guiding
    assert guiding is not None
    plan = guiding(made("steering", load=0.5, candidates=2))
    assert plan == SteeringPlan(60.0, 60.0, 2, 0.6, 0.5, 0.1)


def test_it_says_why_the_first_choice_was_not_taken() -> None:
    told = {"asked": 1000, "reranked": 3, "content_misses": 120, "health_misses": 20}
    assert explained("steering", {"controller": told}) == [
        "it sent 3 new rankings; the first choice lacked the title for 12.0% of the segments, and was down for 2.0%."
    ]
    assert explained("steering", {}) == ["Nobody asked it for an edge."]
