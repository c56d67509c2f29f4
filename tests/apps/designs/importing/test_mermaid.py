"""What a flowchart says of components and calls."""

from __future__ import annotations

import pytest

from apps.designs.importing import Sketch, recognised
from apps.designs.importing.answers import Answers, document_of, guessed
from apps.designs.importing.mermaid import read
from engine.design.check import check_runnable
from engine.design.model import DesignError
from engine.design.read import read_document

FLOW = """```mermaid
---
title: How it hangs together
---
%%{init: {"theme": "dark"}}%%
flowchart TD
  %% who is there
  U([Mobile users]) -->|HTTPS| G{{API Gateway}}; G --> A & B
  subgraph eu [Europe]
    direction LR
    subgraph eu1["Zone 1"]
      A["Order service"] -- writes to --> D[(Orders DB)]
    end
    B[Catalogue] -.->|may fail| C[(Redis<br/>cache)]
  end
  A ==> Q[[Order queue]] --> W(Worker)
  B --- X[Mystery]
  style A fill:#f9f
  class X service
  linkStyle 0 stroke:red
```"""


def sketch_of(text: str) -> Sketch:
    found = read(text)
    assert isinstance(found, Sketch), found
    return found


def test_boxes_are_guessed_by_class_then_words_then_shape() -> None:
    kinds = {each.label: each.kind for each in sketch_of(FLOW).found}
    assert kinds == {
        "Mobile users": "traffic_source",
        "API Gateway": "gateway",
        "Order service": "service",
        "Catalogue": "service",
        "Orders DB": "relational_database",
        "Redis cache": "cache",
        "Order queue": "event_bus",
        "Worker": "service",
        "Mystery": "service",
    }
    (alone,) = sketch_of("flowchart LR\n  Z[(Zyx)]").found
    assert (alone.kind, alone.because) == ("store", "it is drawn as a cylinder")


def test_lines_are_calls_and_groups_are_all_of_them() -> None:
    sketch = sketch_of(FLOW)
    labels = {each.id: each.label for each in sketch.found}
    calls = {(labels[each.source], labels[each.target]): each for each in sketch.arrows}
    assert set(calls) == {
        ("Mobile users", "API Gateway"),
        ("API Gateway", "Order service"),
        ("API Gateway", "Catalogue"),
        ("Order service", "Orders DB"),
        ("Catalogue", "Redis cache"),
        ("Order service", "Order queue"),
        ("Order queue", "Worker"),
        ("Catalogue", "Mystery"),
    }
    assert calls["Catalogue", "Redis cache"].is_optional
    assert not calls["Catalogue", "Mystery"].is_sure
    assert calls["Mobile users", "API Gateway"].line == 8


def test_subgraphs_are_places_within_one_another() -> None:
    sketch = sketch_of(FLOW)
    assert sketch.places == (("eu", "Europe", ""), ("eu1", "Zone 1", "eu"))
    assert {each.label: each.place for each in sketch.found}["Orders DB"] == "eu1"


def test_what_was_read_makes_a_design_that_runs() -> None:
    sketch = sketch_of(FLOW)
    proposed = guessed(sketch)
    # A bus speaks to groups of consumers only.
    kinds = {
        place: "consumer_group" if sketch.found[place].label == "Worker" else kind
        for place, kind in proposed.kinds.items()
    }
    answers = Answers("Flow", kinds, proposed.calls, proposed.entries, 20.0, proposed.behind)
    read_one, errors = read_document(document_of(sketch, answers))
    assert read_one is not None, errors
    assert check_runnable(read_one) == []
    assert [each.source for each in read_one.workload.traffic] == ["u"]


LINES = [
    *("A --> B", "A --- B", "A -.-> B", "A ==> B", "A --o B", "A --x B", "A <--> B", "A-->B", "A----->B", "A e1@--> B"),
    *("A -- x --> B", "A -. x .-> B", "A == x ==> B", "A -->|x| B"),
    *('A@{ shape: cyl, label: "A" } --> B', 'A["a --> b"] --> B'),
]


@pytest.mark.parametrize("line", LINES)
def test_every_sort_of_line_joins_two_boxes(line: str) -> None:
    sketch = sketch_of(f"graph LR\n{line}")
    first = sketch.arrows[0]
    assert (first.source, first.target) == ("a", "b")
    assert len(sketch.found) == 2


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("sequenceDiagram\n  A->>B: hi", "header", "Line 1: Begin with flowchart LR; “sequenceDiagram” is not"),
        ("flowchart LR\n  A --> ", "document", "Line 2: Expected the name of a box, found “the end of the line”"),
        ("flowchart LR\n  A[one --> B", "document", "Line 2: The bracket at “[one --> B” is not closed"),
        ("flowchart LR\n  A ? B", "document", "Line 2: Expected a line such as -->, found “? B”"),
        ("flowchart LR\n  subgraph x\n  A --> B", "subgraph", "Line 3: 1 subgraph has no end"),
        ("flowchart LR\n  A\n  end", "subgraph", "Line 3: This end has no subgraph"),
        ("flowchart LR\n", "document", "Line 1: There is no box"),
        ("flowchart LR\n" + "\n".join(f"  a{n}" for n in range(201)), "document", "Line 202: 200 boxes"),
        ("flowchart LR\n  " + " & ".join(f"a{n}" for n in range(60)), "document", "Line 2: Join at most 50"),
        (
            "flowchart LR\n"
            + " & ".join(f"a{n}" for n in range(30))
            + " --> "
            + " & ".join(f"b{n}" for n in range(30)),
            "document",
            "Line 2: 600 lines",
        ),
        ("flowchart LR\n  " + "a" * 5000, "document", "Line 2: Keep a line within 4,000"),
    ],
)
def test_bad_input_is_an_error_with_its_line(text: str, path: str, said: str) -> None:
    found = read(text)
    assert isinstance(found, list)
    (error,) = found
    assert isinstance(error, DesignError)
    assert error.path == path
    assert error.message.startswith(said)


def test_a_flowchart_is_known_by_itself() -> None:
    importer = recognised(FLOW)
    assert importer is not None
    assert importer.name == "mermaid"
