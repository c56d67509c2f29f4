"""What belongs to interviews alone is read with an error for everything that is wrong."""

from __future__ import annotations

import pytest

from content.item import read_item
from tests.apps.interview import ITEM, TEXT
from tests.apps.lesson import BETTER, START


def read(text: str) -> list[str]:
    files = {"interview.yaml": text, "start.yaml": START, "better.yaml": BETTER, "text.md": TEXT}
    item, errors = read_item({name: each.encode() for name, each in files.items()}, "asked")
    assert (item is None) == bool(errors)
    return [f"{each.line} {each.message}" for each in errors]


def test_a_whole_interview_is_read() -> None:
    assert read(ITEM) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 50, ", "", 'Add the field "value"'),
        ("mean(latency)[component=service] in whole", "mean(latncy)", 'No metric is called "latncy"'),
        ("checks: [survives]", "checks: [survive]", 'Nothing is called "survive"'),
        ("without: start", "without: nowhere", "This design is missing"),
        ("mid: A, ", "", 'Add the field "mid"'),
        ("evidence(sums) >= 50 %", "evidence(sums >= 50 %", "column"),
        ("id: peak, topic", "id: many, topic", 'Two are called "many"'),
        ("prompts: [dive]", "prompts: [drive]", 'Nothing is called "drive"'),
        ("weak: {design: start, reaches: senior}", "", 'Add the field "design"'),
        ("role: estimates", "role: guessing", "Write one of requirements"),
        ("asks: [peak, busiest],", "", "phrases by which"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, said: str) -> None:
    assert old in ITEM
    errors = read(ITEM.replace(old, new))
    assert any(said in each for each in errors), errors
    assert all(int(each.split(" ")[0]) > 0 for each in errors if "missing" not in each)
