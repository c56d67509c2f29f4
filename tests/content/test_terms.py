"""The glossary: every file can be read, and what it says is what the engine shows."""

from __future__ import annotations

import re

import pytest

from content.term_proof import proofs, seen
from content.terms import ESTIMATE, RUN, Term, glossary, read_term
from tests.apps.term import BUSY
from tests.house.tree import ROOT

TERMS = glossary().terms
TRIALS = [each for each in TERMS if each.trial is not None]
BY_ESTIMATE = [each for each in TRIALS if each.trial is not None and each.trial.by == ESTIMATE]


def test_there_are_terms_and_nothing_is_bad() -> None:
    assert glossary().bad == ()
    assert len(TERMS) >= 20
    assert len(TRIALS) >= 10
    assert {each.trial.by for each in TRIALS if each.trial} == {ESTIMATE, RUN}


def test_a_word_has_one_meaning_here_and_in_the_documents() -> None:
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    documented = {word.strip(): _plain(meaning) for word, meaning in rows}
    known = [each for each in TERMS if each.name in documented]
    assert len(known) == len(TERMS), sorted({each.name for each in TERMS} - set(documented))
    assert [each.name for each in known if _plain(each.meaning) != documented[each.name]] == []


def test_no_form_belongs_to_two_terms() -> None:
    forms = [form.lower() for each in TERMS for form in each.written]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("term", BY_ESTIMATE, ids=lambda term: term.slug)
def test_an_estimate_shows_what_its_text_says(term: Term) -> None:
    assert term.trial is not None
    found = list(seen(term.slug, term.trial))
    assert found
    assert [f"{each.says} {each.found}" for each in found if not each.holds] == []


@pytest.mark.slow
def test_every_experiment_shows_what_its_text_says() -> None:
    found = list(proofs(glossary()))
    assert len(found) >= 20
    assert [f"{each.term}: {each.says} {each.found}" for each in found if not each.holds] == []


def test_a_proof_sees_a_sentence_that_is_not_so() -> None:
    term, _ = read_term(BUSY.replace("19.9", "40").encode(), "business")
    assert term is not None
    assert term.trial is not None
    assert [each.holds for each in seen("business", term.trial)] == [False]
    assert next(seen("business", term.trial)).found == "at 50 20"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("at: 50", "at: 51"), "Write one of 20, 50, 90."),
        (("of: mean", "of: median"), "Write one of mean."),
        (("type: service", "type: servant"), "At 20"),
        (("duration: 20 s", "duration: 5 h"), "too much for a small experiment"),
        (("by: estimate", "by: run"), "course"),
        (("meaning:", "means:"), "meaning"),
        (("see: [crowd]", "sea: [crowd]"), "Nothing is called that here"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(wrong: tuple[str, str], told: str) -> None:
    term, errors = read_term(BUSY.replace(*wrong).encode(), "business")
    assert term is None
    assert any(told in str(each) for each in errors), [str(each) for each in errors]


def _plain(text: str) -> str:
    return text.strip().rstrip(".").lower()
