"""What is written as YAML or JSON is read back as the same document."""

from __future__ import annotations

import pytest

from apps.designs.formats import Format, TooLarge, formats
from apps.designs.queries import template_document, template_names
from engine.design.parse import parse
from engine.design.write import to_document
from tests import tiny
from tests.engine.random_designs import random_design

TEXTS = [each for each in formats().values() if each.name in ("yaml", "json")]
# Words and numbers of YAML that are neither here, and those of ours that are neither there.
TRICKS = [
    "no",
    "1e3",
    "0x10",
    "12:30:00",
    "null",
    "~",
    "- a",
    "a: b",
    "# c",
    "'",
    '"',
    "1.0",
    "é ☃ 漢",
    " spaced ",
    "*x",
    "&y",
]


@pytest.mark.parametrize("name", template_names())
@pytest.mark.parametrize("chosen", TEXTS, ids=lambda each: each.name)
def test_every_template_is_read_back_as_it_was(chosen: Format, name: str) -> None:
    assert chosen.write is not None
    document = template_document(name)
    assert parse(chosen.write(document, "")) == (document, [])


@pytest.mark.parametrize("seed", range(6))
def test_a_random_design_is_read_back_as_it_was(seed: int) -> None:
    document = to_document(random_design(seed))
    for chosen in TEXTS:
        assert chosen.write is not None
        assert parse(chosen.write(document, ""))[0] == document


@pytest.mark.parametrize("label", TRICKS)
def test_a_label_stays_text_whatever_it_looks_like(label: str) -> None:
    document = tiny.document(name=label, description=f"{label}\n{label}")
    document["components"][1]["label"] = label
    yaml = formats()["yaml"].write
    assert yaml is not None
    assert parse(yaml(document, ""))[0] == document


def test_what_yaml_could_not_give_back_is_refused_in_words() -> None:
    components = [tiny.component(f"s{place}") for place in range(4_000)]
    yaml = formats()["yaml"].write
    assert yaml is not None
    with pytest.raises(TooLarge, match="take JSON"):
        yaml(tiny.document(components=components), "")
