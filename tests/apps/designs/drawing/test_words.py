"""A drawing in words."""

from __future__ import annotations

from apps.designs.drawing.words import settings_of, words_of
from tests import tiny


def test_it_names_what_there_is_and_what_leads_to_what() -> None:
    assert words_of(tiny.document()) == "A design of viewers, service. Arrows: viewers to service."
    assert words_of({"components": []}) == "An empty sheet."


def test_it_tells_what_was_set_in_the_words_of_the_form() -> None:
    document = tiny.document()
    document["components"][1]["parameters"] = {"instances": 4, "holds_slot_while_calling": False, "unknown": 3}
    told = settings_of(document)[-1]["told"]
    assert told.startswith("instances 4, ")
    assert told.endswith(" no")
