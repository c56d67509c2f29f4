"""Predicates are read as they are written, and what cannot be read is shown at its column."""

from __future__ import annotations

import pytest

from grading.language import Misread, read_call, read_predicate
from grading.predicate import Both, Bound, Call, Claim, Comparison, Either, Not, Window, calls_in


def test_a_comparison_has_aggregate_metric_place_window_and_bound() -> None:
    assert read_predicate("p99(latency)[class=play] during F1 <= 400 ms") == Comparison(
        Call("latency", "p99", ("class", "play"), Window("during", "F1")), "<=", Bound(0.4)
    )


def test_the_first_aggregate_is_meant_when_none_is_written() -> None:
    assert read_call("goodput") == Call("goodput", "ratio")


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("goodput in steady", Window("steady")),
        ("goodput in whole", Window("whole")),
        ("goodput before F1", Window("before", "F1")),
        ("goodput after F1", Window("after", "F1")),
        ("goodput after recovery", Window("recovery")),
        ("goodput within 1 min after F1", Window("first", "F1", 60.0)),
        ("goodput from 30 s after F1", Window("from", "F1", 30.0)),
        ("goodput from 30 s into F1", Window("into", "F1", 30.0)),
    ],
)
def test_windows(text: str, window: Window) -> None:
    assert read_call(text).window == window
    if window.kind != "first":
        assert read_call(f"goodput {window.label}").window == window


def test_and_binds_closer_than_or_and_not_closest() -> None:
    one, other, third = (f"count({name}) >= 1" for name in ("service", "cache", "store"))
    found = read_predicate(f"{one} OR NOT {other} AND {third}")
    assert isinstance(found, Either)
    assert isinstance(found.parts[1], Both)
    assert isinstance(found.parts[1].parts[0], Not)
    assert isinstance(read_predicate(f"({one} OR {other}) AND {third}"), Both)


def test_a_bound_may_be_a_multiple_of_the_baseline_or_of_another_measurement() -> None:
    same = read_predicate("cost_per_hour <= 1.2 * baseline")
    assert isinstance(same, Comparison)
    assert same.bound == Bound(1.2, call=same.call, of_baseline=True)
    other = read_predicate("prediction(busy) <= 1.15 * baseline(mean(in_flight)[component=play])")
    assert [(call.judge, baseline) for call, baseline in calls_in(other)] == [
        ("prediction", False),
        ("in_flight", True),
    ]
    plain = read_predicate("mean(requests)[component=a] <= 1.3 * mean(requests)[component=b]")
    assert [call.place for call, _ in calls_in(plain)] == [("component", "a"), ("component", "b")]


def test_facts_take_words_and_settings() -> None:
    assert read_predicate("has_path(viewers, store)") == Claim(Call("has_path", words=("viewers", "store")))
    found = read_predicate("policy(play-recs).retry.attempts <= 2")
    assert isinstance(found, Comparison)
    assert (found.call.words, found.call.path) == (("play-recs",), ("retry", "attempts"))
    assert read_predicate("policy(a).balancing = random").bound == Bound(text="random")  # type: ignore[union-attr]
    assert read_predicate("setting(a).service_ms_mean <= 20 ms").bound == Bound(20.0, "ms")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("latancy <= 3", 1, 'Did you mean "latency"'),
        ("p98(latency) <= 3", 1, "Nothing is called"),
        ("ratio(latency) <= 3", 1, "can be taken as"),
        ("p99(latency)[planet=eu] <= 3", 14, "class or component or connection"),
        ("utilisation <= 3", 1, "Say where"),
        ("goodput >= fast", 12, "Write a number"),
        ("goodput >= 3 parsecs", 14, "complete before"),
        ("goodput", 8, "Compare it"),
        ("goodput >= 1 AND", 17, "what is measured"),
        ("goodput sometimes >= 1", 9, "Compare it"),
        ("policy(a) = 3", 11, "Say which setting"),
        ("latency § 3", 9, "no meaning"),
        ("(" * 30 + "goodput >= 1" + ")" * 30, 14, "too many parts"),
    ],
)
def test_what_cannot_be_read_is_shown_where_it_is(text: str, column: int, says: str) -> None:
    with pytest.raises(Misread) as wrong:
        read_predicate(text)
    assert wrong.value.column == column
    assert says in str(wrong.value)


def test_a_very_long_check_is_refused() -> None:
    with pytest.raises(Misread, match="2,000 characters"):
        read_predicate("goodput >= 1 AND " * 200)
