"""What would help is told to who may read the run, and never in an exercise."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from apps.designs.models import Design
from apps.runs.models import Run, State
from apps.runs.queries import frozen_design
from engine.simulate import start
from tests import tiny
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def full_run(someone: Someone, **design_changes: Any) -> Run:
    """A finished run of a design whose service is full."""
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service", instances=1, slots=1)]
    drawn = made.design(someone.person, rate_per_s=60.0, duration_s=20.0, components=parts)
    Design.objects.filter(pk=drawn.pk).update(**design_changes)
    run = made.run(someone.person, drawn, state=State.DONE)
    simulation = start(frozen_design(run), 5)
    while not simulation.finished:
        simulation.advance(10_000_000)
    Run.objects.filter(pk=run.pk).update(summary=simulation.summary())
    return run


def test_the_owner_is_offered_the_fix_with_its_edits(alice: Someone) -> None:
    run = full_run(alice)
    page = alice.client.get(f"/runs/{run.pk}/advice/").content.decode()
    assert "Apply to the design" in page
    fix = json.loads(unescape(re.findall(r'data-fix="([^"]*)"', page)[0]))
    assert fix["edits"][0]["path"] == ["parameters", "instances"]
    assert fix["edits"][0]["after"] > 1


def test_a_stranger_sees_nothing_of_it(alice: Someone, bob: Someone) -> None:
    assert bob.client.get(f"/runs/{full_run(alice).pk}/advice/").status_code == 404


def test_in_an_exercise_nothing_is_told(alice: Someone) -> None:
    run = full_run(alice, purpose="lesson")
    page = alice.client.get(f"/runs/{run.pk}/advice/").content.decode()
    assert "data-fix" not in page
    assert "Nothing in these numbers asks for a change" in page
