import pytest

from engine.design.quantity import DIMENSIONS, Refusal, convert


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("250 ms", "s", 0.25),
        ("250ms", "ms", 250.0),
        ("35 ms", "s", 0.035),
        ("2 min", "s", 120.0),
        ("0.5 s", "ms", 500.0),
        ("3 us", "ms", 0.003),
        ("120 req/s", "1/s", 120.0),
        ("60 req/min", "1/s", 1.0),
        ("5 %", "ratio", 0.05),
        ("7 %", "ratio", 0.07),
        ("4 Gbit/s", "Mbit/s", 4_000.0),
        ("1 KiB", "B", 1_024.0),
        ("12", "ms", 12.0),
        ("1e3", "count", 1_000.0),
        ("-3 s", "s", -3.0),
        ("3 x", "x", 3.0),
        ("4 count", "count", 4.0),
    ],
)
def test_a_quantity_is_read_in_the_wanted_unit(text: str, unit: str, wanted: float) -> None:
    assert convert(text, unit) == wanted


@pytest.mark.parametrize(
    ("text", "unit", "word"),
    [
        ("250 msec", "s", 'Unit "msec" does not fit'),
        ("3 ms", "1/s", "use one of 1/s"),
        ("3 ms", "count", "plain number"),
        ("fast", "ms", "Write a number"),
        ("", "ms", "Write a number"),
        ("+3 ms", "ms", "Write a number"),
        (".5 s", "s", "Write a number"),
        ("٣ ms", "ms", "Write a number"),
        ("1 2 ms", "ms", "does not fit"),
        ("0x10", "count", "plain number"),
        ("9" * 45, "ms", "40"),
        ("9" * 100, "ms", "too long"),
    ],
)
def test_a_text_that_is_no_quantity_is_refused_with_what_to_write(text: str, unit: str, word: str) -> None:
    refused = convert(text, unit)
    assert isinstance(refused, Refusal)
    assert word in refused.message


def test_decimal_text_means_the_same_number_whatever_its_unit() -> None:
    # Binary multiplication would give 0.035000000000000003 for some of these.
    for milliseconds in range(1, 2_000):
        assert convert(f"{milliseconds} ms", "s") == milliseconds / 1_000


def test_every_unit_belongs_to_one_dimension_only() -> None:
    shared = [unit for units in DIMENSIONS.values() for unit in units]
    assert {unit for unit in shared if shared.count(unit) > 1} == {"%"}
