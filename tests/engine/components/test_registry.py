from tests.engine.components.recorder import explained, lowered


def test_a_registry_keeps_lists_and_handles_no_requests() -> None:
    assert lowered("registry") == {"registry": {}}


def test_it_says_how_late_callers_learnt_of_the_dead() -> None:
    assert explained("registry", {"controller": {"detected": 1, "detection_s_mean": 135.2}}) == [
        "Callers learnt from it of 1 dead instance, on average 135 s after the death; until then they went on calling."
    ]


def test_it_says_that_it_held_back_and_whom_it_lost() -> None:
    assert explained("registry", {"controller": {"protected_sweeps": 3, "lost_living": 2}}) == [
        "it evicted nobody in 3 sweeps, because too few renewals came (self-preservation): the dead stayed listed.",
        "it took 2 instances off the list that were alive.",
    ]


def test_a_quiet_one_says_so() -> None:
    assert explained("registry", {}) == ["Nobody died without a word at it."]
