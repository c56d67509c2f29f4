"""A small interview in a library of its own, so that tests of sittings do not depend on what is shipped."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from tests.apps.lesson import BETTER, START

INTERVIEW = UUID("0b1de5e2-0d4f-4d5b-9c38-5a0c4a8a7e02")
SAID = "secret number of the interviewer 41c9"
REVEALED = "secret of the curveball 77aa"

TEXT = "# ask\nAsk.\n# sums\nCalculate.\n# draw\nDraw.\n# break\nSee.\n# end\nSay.\n"
ITEM = f"""
uuid: {INTERVIEW}
number: W0
title: Two queues, asked
minutes: 5
summary: Design two queues.
steps:
  - {{id: ask, kind: stage, title: Clarify, role: requirements, minutes: 1}}
  - {{id: sums, kind: stage, title: Estimate, role: estimates, minutes: 1}}
  - {{id: draw, kind: stage, title: Draw, role: design, minutes: 1}}
  - {{id: break, kind: stage, title: Break, role: curveballs, minutes: 1}}
  - {{id: end, kind: stage, title: Wrap up, role: wrap_up, minutes: 1}}
experiments:
  - name: calm
    title: Ten calm seconds
    duration: 10 s
    traffic: [{{source: viewers, shape: constant, parameters: {{rate_per_s: 50}}}}]
  - name: slow
    title: The service is slow
    duration: 30 s
    traffic: [{{source: viewers, shape: constant, parameters: {{rate_per_s: 50}}}}]
    schedule: [{{name: F1, at: 10 s, failure: kill_instances, target: service, for: 5 s, parameters: {{count: 2}}}}]
checks:
  - {{id: quick, title: It is quick, that: "mean(latency)[component=service] in whole <= 30 ms", experiment: calm}}
  - {{id: lean, title: Three instances, that: "setting(service).instances >= 3"}}
  - {{id: survives, title: It survives, that: "ratio(ok) during F1 >= 99 %", experiment: slow}}
exemplars: [better]
interview:
  objective: 99.9 %
  questions:
    - {{id: many, topic: People, text: How many viewers are there?, asks: [how many viewers, members],
       says: {SAID}, matters: true}}
    - {{id: peak, topic: People, text: How high is the peak?, asks: [peak, busiest],
       says: Two and a half times the mean., matters: true}}
    - {{id: money, topic: Money, text: What may it cost?, asks: [cost, budget], says: Ten credits.}}
  sums:
    - {{id: load, question: How many a second?, unit: req/s, value: 50, tolerance: 10 %, worked: It is *fifty*.}}
    - {{id: wait, question: How long does it take?, unit: ms, experiment: calm, tolerance: 50 %,
       measured: "mean(latency)[component=service] in whole"}}
  prompts:
    - {{id: dive, stage: draw, question: Why?, examples: {{mid: A, senior: B, staff: C}}}}
  curveballs:
    - {{id: loss, title: Half of it is gone, says: Watch., reveals: {REVEALED}, experiment: slow,
       checks: [survives], without: start}}
  rubric:
    - {{id: sums, title: Sums, mid: {{that: evidence(sums) >= 50 %}}, senior: {{that: evidence(sums) >= 100 %}}}}
    - {{id: room, title: Room, weight: 2, mid: {{checks: [quick]}}, staff: {{checks: [lean]}}}}
    - {{id: talk, title: Why, prompts: [dive]}}
  weak: {{design: start, reaches: senior}}
"""


def written_interview(root: Path) -> Path:
    """Writes this interview into a library."""
    folder = root / "interviews" / "two-queues-asked"
    folder.mkdir(parents=True)
    for name, text in {"interview.yaml": ITEM, "start.yaml": START, "better.yaml": BETTER, "text.md": TEXT}.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="session")
def interview_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with this interview alone, read once for all tests."""
    root = tmp_path_factory.mktemp("interviews")
    written_interview(root)
    return root


@pytest.fixture
def shelf(interview_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library in use."""
    monkeypatch.setattr(settings, "CONTENT", interview_shelf)
    return interview_shelf
