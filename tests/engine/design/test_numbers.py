"""Lists of numbers as they are written down."""

import pytest

from engine.design import limits
from engine.design.kinds import Parameter
from engine.design.numbers import numbers_of, read_numbers
from engine.design.quantity import Refusal

TIMES = Parameter("times", "Times", "numbers", "1", "Some.", unit="ms", low=0.0, high=60_000.0)


def test_numbers_are_read_and_written_alike() -> None:
    assert read_numbers(TIMES, " 8,10 , 12.50,-0 ") == "8, 10, 12.5, 0"
    assert numbers_of("8, 10, 12.5, 0") == [8.0, 10.0, 12.5, 0.0]


@pytest.mark.parametrize(
    "text",
    ["", "8,", "8 9", "nan", "inf, 1", "-1", "60001", "1e400", "eight", 8, None, ["8"], "1," * limits.NUMBERS + "1"],
)
def test_what_is_no_list_of_times_is_refused(text: object) -> None:
    assert isinstance(read_numbers(TIMES, text), Refusal)


def test_as_many_as_the_limit_are_read() -> None:
    text = ", ".join(["60000"] * limits.NUMBERS)
    assert read_numbers(TIMES, text) == text
