import random

import pytest

from engine.design.quantity import Refusal
from engine.design.values import READERS, shown, suggestion
from tests.engine.design.fields_made import field


def test_minus_zero_becomes_zero_so_that_equal_designs_have_equal_bytes() -> None:
    assert repr(READERS["number"](field("number"), -0.0)) == "0.0"
    assert repr(READERS["position"](field("position"), [-0.0, -0])) == "(0.0, 0.0)"


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), "1e999 s", 10**400, True, None, [], {}, b"1", 1j])
def test_what_is_no_finite_number_is_refused(raw: object) -> None:
    assert isinstance(READERS["number"](field("number"), raw), Refusal)


def test_bounds_are_part_of_what_is_allowed_and_named_when_they_are_not_kept() -> None:
    bounded = field("number", low=1.0, high=5.0, unit="s")
    assert READERS["number"](bounded, "1000 ms") == 1.0
    assert READERS["number"](bounded, 5) == 5.0
    assert READERS["number"](bounded, 5.5) == Refusal("Write a number from 1 to 5 s, not 5.5.")


def test_a_count_is_whole_however_it_is_written() -> None:
    assert [READERS["count"](field("count"), raw) for raw in (3, 3.0, "3")] == [3, 3, 3]
    assert READERS["count"](field("count"), 2.5) == Refusal("Write a whole number; 2.5 is not one.")


def test_yes_is_not_a_flag() -> None:
    assert READERS["flag"](field("flag"), True) is True
    assert READERS["flag"](field("flag"), "yes") == Refusal('Write true or false, not "yes".')


def test_a_misspelt_choice_is_answered_with_the_nearest() -> None:
    refused = READERS["choice"](field("choice", choices=("random", "round_robin")), "round_robbin")
    assert refused.message.endswith('Did you mean "round_robin"?')


@pytest.mark.parametrize("raw", ["", "1st", "ä", "a b", "a.b", "a" * 65, 7, None])
def test_a_name_that_could_not_be_referred_to_is_refused(raw: object) -> None:
    assert isinstance(READERS["id"](field("id"), raw), Refusal)


def test_only_a_description_may_have_several_lines() -> None:
    assert READERS["lines"](field("lines", most=9), "a\n\tb") == "a\n\tb"
    assert READERS["text"](field("text", most=9), "a\nb") == Refusal("Remove the character U+000A from this text.")


@pytest.mark.parametrize(
    "raw", [[1], [1, 2, 3], "1, 2", {"x": 1, "y": 2}, [1, "2"], [1, float("nan")], [1e9, 0], [True, 0]]
)
def test_a_position_is_two_numbers_on_the_canvas(raw: object) -> None:
    assert isinstance(READERS["position"](field("position"), raw), Refusal)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("servce", "service"),
        ("Service", "service"),
        ("services", "service"),
        ("sevrice", "service"),
        ("kill", "kill_instances"),
        ("chache", "cache"),
        ("roigin", "origin"),
    ],
)
def test_a_slip_of_the_finger_is_understood(written: str, meant: str) -> None:
    known = ["cache", "kill_instances", "origin", "service", "store"]
    assert suggestion(written, known) == f' Did you mean "{meant}"?'


def test_what_is_far_from_everything_gets_no_suggestion() -> None:
    assert suggestion("banana", ["cache", "service"]) == ""


def test_nothing_that_is_shown_can_break_a_page_or_a_log() -> None:
    chance = random.Random(1)
    for _ in range(500):
        text = "".join(chr(chance.randrange(0x3000)) for _ in range(60)) + "\ud800\u202e\x1b"
        assert shown(text).isprintable()
        assert len(shown(text)) < 300
