from typing import Any

import pytest

from engine.design import limits
from engine.design.parse import parse


def value(text: str | bytes) -> Any:
    """What the text holds; it must be readable."""
    parsed, errors = parse(text)
    assert not errors, errors
    return parsed


def complaint(text: str | bytes) -> str:
    """Why the text cannot be read."""
    parsed, errors = parse(text)
    assert parsed is None
    assert [error.path for error in errors] == ["document"]
    return errors[0].message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1", 1),
        ("-2.50", -2.5),
        ("1e3", 1000.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("~", "~"),
        ("12:30:00", "12:30:00"),
        ("2024-01-01", "2024-01-01"),
        ("0x10", "0x10"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("+1", "+1"),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("250 ms", "250 ms"),
        ('"1"', "1"),
        ("'true'", "true"),
        ("[1, a]", [1, "a"]),
        ("{b: 1}", {"b": 1}),
        (">-\n  one\n  two", "one two"),
        ("é✓😀", "é✓😀"),
    ],
)
def test_a_yaml_scalar_means_what_json_would_mean(written: str, meant: object) -> None:
    parsed = value(f"a: {written}")["a"]
    assert parsed == meant
    assert type(parsed) is type(meant)


def test_names_of_yaml_fields_are_always_text() -> None:
    assert value("1: a\ntrue: b\nnull: c") == {"1": "a", "true": "b", "null": "c"}


def test_json_and_yaml_of_the_same_values_are_read_alike() -> None:
    assert value('{"a": [1, 2.5, {"b": null}], "c": "x"}') == value("a:\n  - 1\n  - 2.5\n  - b:\nc: x")


def test_a_quoted_merge_key_is_only_a_name() -> None:
    assert value('"<<": 1') == {"<<": 1}


@pytest.mark.parametrize(
    "text", ['{"a": 01}', '{"a": 1,}', "{a: 1}", '{"a": "\n"}', "{'a': 1}", '{"a": 1} x', "[", "{"]
)
def test_json_is_strict_and_says_where_it_stopped(text: str) -> None:
    assert "at line 1, column" in complaint(text)


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\ta: 1", "a: 'x", "a: @x", "- a\nb", "a: 1\n b: 2"])
def test_broken_yaml_says_where_it_stopped(text: str) -> None:
    message = complaint(text)
    assert message.startswith("This is not YAML")
    assert "line" in message


def test_bytes_and_text_and_a_byte_order_mark_are_read_alike() -> None:
    assert value("a: é") == value("a: é".encode()) == value("\ufeffa: é".encode()) == {"a": "é"}


def test_limits_are_met_exactly() -> None:
    deep = "[" * (limits.DEPTH - 1) + "]" * (limits.DEPTH - 1)
    assert value(f"a: {deep}")
    assert "deeper" in complaint(f"a: [{deep}]")
    assert value('{"a": "' + "x" * (limits.TEXT_BYTES - 9) + '"}')
    assert "4 MB" in complaint('{"a": "' + "x" * (limits.TEXT_BYTES - 8) + '"}')
    assert value("a: " + "9" * limits.NUMBER_CHARACTERS)
    assert "at most" in complaint("a: " + "9" * (limits.NUMBER_CHARACTERS + 1))
