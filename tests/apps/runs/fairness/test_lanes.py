"""Lanes are files: each says its rank, and people may ask for those that do them no favour."""

from __future__ import annotations

import pytest

from apps.runs.fairness.lanes import lane_of, lanes
from apps.runs.models import Run
from tests.apps import made
from tests.people import Someone


def test_the_order_is_grading_then_people_then_visitors_then_the_background() -> None:
    assert list(lanes()) == ["grading", "interactive", "visitors", "batch"]
    assert [lane.name for lane in lanes().values() if lane.may_ask] == ["batch"]


def test_who_asks_decides_unless_a_lane_is_named() -> None:
    assert lane_of(has_account=True).name == "interactive"
    assert lane_of(has_account=False).name == "visitors"
    assert lane_of(has_account=True, asked="batch").name == "batch"


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "status", "lane"), [("", 200, "interactive"), ("batch", 200, "batch")])
def test_a_run_stands_in_the_lane_that_was_asked_for(alice: Someone, asked: str, status: int, lane: str) -> None:
    design = made.design(alice.person)
    fields = {"design": str(design.pk), "key": "k", "lane": asked}
    assert alice.client.post("/runs/", fields, headers={"HX-Request": "true"}).status_code == status
    run = Run.objects.get()
    assert (run.lane, run.lane_rank) == (lane, lanes()[lane].rank)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["grading", "interactive", "nonsense"])
def test_nobody_puts_a_run_before_others_by_a_form(alice: Someone, asked: str) -> None:
    fields = {"design": str(made.design(alice.person).pk), "key": "k", "lane": asked}
    assert alice.client.post("/runs/", fields, headers={"HX-Request": "true"}).status_code == 422
    assert Run.objects.count() == 0
