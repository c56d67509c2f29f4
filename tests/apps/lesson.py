"""A small lesson in a folder of its own, so that tests of attempts do not depend on what is taught."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

ITEM = UUID("0b1de5e2-0d4f-4d5b-9c38-5a0c4a8a7e01")
BAD = "half-written"
SECRET = "secret of the exemplar 5d1c"
HIDDEN = "hidden bound 987654"

LESSON = f"""
uuid: {ITEM}
number: T01
title: Two queues
unit: Trying
minutes: 5
summary: How long do people wait?
steps:
  - {{id: begin, kind: read}}
  - {{id: guess, kind: predict, form: number, question: How long does it take?, unit: ms, experiment: calm,
     measured: "mean(latency)[component=service]", tolerance: 20 %}}
  - {{id: worse, kind: predict, form: choice, question: What helps?, right: more,
     choices: [{{id: more, text: More slots, says: Yes.}}, {{id: less, text: Fewer slots, says: They wait more.}}]}}
  - {{id: shape, kind: predict, form: curve, question: Draw the load., experiment: calm,
     measured: "mean(throughput)[component=service]", highest: 100}}
  - {{id: watch, kind: run, experiment: calm}}
  - {{id: difference, kind: explain, of: [guess, worse, shape]}}
  - {{id: mend, kind: change}}
  - {{id: judge, kind: check}}
  - {{id: think, kind: reflect, questions: [Why?], answer: Because of queues.}}
experiments:
  - name: calm
    title: Ten calm seconds
    duration: 10 s
    traffic: [{{source: viewers, shape: constant, parameters: {{rate_per_s: 50}}}}]
checks:
  - {{id: quick, title: It is quick, that: "mean(latency)[component=service] in whole <= 30 ms", experiment: calm,
     points: 2}}
  - {{id: lean, title: Three instances, that: "setting(service).instances >= 3", points: 1}}
  - {{id: foresight, title: You foresaw it, that: "prediction(guess) >= 1 s", points: 1}}
  - {{id: secret, title: A hidden one, that: "mean(latency)[component=service] in whole <= 987654 s", experiment: calm,
     points: 1, hidden: true}}
hints:
  - {{id: few, about: instances, strength: 1, text: Count the instances., when: "setting(service).instances < 3"}}
locks: {{keep: [viewers], budget_per_h: 100, may_add: [cache]}}
exemplars: [better]
"""
START = """
format: 1
name: Two queues
components:
  - {id: viewers, type: traffic_source}
  - {id: service, type: service, parameters: {instances: 2}}
connections: [{from: viewers, to: service}]
workload: {duration: 10, traffic: [{source: viewers, shape: constant, parameters: {rate_per_s: 50}}]}
"""
BETTER = f"of: start\nname: {SECRET}\nchange: {{service: {{instances: 4}}}}\n"
TEXT = "".join(
    f"# {step}\nText of {step}.\n"
    for step in ("begin", "guess", "worse", "shape", "watch", "difference", "mend", "judge", "think")
)


def written(root: Path) -> Path:
    """Writes this lesson, and one that is not finished, into a library; gives the folder of the lesson."""
    folder = root / "lessons" / "two-queues"
    folder.mkdir(parents=True)
    for name, text in {"lesson.yaml": LESSON, "start.yaml": START, "better.yaml": BETTER, "text.md": TEXT}.items():
        (folder / name).write_text(text)
    (root / "lessons" / BAD).mkdir()
    (root / "lessons" / BAD / "lesson.yaml").write_text("title: Half\nuuid: none\n")
    return folder


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of its own for each test, which may change what is in it."""
    monkeypatch.setattr(settings, "CONTENT", tmp_path)
    return written(tmp_path)


@pytest.fixture(scope="session")
def common_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that nobody changes, read once for all tests."""
    root = tmp_path_factory.mktemp("library")
    written(root)
    return root
