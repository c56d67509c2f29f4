"""Every address of a class, tried in every role; and a class from the first code to the gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.classes import actions
from apps.classes.models import Assignment, Classroom, Membership, Work
from apps.common.policy import NEEDS_ACCOUNT, ROUTES, Who
from apps.progress.actions import begin
from apps.progress.items import item_of
from apps.progress.models import Answer, Attempt, Stage, Submission
from tests.apps.lesson import HIDDEN, ITEM, common_shelf
from tests.people import Someone, nameless, somebody

__all__ = ["common_shelf"]

pytestmark = pytest.mark.django_db
# What each role reaches; an administrator of the site is a stranger in somebody's class.
MAY = {
    "instructor": {Who.ACCOUNT, Who.MEMBER, Who.STAFF, Who.INSTRUCTOR},
    "assistant": {Who.ACCOUNT, Who.MEMBER, Who.STAFF},
    "learner": {Who.ACCOUNT, Who.MEMBER},
    "stranger": {Who.ACCOUNT},
    "administrator": {Who.ACCOUNT},
    "visitor": set(),
    "nobody": set(),
}
OF_CLASSES = [
    (route, method)
    for route, methods in ROUTES.items()
    for method, who in methods.items()
    if who in NEEDS_ACCOUNT - {Who.ACCOUNT}
]
SECRET = "name in the gradebook 81c2"


@dataclass
class Room:
    """A class with people in every role, and an assignment in it."""

    row: Classroom
    people: dict[str, Someone]
    assignment: Assignment
    learner: Membership


@pytest.fixture
def room(common_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(settings, "CONTENT", common_shelf)
    people = {name: somebody(name) for name in ("instructor", "assistant", "learner", "stranger", "administrator")}
    User.objects.filter(username="administrator").update(is_staff=True, is_superuser=True)
    people |= {"nobody": nameless(), "visitor": nameless()}
    people["visitor"].client.post("/designs/", {"template": "empty"})
    teacher = people["instructor"].person
    assert teacher is not None
    row = actions.make_class(teacher, "Queues", "Teacher")
    Membership.objects.create(classroom=row, owner=somebody("second").person, role="instructor", name="Second")
    for name in ("assistant", "learner"):
        Membership.objects.create(classroom=row, owner=people[name].person, role=name, name=SECRET)
    assignment = Assignment.objects.create(classroom=row, item=ITEM, title="Two queues", due=timezone.now())
    learner = Membership.objects.get(owner=people["learner"].person)
    item = item_of(ITEM)
    assert item is not None
    Work.objects.create(assignment=assignment, membership=learner, attempt=begin(learner.owner, item))
    return Room(row, people, assignment, learner)


def ask(room: Room, client: Client, route: str, method: str) -> Any:
    name = "assignment_id" if route.startswith("assignment_") and route != "assignment_create" else "class_id"
    known = {name: room.assignment.pk if name == "assignment_id" else room.row.pk}
    path = reverse(route, kwargs=known | ({"membership": room.learner.pk} if route == "assignment_sheet" else {}))
    learner = room.learner.pk
    data = {
        "membership": learner,
        "memberships": learner,
        "role": "learner",
        "due": "2030-01-01T12:00",
        "item": str(ITEM),
    }
    return client.get(path) if method == "GET" else client.post(path, data)


@pytest.mark.parametrize("role", list(MAY))
@pytest.mark.parametrize(("route", "method"), OF_CLASSES)
def test_each_role_reaches_what_is_declared_and_nothing_else(room: Room, route: str, method: str, role: str) -> None:
    answer = ask(room, room.people[role].client, route, method)
    text = answer.content.decode()
    if role in ("visitor", "nobody"):
        assert answer["Location"].startswith("/accounts/sign-up/")
    elif ROUTES[route][method] in MAY[role]:
        assert answer.status_code in (200, 302), text[:300]
    else:
        assert answer.status_code == 404
    if role not in ("instructor", "assistant"):
        assert SECRET not in text
        assert room.row.code not in text


def test_a_class_from_the_code_to_the_gradebook(room: Room) -> None:
    teacher, learner = room.people["instructor"].client, room.people["stranger"]
    page = teacher.get(f"/classes/{room.row.pk}/").content.decode()
    assert room.row.code in page
    lower = f" {room.row.code[:4].lower()}-{room.row.code[4:].lower()} "
    joined = learner.client.post("/classes/join/", {"code": lower, "name": '=HYPERLINK("http://evil")'})
    assert joined.status_code == 302
    opened = learner.client.post(f"/assignments/{room.assignment.pk}/open/")
    assert opened["Location"].startswith("/learn/attempts/")
    assert learner.client.post(f"/assignments/{room.assignment.pk}/open/")["Location"] == opened["Location"]
    attempt = Attempt.objects.get(owner=learner.person)
    submission = Submission.objects.create(attempt=attempt, number=1, key="k", document={}, item_digest="")
    Submission.objects.filter(pk=submission.pk).update(
        stage=Stage.GRADED, points=3.0, points_most=4.0, created=room.assignment.due + timedelta(hours=30)
    )
    book = teacher.get(f"/classes/{room.row.pk}/gradebook/").content.decode()
    assert "2.4 of 4" in book, "two days begun cost 20 %"
    sheet = teacher.get(f"/classes/{room.row.pk}/gradebook.csv").content.decode()
    assert "'=HYPERLINK" in sheet
    assert ",2.4,4,2,2.4" in sheet
    member = Membership.objects.get(owner=learner.person)
    more = {"memberships": [member.pk], "due": f"{timezone.now() + timedelta(days=7):%Y-%m-%dT%H:%M}"}
    teacher.post(f"/assignments/{room.assignment.pk}/extend/", more)
    assert "3 of 4" in teacher.get(f"/classes/{room.row.pk}/gradebook/").content.decode()
    board = teacher.get(f"/classes/{room.row.pk}/board/").content.decode()
    assert "0 of 9" in board


def test_who_teaches_sees_the_design_and_the_answers_of_a_learner_and_how_the_class_predicts(room: Room) -> None:
    teacher, work = room.people["instructor"].client, Work.objects.get()
    Answer.objects.create(attempt=work.attempt, step="worse", value="less")
    Answer.objects.create(attempt=work.attempt, step="guess", value="25")
    design = work.attempt.design
    design.document["components"][1]["label"] = "Drawn by the learner"
    design.save()
    sheet = teacher.get(f"/assignments/{room.assignment.pk}/works/{room.learner.pk}/").content.decode()
    assert SECRET in sheet
    assert "Drawn by the learner" in sheet
    assert "<strong>Fewer slots</strong>" in sheet
    assert HIDDEN not in sheet, "what is hidden from learners is hidden on what may be shown to all of them"
    wall = teacher.get(f"/assignments/{room.assignment.pk}/wall/").content.decode()
    assert "1 of 1 have said a number" in wall
    assert "Drawn by the learner" not in wall
    assert SECRET not in wall, "names are not for the wall"
    beside = Membership.objects.get(name="Second")
    assert teacher.get(f"/assignments/{room.assignment.pk}/works/{beside.pk}/").status_code == 404


def test_several_get_more_time_at_once_in_the_zone_of_who_gives_it(room: Room) -> None:
    teacher = room.people["instructor"].client
    other = Membership.objects.create(classroom=room.row, owner=somebody("late").person, role="learner", name="Late")
    address = f"/assignments/{room.assignment.pk}/extend/"
    more = {"memberships": [room.learner.pk, other.pk], "due": "2030-07-01T12:00", "zone": "Europe/Berlin"}
    assert teacher.post(address, more).status_code == 302
    assert {(each.membership_id, each.due.hour) for each in room.assignment.extensions.all()} == {
        (room.learner.pk, 10),
        (other.pk, 10),
    }
    stranger = Membership.objects.create(
        classroom=actions.make_class(somebody("elsewhere").person, "Other", "Other"),
        owner=other.owner,
        role="learner",
        name="Late",
    )
    assert "valid choice" in teacher.post(address, more | {"memberships": [stranger.pk]}).content.decode()
    assert "Choose who gets more time." in teacher.post(address, more | {"memberships": []}).content.decode()


def test_a_closed_class_and_a_wrong_code_take_nobody_in(room: Room) -> None:
    stranger = room.people["stranger"].client
    assert stranger.post("/classes/join/", {"code": "AAAAAAAA", "name": "Me"}).status_code == 422
    room.people["instructor"].client.post(f"/classes/{room.row.pk}/settings/", {})
    assert stranger.post("/classes/join/", {"code": room.row.code, "name": "Me"}).status_code == 422
    assert Membership.objects.filter(owner=room.people["stranger"].person).count() == 0


def test_a_class_is_never_without_somebody_who_teaches(room: Room) -> None:
    Membership.objects.filter(name="Second").delete()
    answer = room.people["instructor"].client.post(f"/classes/{room.row.pk}/leave/")
    assert answer.status_code == 422
    assert "must teach" in answer.content.decode()


def test_what_is_not_open_yet_is_not_there_for_learners(room: Room) -> None:
    Assignment.objects.update(opens=timezone.now() + timedelta(days=1))
    learner = room.people["learner"].client
    assert learner.post(f"/assignments/{room.assignment.pk}/open/").status_code == 404
    assert "Two queues" not in learner.get(f"/classes/{room.row.pk}/").content.decode()
    assert "Two queues" in room.people["assistant"].client.get(f"/classes/{room.row.pk}/").content.decode()


def test_other_dates_reach_attempts_that_were_begun(room: Room) -> None:
    room.people["learner"].client.post(f"/assignments/{room.assignment.pk}/open/")
    closes = "2031-05-01T10:00"
    data = {"opens": "2020-01-01T00:00", "due": "2031-04-01T10:00", "closes": closes, "checks_most": 3}
    answer = room.people["instructor"].client.post(f"/assignments/{room.assignment.pk}/change/", data)
    assert answer.status_code == 302
    attempt = Attempt.objects.get()
    assert attempt.closes is not None
    assert (f"{attempt.closes:%Y-%m-%dT%H:%M}", attempt.checks_most) == (closes, 3)
