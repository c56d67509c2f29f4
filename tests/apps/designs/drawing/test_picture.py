"""The picture of a design is well-formed, shows what is drawn, and holds nothing that a label could smuggle in."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from apps.designs.drawing.letters import cut, width_of
from apps.designs.drawing.picture import THEMES, colours, live_colours, picture
from apps.designs.queries import template_document, template_names
from tests import tiny

SVG = "{http://www.w3.org/2000/svg}"


def root_of(document: dict, **words: bool) -> ElementTree.Element:
    return ElementTree.fromstring(picture(document, colours("light"), **words))


@pytest.mark.parametrize("name", template_names())
def test_every_template_becomes_a_picture_with_all_cards_and_arrows(name: str) -> None:
    document = template_document(name)
    root = root_of(document)
    assert len(root.findall(f"{SVG}g")) == len(document["components"])
    assert len(root.findall(f"{SVG}path")) == len(document["connections"])
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for each in document["components"]:
        assert left < each["position"][0] < left + width - 168
        assert top < each["position"][1] < top + height - 72


def test_labels_are_text() -> None:
    document = tiny.document(name='<script>"&')
    document["components"][1]["label"] = "</text><script>alert(1)</script>"
    root = root_of(document)
    assert not list(root.iter(f"{SVG}script"))
    assert root.attrib["aria-label"] == 'Drawing of <script>"&'


def test_a_picture_needs_nothing_beside_it() -> None:
    text = picture(template_document("mini-streaming"), colours("dark"))
    assert "href" not in text
    assert "url(http" not in text
    assert "var(" not in text
    assert "<style" not in text


def test_themes_have_their_own_colours_and_pages_lend_theirs() -> None:
    light, dark = (colours(theme) for theme in THEMES)
    assert light["ink"] != dark["ink"]
    assert all(value.startswith("#") for value in [*light.values(), *dark.values()])
    assert live_colours()["ink"] == "var(--ink)"


def test_the_same_design_gives_the_same_picture() -> None:
    document = template_document("two-regions")
    assert picture(document, colours("light")) == picture(document, colours("light"))


def test_a_small_picture_has_no_words() -> None:
    assert not list(root_of(template_document("mini-streaming"), is_small=True).iter(f"{SVG}text"))


def test_long_names_are_cut_to_the_room_there_is() -> None:
    shown = cut("Recommendations for everybody in the household", 15, 114)
    assert shown.endswith("…")
    assert width_of(shown, 15) <= 114
    assert cut("Auth", 15, 114) == "Auth"
