"""What Alice owns besides designs and runs, so that a test can ask who reaches it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.accounts.models import Person
from apps.api.models import Token
from apps.authoring.items import digest_of
from apps.authoring.models import Authored, Proof
from apps.classes.actions import make_class
from apps.classes.models import Assignment, Membership, Work
from apps.designs.models import Design
from apps.experiments.actions import start as start_experiment
from apps.experiments.kinds import kinds
from apps.experiments.models import Experiment
from apps.interviews.actions import begin as sit
from apps.interviews.actions import invite, note
from apps.interviews.models import Kind, Sitting, Throw
from apps.lectures.actions import ask as ask_all
from apps.lectures.actions import make_lecture, take_seat
from apps.lectures.models import Seat
from apps.progress.actions import begin
from apps.progress.items import item_of
from apps.progress.models import Stage, Submission
from apps.runs.models import Run
from apps.sharing.models import Link
from tests.apps.interview import INTERVIEW
from tests.apps.lesson import ITEM
from tests.content.small import scenario_texts
from tests.people import Someone

CANARY = "canary of alice 7f3a"
TITLE = "A scenario to copy"


def drafted(alice: Someone) -> dict[str, Any]:
    """A scenario that Alice writes, and the link by which she shares it."""
    assert alice.person is not None
    files = {name: text.replace("summary: ", f"summary: {CANARY} ") for name, text in scenario_texts().items()}
    draft = Authored.objects.create(owner=alice.person, title=TITLE, files=files, share="a-link")
    Proof.objects.create(authored=draft, digest=digest_of(files), files=files, stage="done", holds=True)
    return {"authored_id": draft.pk, "share": draft.share}


def taught(alice: Someone) -> dict[str, Any]:
    """A class that Alice teaches with somebody, a learner in it, and an assignment."""
    assert alice.person is not None
    room = make_class(alice.person, CANARY, "Alice")
    Membership.objects.create(classroom=room, owner=Person.objects.create(), role="instructor", name="Other")
    learner = Membership.objects.create(classroom=room, owner=Person.objects.create(), name=CANARY)
    assignment = Assignment.objects.create(classroom=room, item=ITEM, title=CANARY)
    work = begin(learner.owner, item_of(ITEM))  # type: ignore[arg-type]
    Work.objects.create(assignment=assignment, membership=learner, attempt=work)
    return {
        "class_id": room.pk,
        "assignment_id": assignment.pk,
        "learner": learner.pk,
        "membership": learner.pk,
        "code": room.code,
    }


def attempted(alice: Someone) -> dict[str, Any]:
    """An attempt of Alice at the small lesson, with a check that has been graded."""
    item = item_of(ITEM)
    assert item is not None
    assert alice.person is not None
    attempt = begin(alice.person, item)
    Design.objects.filter(pk=attempt.design_id).update(name=CANARY, document=attempt.design.document | {"name": CANARY})
    submission = Submission.objects.create(
        attempt=attempt, number=1, key="k", document=attempt.design.document, stage=Stage.FAILED, reason=CANARY
    )
    return {"attempt_id": attempt.pk, "submission_id": submission.pk}


def sat(alice: Someone, bob: Someone, run: Run) -> dict[str, Any]:
    """An interview of Alice by Bob, in which a curveball was thrown."""
    item = item_of(INTERVIEW)
    assert item is not None
    assert alice.person is not None
    sitting = sit(alice.person, item, is_timed=True)
    Sitting.objects.filter(pk=sitting.pk).update(guest=bob.person)
    Design.objects.filter(attempt__sitting=sitting).update(name=CANARY)
    note(sitting, Kind.DECISION, text=CANARY, value={"why": CANARY})
    Throw.objects.create(sitting=sitting, curveball="loss", run=run)
    stranger = sit(Person.objects.create(), item, is_timed=False)
    return {"sitting_id": sitting.pk, "invitation": invite(stranger)}


def lectured(alice: Someone, design: Design) -> dict[str, Any]:
    """A lecture of Alice, in which somebody sits, and a seat of hers in a lecture of somebody else."""
    assert alice.person is not None
    lecture = make_lecture(alice.person, CANARY, design)
    take_seat(Person.objects.create(), lecture.code, CANARY)
    other = make_lecture(Person.objects.create(), "Another", design)
    seat = take_seat(alice.person, other.code, CANARY)
    ask_all(other, CANARY, "")
    Seat.objects.filter(lecture=lecture).update(run=Run.objects.filter(owner=alice.person).first())
    return {"lecture_id": lecture.pk, "seat_id": seat.pk, "lecture_code": other.code}


def experimented(alice: Someone, design: Design) -> dict[str, Any]:
    """An experiment of Alice that is under way, and the name of a kind."""
    assert alice.person is not None
    settings = {"seeds": 2, "first_seed": 1, "name": CANARY}
    made = start_experiment(alice.person, design, kinds()["repeat"], settings, "canary")
    assert isinstance(made, Experiment), made
    return {"experiment_id": made.pk, "kind": "repeat"}


def shared(alice: Someone, public: Run) -> dict[str, Any]:
    """A link of Alice to a run that says nothing about her."""
    assert alice.person is not None
    link = Link.objects.create(owner=alice.person, run=public)
    token = Token.objects.create(owner=alice.person, name=CANARY, token_hash="x", expires=timezone.now())
    return {"token_id": token.pk, "link_id": link.pk, "token": link.token, "part": "log"}
