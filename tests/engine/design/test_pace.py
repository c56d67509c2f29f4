from engine.design.pace import RUNTIMES
from engine.design.rows import Pace
from tests.engine.components.recorder import lowered


def test_by_default_service_takes_as_long_as_was_drawn() -> None:
    assert not lowered("service")["station"]["pace"].varies
    assert not lowered("store")["station"]["pace"].varies


def test_only_a_runtime_with_a_stopping_collector_pauses() -> None:
    pauses = {each: lowered("service", runtime=each)["station"]["pace"].pause_s for each in RUNTIMES}
    assert pauses == {"plain": 0.0, "jvm": 0.08, "node": 0.08, "python": 0.0, "go": 0.0}


def test_runtimes_that_run_one_piece_of_code_at_a_time_have_one_slot_that_is_free_during_calls() -> None:
    rows = {each: lowered("service", runtime=each, slots=8)["station"] for each in RUNTIMES}
    assert {each: row["slots"] for each, row in rows.items()} == {"plain": 8, "jvm": 8, "node": 1, "python": 1, "go": 8}
    assert [each for each, row in rows.items() if not row["holds_slot_while_calling"]] == ["node", "python"]


def test_each_reason_alone_makes_service_times_vary() -> None:
    for reason in ({"usl_sigma": 0.1}, {"usl_kappa": 0.01}, {"warmup_s": 1.0}, {"pause_s": 0.1}, {"noise_ratio": 0.1}):
        assert Pace(**reason).varies
    assert not Pace(start_s=5.0, warmup_factor=3.0, noise_factor=3.0).varies
