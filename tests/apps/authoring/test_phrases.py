"""Checks from menus: what is written comes back, and what does not go together is left out."""

from __future__ import annotations

import pytest

from apps.authoring.phrases import Surroundings, choices_for, menus_of, metrics, phrase_of, read_phrase
from grading.language import read_predicate

AROUND = Surroundings({"component": [("component=store", "at Store")], "class": [("class=play", "plays")]}, ["F1"])


@pytest.mark.parametrize(
    "text",
    [
        "ratio(goodput) in whole >= 99 %",
        "p99(latency)[class=play] during F1 <= 400 ms",
        "max(requests)[component=store] from 30 s after F1 <= 150 req/s",
        "ratio(ok) within 30 s after F1 >= 99.5 %",
        "time_to(ok >= 99 %)[class=play] after F1 <= 30 s",
        "max(requests, 30 s)[component=store] during F1 <= 150 req/s",
    ],
)
def test_what_the_menus_can_say_comes_back(text: str) -> None:
    menus = menus_of(text)
    assert menus is not None
    assert phrase_of(menus) == text
    read_predicate(text)


@pytest.mark.parametrize(
    "text",
    [
        "goodput >= 99 % AND ok >= 1",
        "area_above(queue, 3) <= 1",
        "mean(ok, 3 s) >= 1",
        "has_path(a, b)",
        "nonsense > 3",
    ],
)
def test_what_they_cannot_say_stays_as_it_is_written(text: str) -> None:
    assert menus_of(text) is None


def test_every_metric_can_be_chosen_and_gives_a_check_that_can_be_read() -> None:
    for metric in metrics():
        places = {sort: [(f"{sort}=x", "x")] for sort in ("component", "connection", "class", "region", "policy")}
        menus = {"metric": metric.name, "aggregate": "", "place": "", "window": "", "operator": "<=", "bound": "1"}
        offered = choices_for(menus, Surroundings(places, []))
        menus["place"] = offered["place"][-1][0]
        text = phrase_of(menus)
        read_predicate(text)
        chosen = menus_of(text)
        assert chosen is not None, text
        assert (chosen["metric"], chosen["place"]) == (metric.name, menus["place"])


def test_another_metric_takes_its_own_aggregate_and_drops_a_place_it_has_not() -> None:
    menus = {
        "metric": "goodput",
        "aggregate": "p99",
        "place": "class=play",
        "window": "",
        "operator": ">=",
        "bound": "1",
    }
    assert phrase_of(menus) == "ratio(goodput) >= 1"


@pytest.mark.parametrize(
    ("text", "join"),
    [
        ("ratio(ok) >= 1", "AND"),
        ("ratio(ok) in whole >= 99 % AND p99(latency)[class=play] <= 1 s", "AND"),
        ("time_to(ok >= 99 %) after F1 <= 30 s OR ratio(ok) >= 1 OR ratio(goodput) >= 1", "OR"),
    ],
)
def test_conditions_come_back_with_what_joins_them(text: str, join: str) -> None:
    phrase = read_phrase(text)
    assert phrase is not None
    assert (phrase.text, phrase.join) == (text, join)
    read_predicate(phrase.text)


@pytest.mark.parametrize("text", ["ok >= 1 AND ok >= 1 OR ok >= 1", "NOT ok >= 1", "(ok >= 1) AND ok >= 1", ""])
def test_conditions_that_are_joined_in_both_ways_stay_as_they_are_written(text: str) -> None:
    assert read_phrase(text) is None


def test_who_chooses_to_wait_waits_for_what_was_the_limit_and_back() -> None:
    menus = menus_of("ratio(ok) after F1 >= 95 %") or {}
    waiting = phrase_of(menus | {"aggregate": "time_to"})
    assert waiting == "time_to(ok >= 95 %) after F1 <= 30 s"
    read_predicate(waiting)
    assert phrase_of((menus_of(waiting) or {}) | {"aggregate": "ratio"}) == "ratio(ok) after F1 >= 95 %"


def test_menus_offer_the_places_and_moments_of_the_draft() -> None:
    offered = choices_for(menus_of("p99(latency) <= 1 s") or {}, AROUND)
    assert ("component=store", "at Store") in offered["place"]
    assert "during F1" in [value for value, _ in offered["window"]]
