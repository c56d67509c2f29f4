from __future__ import annotations

from tests.engine.components.recorder import explained, lowered

TOLD = {
    "titles": 10,
    "published": 9,
    "late": 2,
    "title_min_mean": 200.0,
    "lost_workers": 3,
    "escapes": 1,
    "given_up": 1,
}


def test_it_handles_no_requests() -> None:
    assert lowered("encode_pipeline") == {"workers": {}}


def test_it_says_what_was_late_and_what_slipped_through() -> None:
    assert explained("encode_pipeline", {"controller": TOLD}) == [
        "it published 9 of 10 titles, 2 late.",
        "A title alone takes 60 to 79 min: the longest chain has 19 min, its work over 200 workers is 60 min. Titles "
        "took 200 min on average, since they wait for each other.",
        "it lost 3 workers in the middle of a task, which was begun again.",
        "1 bad titles (11 %) got past the check of it: viewers will find them.",
        "it gave up 1 titles that were found bad again and again.",
    ]
    assert explained("encode_pipeline", {}) == ["No title came to it."]
