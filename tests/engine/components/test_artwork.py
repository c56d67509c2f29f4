from __future__ import annotations

from tests.engine.components.recorder import explained, lowered

TOLD = {"impressions": 10_000, "take_ratio": 0.083, "random_ratio": 0.065, "best_ratio": 0.09, "regret": 70.0}


def test_it_handles_no_requests() -> None:
    assert lowered("artwork") == {"learner": {}}


def test_it_says_what_learning_brought_and_cost() -> None:
    assert explained("artwork", {"controller": TOLD}) == [
        "it showed 10,000 pictures, of which 8.3 % were taken; any picture gives 6.5 %, the best for everyone 9 %. "
        "Learning cost 70 takes."
    ]
    assert explained("artwork", {}) == ["it showed nothing."]
