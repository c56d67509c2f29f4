import random
from typing import Any

import jsonschema
import pytest

from engine.design.parse import parse
from engine.design.read import read_document
from engine.design.schema import schema
from engine.design.write import to_document
from tests import tiny
from tests.fuzz import documents
from tests.house.tree import ROOT

VALIDATOR = jsonschema.Draft202012Validator(schema())

GOOD: dict[str, dict[str, Any]] = {
    "the smallest": tiny.document(),
    "nothing but a name": {"format": 1, "name": "x"},
    "quantities in text": tiny.document(
        connections=[tiny.connection("viewers", "service", timeout="250 ms", probability="5 %", order="2")]
    ),
    "fields that are null": tiny.document(
        places=None, connections=[tiny.connection("viewers", "service", share=None, timeout=None, retry=None)]
    ),
    "parameters that are null": tiny.document(components=[tiny.component("it", slots=None)], connections=None),
    "lines in a description": tiny.document(description="one\n\ttwo"),
    "a place and a position": tiny.document(
        places=[{"id": "eu", "type": "region"}],
        components=[{**tiny.component("it"), "place": "eu", "position": [1, 2.5]}],
        connections=[],
    ),
    "a schedule and objectives": tiny.document(
        schedule=[
            {"at": "5 s", "failure": "kill_instances", "target": "service", "parameters": {"count": 2}, "for": 1}
        ],
        objectives=[{"metric": "latency_s_p99", "of": "service", "at_most": "1 s"}],
    ),
}
BAD: dict[str, dict[str, Any]] = {
    "no name": {"format": 1},
    "another format": tiny.document(format=2),
    "an unknown field": tiny.document(colour="red"),
    "an unknown kind of component": tiny.document(components=[tiny.component("it", "toaster")], connections=[]),
    "an unknown parameter": tiny.document(components=[tiny.component("it", toast=1)], connections=[]),
    "a parameter beyond its bounds": tiny.document(components=[tiny.component("it", slots=0)], connections=[]),
    "a parameter of another kind of component": tiny.document(
        components=[tiny.component("it", ttl_s=5)], connections=[]
    ),
    "half a slot": tiny.document(components=[tiny.component("it", slots=1.5)], connections=[]),
    "a unit that does not fit": tiny.document(connections=[tiny.connection("viewers", "service", timeout="5 kg")]),
    "yes for a flag": tiny.document(connections=[tiny.connection("viewers", "service", optional="yes")]),
    "one for a flag": tiny.document(connections=[tiny.connection("viewers", "service", optional=1)]),
    "true for a number": tiny.document(connections=[tiny.connection("viewers", "service", delay=True)]),
    "a name with a blank": tiny.document(components=[tiny.component("an id")], connections=[]),
    "a name of 100 letters": tiny.document(components=[tiny.component("x" * 100)], connections=[]),
    "a bell in the name": tiny.document(name="\x07"),
    "two lines in the name": tiny.document(name="a\nb"),
    "a position of three numbers": tiny.document(
        components=[{**tiny.component("it"), "position": [1, 2, 3]}], connections=[]
    ),
    "a list for a mapping": tiny.document(workload=[]),
    "a mapping for a list": tiny.document(components={}),
    "a shape that is not": tiny.document(workload={"traffic": [{"source": "viewers", "shape": "wavy"}]}),
    "a failure that is not": tiny.document(schedule=[{"at": 1, "failure": "flood", "target": "service"}]),
    "a metric that is not": tiny.document(objectives=[{"metric": "joy", "of": "service", "at_least": 1}]),
    "too many attempts": tiny.document(connections=[tiny.connection("viewers", "service", retry={"attempts": 99})]),
}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", sorted((ROOT / "content" / "designs").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_design_that_is_shipped_fits_the_schema(file: Any) -> None:
    document, _ = parse(file.read_bytes())
    design, _ = read_document(document)
    assert design is not None
    assert not list(VALIDATOR.iter_errors(document))
    assert not list(VALIDATOR.iter_errors(to_document(design)))


@pytest.mark.parametrize("name", GOOD)
def test_what_the_reader_takes_fits_the_schema(name: str) -> None:
    assert read_document(GOOD[name])[1] == []
    assert not [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(GOOD[name])]


@pytest.mark.parametrize("name", BAD)
def test_what_the_schema_refuses_the_reader_refuses_too(name: str) -> None:
    assert read_document(BAD[name])[1]
    assert not VALIDATOR.is_valid(BAD[name])


def test_random_documents_that_the_reader_takes_fit_the_schema() -> None:
    taken = 0
    for number in range(150):
        document = documents.grow(random.Random(number))
        if read_document(document)[0] is not None:
            taken += 1
            assert VALIDATOR.is_valid(document), (number, next(VALIDATOR.iter_errors(document)).message)
    assert taken > 50
