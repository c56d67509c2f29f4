from __future__ import annotations

from tests.engine.components.recorder import explained, lowered

TOLD = {"pages": 1_000, "take_ratio": 0.7, "age_h_mean": 12.0, "compute_hours": 2.5, "fallback_ratio": 0.1}


def test_it_handles_no_requests() -> None:
    assert lowered("recommender") == {"learner": {}}


def test_it_says_what_was_taken_and_how_fresh_it_was() -> None:
    assert explained("recommender", {"controller": TOLD}) == [
        "70 % of 1,000 pages of it led to a play; what they knew was 12 h old on average."
        " They cost 2.5 h of computing.",
        "10 % of the pages of it were a substitute.",
    ]
    assert explained("recommender", {}) == ["Nobody asked it for a page."]
