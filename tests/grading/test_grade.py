"""Grades: all seeds, partial credit, hidden checks, and the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace

from content.running import run_order
from grading.check import Check, Hint
from grading.experiment import Experiment
from grading.facts import RunRecord
from grading.grade import Grade, grade, hints_met
from grading.language import read_predicate
from grading.orders import Order, orders_for
from tests import tiny

EXPERIMENT = Experiment("calm", "Calm", duration_s=6.0, warm_up_s=1.0, seeds=(1, 2, 3))
DESIGN = tiny.design()


def check(text: str, **others: object) -> Check:
    """A check of the experiment."""
    return replace(Check("it", "It", text, read_predicate(text), "calm"), **others)  # type: ignore[arg-type]


def judged(*checks: Check, answers: dict[str, object] | None = None) -> Grade:
    """The grade of the tiny design."""
    return grade(DESIGN, DESIGN, [EXPERIMENT], checks, records(*checks), answers)


def records(*checks: Check) -> dict[str, RunRecord]:
    """The records of every order."""
    orders, errors = orders_for(DESIGN, DESIGN, [EXPERIMENT], checks)
    assert not errors
    return {each.key: run_order(each) for each in orders}


def orders(*checks: Check) -> list[Order]:
    """What has to be run."""
    return orders_for(DESIGN, DESIGN, [EXPERIMENT], checks)[0]


def test_each_seed_is_run_once_however_many_checks_look_at_it() -> None:
    assert len(orders(check("goodput >= 0.5"), check("p99(latency) <= 1 s"))) == 3


def test_a_baseline_is_run_only_where_a_check_compares_with_it() -> None:
    assert {each.role for each in orders(check("goodput >= 0.5"))} == {"learner"}
    assert {each.role for each in orders(check("cost_per_hour <= 1.2 * baseline"))} == {"learner", "baseline"}


def test_what_the_drawing_alone_decides_needs_no_run() -> None:
    assert orders(check("count(service) >= 1")) == []


def test_a_check_holds_when_it_holds_in_every_seed() -> None:
    result = judged(check("ratio(ok)[class=play] >= 99 % AND cost_per_hour <= 1.0 * baseline", points=3.0))
    assert result.passed
    assert (result.earned, result.points) == (3.0, 3.0)
    assert [seed for seed, _, _ in result.results[0].seeds] == [1, 2, 3]


def test_the_sentence_has_the_measured_number_and_the_limit() -> None:
    result = judged(check("p99(latency)[class=play] <= 1 ms"))
    assert not result.passed
    assert result.results[0].sentence.startswith('P99 latency of "play" requests was ')
    assert "the limit is 1 ms" in result.results[0].sentence


def test_parts_earn_their_share_where_a_check_is_partial() -> None:
    text = "ratio(ok)[class=play] >= 99 % AND p99(latency)[class=play] <= 1 ms"
    assert judged(check(text, points=4.0, is_partial=True)).earned == 2.0
    assert judged(check(text, points=4.0)).earned == 0.0


def test_the_same_attempt_graded_again_gives_the_same_bytes() -> None:
    checks = (check("p99(latency)[class=play] <= 1 s"), check("prediction(a) = 3", experiment="", id="other"))
    one, other = judged(*checks, answers={"a": 3}), judged(*checks, answers={"a": 3})
    assert json.dumps(one.to_json()) == json.dumps(other.to_json())
    assert one.digest == other.digest
    assert judged(*checks, answers={"a": 4}).digest != one.digest


def test_a_record_that_came_through_json_gives_the_same_grade() -> None:
    this = check("p99(latency)[class=play] <= 1 s AND max(in_flight)[component=service] <= 100")
    kept = records(this)
    read = {
        key: RunRecord(each.seed, *json.loads(json.dumps([each.summary, each.layout, each.frames])))
        for key, each in kept.items()
    }
    assert grade(DESIGN, DESIGN, [EXPERIMENT], [this], kept) == grade(DESIGN, DESIGN, [EXPERIMENT], [this], read)


def test_a_wrong_prediction_costs_its_points_and_keeps_nobody_from_passing() -> None:
    checks = (check("p99(latency)[class=play] <= 1 s"), check("prediction(a) = 3", experiment="", id="other"))
    result = judged(*checks, answers={"a": 4})
    assert result.passed
    assert (result.earned, result.points) == (1.0, 2.0)


def test_what_was_not_run_does_not_hold_and_says_so() -> None:
    result = grade(DESIGN, DESIGN, [EXPERIMENT], [check("goodput >= 0.5")], {})
    assert not result.passed
    assert "nothing was run yet" in result.results[0].sentence


def test_a_hidden_check_tells_a_learner_neither_its_text_nor_its_numbers() -> None:
    shown = judged(check("p99(latency)[class=play] <= 1 ms", is_hidden=True)).shown()["results"][0]
    assert shown["text"] == ""
    assert shown["seeds"] == ()
    assert "hidden" in shown["sentence"]
    assert not any(each.isdigit() for each in shown["sentence"])


def test_hints_come_weakest_first_and_only_where_their_state_is_met() -> None:
    strong, weak, other = (
        Hint(name, "it", strength, "…", text, read_predicate(text))
        for name, strength, text in (
            ("strong", 2, "count(service) >= 1"),
            ("weak", 1, "count(service) >= 1"),
            ("other", 1, "count(cache) >= 1"),
        )
    )
    met = hints_met(DESIGN, DESIGN, [EXPERIMENT], [strong, weak, other], {})
    assert [each.id for each in met] == ["weak", "strong"]


def test_a_percentile_of_a_part_is_that_of_the_same_run_measured_there() -> None:
    asked = orders(check("p99(latency)[class=play] in whole <= 1 s AND p99(latency)[class=play] <= 1 s"))
    assert {each.span_s for each in asked} == {(1.0, 6.0), (0.0, 6.0)}
    digests = {(each.seed, each.span_s): run_order(each).frames[-1]["totals"] for each in asked}
    assert digests[1, (1.0, 6.0)] == digests[1, (0.0, 6.0)]


def test_frames_come_from_a_part_that_has_the_main_run_in_it() -> None:
    only_frames, with_whole = check("goodput >= 0.5"), check("p99(latency)[class=play] in whole <= 1 s")
    assert {each.span_s for each in orders(only_frames)} == {(1.0, 6.0)}
    assert {each.span_s for each in orders(only_frames, with_whole)} == {(0.0, 6.0)}
    both = judged(only_frames, with_whole).results
    assert both[0].sentence == judged(only_frames).results[0].sentence
