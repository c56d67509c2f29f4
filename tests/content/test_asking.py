"""The interviewer understands a question by its words."""

from __future__ import annotations

import pytest

from content.asking import answers_to
from content.interview import Question


def question(name: str, *asks: str) -> Question:
    return Question(name, "Topic", name, asks, "says", True)


QUESTIONS = [
    question("members", "how many members", "how many users", "subscribers"),
    question("peak", "peak", "busiest hour"),
    question("peak-bitrate", "peak bitrate"),
    question("bitrate", "bitrate", "mbps"),
]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("How many users are there?", ["members"]),
        ("What about our SUBSCRIBER base", ["members"]),
        ("How high is the peak?", ["peak"]),
        ("What is the peak bitrate?", ["peak-bitrate"]),
        ("Peak? And the busiest hour?", ["peak"]),
        ("Is it raining?", []),
        ("", []),
    ],
)
def test_a_question_is_met_by_its_best_phrase(text: str, met: list[str]) -> None:
    assert [each.id for each in answers_to(text, QUESTIONS)] == met


def test_a_shower_of_words_gets_two_answers_at_most() -> None:
    assert len(answers_to("members subscribers peak bitrate mbps busiest hour", QUESTIONS)) <= 2
