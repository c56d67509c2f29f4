"""A flowchart that is written here is read here as the same boxes and arrows."""

from __future__ import annotations

import pytest

from apps.designs.formats.mermaid import write
from apps.designs.importing import Sketch
from apps.designs.importing.mermaid import read
from apps.designs.queries import template_document, template_names
from tests import tiny


def flowchart(**fields: object) -> str:
    return write(tiny.document(**fields)).decode()


@pytest.mark.parametrize("name", [name for name in template_names() if name != "empty"])
def test_every_template_keeps_its_boxes_kinds_and_arrows(name: str) -> None:
    document = template_document(name)
    sketch = read(write(document).decode())
    assert isinstance(sketch, Sketch), sketch
    # A box stands where it is named first, so the order is that of places.
    assert {(each.label, each.kind) for each in sketch.found} == {
        (each["label"], each["type"]) for each in document["components"]
    }
    labels = {each["id"]: each["label"] for each in document["components"]}
    names = {each.id: each.label for each in sketch.found}
    drawn = {(labels[each["from"]], labels[each["to"]]) for each in document["connections"]}
    assert {(names[each.source], names[each.target]) for each in sketch.arrows if each.is_sure} == drawn
    assert {label for _, label, _ in sketch.places} == {each["label"] for each in document["places"]}


@pytest.mark.parametrize("label", ['say "hi"', "a & b; c", "<b>bold</b>", "#1", "end", "[x](y)", "x --> y"])
def test_a_label_cannot_become_syntax(label: str) -> None:
    text = flowchart(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service") | {"label": label}]
    )
    sketch = read(text)
    assert isinstance(sketch, Sketch), sketch
    assert len(sketch.found) == 2
    assert sketch.found[1].label == label


def test_ids_that_mean_something_to_mermaid_get_other_names() -> None:
    components = [tiny.component(name) for name in ("end", "x-ray", "x_ray", "default")]
    lines = flowchart(components=components, connections=[tiny.connection("x-ray", "end")]).splitlines()
    boxes = [line.split("[")[0].strip() for line in lines if ":::" in line]
    assert boxes == ["n_end", "n_x_ray", "n_x_ray_2", "n_default"]
    assert lines[-1].strip() == "n_x_ray --> n_end"
