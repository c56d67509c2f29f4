"""A lecture from the code on the wall to who stands and who fell."""

from __future__ import annotations

import json

import pytest
from asgiref.sync import async_to_sync

from apps.designs.models import Design
from apps.lectures import actions
from apps.lectures.models import Lecture, Seat
from apps.lectures.outcomes import FELL, STANDS, WAITS, judged
from apps.lectures.queries import failures_for, histogram, place, wall
from apps.runs.models import Run, RunCommand, State
from tests.apps import made
from tests.apps.sockets import Viewer
from tests.people import Someone

pytestmark = pytest.mark.django_db
LAYOUT = {
    "total_metrics": ["ok_per_s", "error_per_s", "shed_per_s"],
    "connections": ["viewers-service", "service-store"],
    "connection_metrics": ["errors_per_s"],
    "components": ["service"],
    "component_metrics": ["utilisation"],
}


def frame(ok: float, bad: float, at_store: float = 0.0) -> dict[str, object]:
    return {"totals": [ok, bad, 0.0], "connections": [[bad], [at_store]], "components": [[0.5]]}


@pytest.fixture
def lecture(alice: Someone) -> Lecture:
    assert alice.person is not None
    return actions.make_lecture(alice.person, "Queues", made.design(alice.person))


def test_a_seat_needs_a_code_and_no_account(lecture: Lecture, nobody: Someone) -> None:
    answer = nobody.client.post("/lectures/join/", {"code": lecture.code.lower(), "name": "Zoe"})
    assert answer.status_code == 302
    seat = Seat.objects.get()
    assert seat.design.document == lecture.document
    assert seat.design.purpose == "lecture"
    again = nobody.client.post("/lectures/join/", {"code": lecture.code, "name": "Zoe"})
    assert again["Location"] == answer["Location"]
    assert nobody.client.post("/lectures/join/", {"code": "WRONG2", "name": "Zoe"}).status_code == 422
    actions.set_open(lecture, is_open=False)
    assert nobody.client.post("/lectures/join/", {"code": lecture.code, "name": "Zoe"}).status_code == 422


def test_answers_gather_until_everybody_runs(lecture: Lecture, bob: Someone) -> None:
    assert bob.person is not None
    seat = actions.take_seat(bob.person, lecture.code, "Bob")
    with pytest.raises(actions.NotPossible):
        actions.answer(seat, 1.0)
    actions.ask(lecture, "How many fail?", "%")
    actions.answer(seat, 12.0)
    lecture.refresh_from_db()
    assert wall(lecture)["bins"] == [{"from": 12.0, "to": 12.0, "count": 1}]
    assert actions.start_all(lecture) == 1
    with pytest.raises(actions.NotPossible):
        actions.answer(seat, 13.0)


def test_one_failure_comes_to_every_run_and_says_where_it_could_not(
    lecture: Lecture, bob: Someone, charlie: Someone
) -> None:
    assert bob.person is not None
    assert charlie.person is not None
    with pytest.raises(actions.NotPossible):
        actions.inject(lecture, "kill_instances", "service")
    for someone in (bob, charlie):
        actions.take_seat(someone.person, lecture.code, someone.name)
    mine = Design.objects.get(seat__owner=charlie.person)
    mine.document = json.loads(
        json.dumps(mine.document).replace('"service"', '"helper"').replace("service-", "helper-")
    )
    mine.document["components"] = [
        each | ({"type": "service"} if each["id"] == "helper" else {}) for each in mine.document["components"]
    ]
    mine.save()
    assert actions.start_all(lecture) == 2
    reached = actions.inject(lecture, "kill_instances", "service")
    assert isinstance(reached, actions.Reached)
    assert (reached.count, reached.missed) == (1, 1)
    assert RunCommand.objects.get().run.owner == bob.person
    assert Seat.objects.get(owner=charlie.person).trouble
    RunCommand.objects.update(apply_at_frame=5)
    assert wall(Lecture.objects.get())["waits"] == 2
    again = actions.inject(Lecture.objects.get(), "kill_instances", "nothing")
    assert isinstance(again, list)


def test_a_design_stands_while_most_goes_well_and_falls_where_most_failed() -> None:
    arrows = {"viewers-service": ("viewers", "service"), "service-store": ("service", "store")}
    assert judged(LAYOUT, [], 0.95, arrows).state == WAITS
    assert judged(LAYOUT, [frame(97, 3, 3)], 0.95, arrows).state == STANDS
    fallen = judged(LAYOUT, [frame(97, 3, 3), frame(50, 50, 48)], 0.95, arrows)
    assert (fallen.state, fallen.why) == (FELL, "service-store"), "who asks fails with who is asked"
    assert judged(LAYOUT, [frame(50, 50, 5)], 0.95, arrows).why == "viewers-service"
    assert judged(LAYOUT, [frame(0, 0) | {"totals": [0, 9, 0]}], 0.95, arrows).why == "service"


def test_bins_have_round_edges_and_hold_everybody() -> None:
    bins = histogram([3.0, 14.0, 15.0, 92.0])
    assert sum(each["count"] for each in bins) == 4
    assert {each["to"] - each["from"] for each in bins} == {10.0}
    assert bins[0]["from"] == 0.0
    assert histogram([]) == []


def test_what_can_be_broken_is_what_is_drawn(lecture: Lecture) -> None:
    values = [each["value"] for each in failures_for(lecture)]
    assert "kill_instances@service" in values
    assert not any(each.startswith("cut_link@") for each in values)


@pytest.mark.django_db(transaction=True)
def test_the_socket_shows_the_wall_to_the_teacher_and_a_seat_to_a_learner(
    lecture: Lecture, alice: Someone, bob: Someone, charlie: Someone
) -> None:
    assert bob.person is not None
    seat = actions.take_seat(bob.person, lecture.code, "Bob")
    assert async_to_sync(heard)(alice, lecture)["type"] == "wall"
    told = async_to_sync(heard)(bob, lecture)
    assert told["type"] == "seat"
    assert "people" not in told
    assert async_to_sync(heard)(charlie, lecture) == {}
    Run.objects.update(state=State.CANCELLED)
    assert place(seat)["state"] == WAITS


async def heard(someone: Someone, lecture: Lecture) -> dict[str, object]:
    """The first thing that a socket says; {} when it does not open."""
    viewer = Viewer(someone, None, path=f"/ws/lectures/{lecture.pk}/")
    if not await viewer.open(after=None):
        return {}
    told = await viewer.hear()
    await viewer.close()
    return told
