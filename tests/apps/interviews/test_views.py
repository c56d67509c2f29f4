"""A sitting from the first question to the report, as a browser would send it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.accounts.models import Person
from apps.accounts.queries import COOKIE, visitor_of
from apps.interviews.actions import invite, join
from apps.interviews.models import Sitting, Throw
from apps.progress.models import Stage, Submission
from apps.runs.live.archive import Frames
from apps.runs.models import Run, RunArchive, State
from tests.apps import made
from tests.apps.interview import INTERVIEW, REVEALED, SAID, interview_shelf, shelf
from tests.people import PASSWORD, Someone

__all__ = ["interview_shelf", "shelf"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]
RESULT = {
    "title": "",
    "text": "",
    "points": 1.0,
    "earned": 1.0,
    "sentence": "It was slow.",
    "seeds": [],
    "is_hidden": False,
}


def begun(client: Client) -> Sitting:
    """A sitting that has just begun."""
    answer = client.post(f"/interviews/items/{INTERVIEW}/", {"clock": "yes"})
    assert answer.status_code == 302, answer.content
    return Sitting.objects.get(pk=answer["Location"].split("/")[2])


def press(client: Client, sitting: Sitting, where: str, **data: str) -> str:
    """What the panel says after something was sent."""
    return client.post(f"/interviews/{sitting.pk}/{where}/", data, headers={"HX-Request": "true"}).content.decode()


def at_stage(client: Client, sitting: Sitting, stage: str) -> None:
    while sitting.stage != stage:
        press(client, sitting, "clock", move="next", stage=sitting.stage)
        sitting.refresh_from_db()


def ended(run: Run, losing: tuple[float, float]) -> None:
    """Lets a run be done that answered nothing well between two seconds."""
    metrics = ["ok_per_s", "error_per_s", "shed_per_s"]
    frames = Frames()
    for second in range(1, 31):
        is_bad = losing[0] < second <= losing[1]
        frames.append(json.dumps({"clock_s": second, "totals": [0 if is_bad else 50, 50 if is_bad else 0, 0]}).encode())
    blocks = frames.all_blocks()
    RunArchive.objects.create(run=run, blocks=[len(each) for each in blocks], frames=b"".join(blocks), frames_count=30)
    summary = {"clock_s": 30.0, "measured_from_s": 0.0, "cost": {"credits_per_h": 3.0}}
    layout = {"total_metrics": metrics, "frame_s": 1.0}
    Run.objects.filter(pk=run.pk).update(state=State.DONE, frames_done=30, summary=summary, layout=layout)


def test_the_interviewer_answers_what_is_asked_and_nothing_else(nobody: Someone) -> None:
    sitting = begun(nobody.client)
    page = nobody.client.get(f"/interviews/{sitting.pk}/").content.decode()
    assert SAID not in page
    assert "Ask for one thing" in press(nobody.client, sitting, "questions", text="Tell me everything!")
    answer = press(nobody.client, sitting, "questions", text="So how many VIEWERS do we have?")
    assert SAID in answer
    assert "Taken as “How many viewers are there?”" in answer, "words may be taken for what was not meant"
    assert "Two and a half" in press(nobody.client, sitting, "questions", question="peak")


def test_the_clock_is_the_servers_and_stands_while_it_is_paused(nobody: Someone) -> None:
    sitting = begun(nobody.client)
    Sitting.objects.update(since=sitting.since - timedelta(seconds=70))
    page = nobody.client.get(f"/interviews/{sitting.pk}/").content.decode()
    assert re.search(r'data-left="-1[0-9]"', page)
    press(nobody.client, sitting, "clock", move="pause")
    sitting.refresh_from_db()
    assert sitting.since is None
    assert 70.0 <= sitting.spent["ask"] < 90.0
    assert "paused" in press(nobody.client, sitting, "questions", text="How many viewers?")
    press(nobody.client, sitting, "clock", move="go_on")
    press(nobody.client, sitting, "clock", move="without_clock")
    sitting.refresh_from_db()
    assert sitting.since is not None
    assert not sitting.is_timed


def test_two_tabs_that_press_next_go_on_by_one_stage(nobody: Someone) -> None:
    sitting = begun(nobody.client)
    for _ in range(2):
        press(nobody.client, sitting, "clock", move="next", stage="ask")
    sitting.refresh_from_db()
    assert sitting.stage == "sums"


def test_a_worked_answer_comes_when_the_number_can_be_given_no_more(nobody: Someone) -> None:
    sitting = begun(nobody.client)
    at_stage(nobody.client, sitting, "sums")
    assert "<em>fifty</em>" not in press(nobody.client, sitting, "sums", sum="load", number="52")
    assert "such as" in press(nobody.client, sitting, "sums", sum="load", number="many")
    at_stage(nobody.client, sitting, "draw")
    panel = nobody.client.get(f"/interviews/{sitting.pk}/panel/", headers={"HX-Request": "true"}).content.decode()
    assert "How long does it take?" in panel
    assert "You said 52" in panel
    assert "<em>fifty</em>" in panel
    assert "no more" in press(nobody.client, sitting, "sums", sum="load", number="50")


def test_a_curveball_is_a_run_in_which_one_says_what_one_sees(nobody: Someone) -> None:
    sitting = begun(nobody.client)
    at_stage(nobody.client, sitting, "break")
    answer = nobody.client.post(
        f"/interviews/{sitting.pk}/curveballs/", {"curveball": "loss", "key": "one", "speed": "5"}
    )
    assert answer.status_code == 302, answer.content
    throw = Throw.objects.select_related("run").get()
    assert json.loads(throw.run.document)["schedule"][0]["failure"] == "kill_instances"
    Run.objects.update(state=State.RUNNING, horizon=14, layout={"frame_s": 1.0})
    panel = press(nobody.client, sitting, "noticed", run=str(throw.run_id), clock_s="900", text="Instances are gone")
    assert "Instances are gone" in panel
    assert REVEALED not in panel
    throw.refresh_from_db()
    assert throw.noticed_s == 14.0, "later than the run is nobody sees anything"
    ended(throw.run, (10.0, 16.0))
    panel = nobody.client.get(f"/interviews/{sitting.pk}/panel/", headers={"HX-Request": "true"}).content.decode()
    assert REVEALED in panel
    assert re.search(r"Noticed after</dt><dd>4 s", panel)
    assert re.search(r"Well again after</dt><dd>6 s", panel)


def test_the_report_tells_levels_from_evidence(nobody: Someone) -> None:
    sitting = begun(nobody.client)
    press(nobody.client, sitting, "questions", text="How many viewers?")
    at_stage(nobody.client, sitting, "sums")
    press(nobody.client, sitting, "sums", sum="load", number="45")
    at_stage(nobody.client, sitting, "draw")
    press(nobody.client, sitting, "prompts", prompt="dive", text="Because of queues.")
    press(nobody.client, sitting, "decisions", text="Two instances", why="They are enough.")
    at_stage(nobody.client, sitting, "end")
    assert nobody.client.post(f"/interviews/{sitting.pk}/end/", {"key": "k"}).status_code == 302
    report = f"/interviews/{sitting.pk}/report/"
    assert "being run" in nobody.client.get(report).content.decode()
    results = [RESULT | {"id": each, "holds": each != "lean"} for each in ("quick", "lean", "survives")]
    grade = json.dumps({"all": {"results": results}, "shown": {"results": []}})
    Submission.objects.update(stage=Stage.GRADED, grade=grade)
    page = nobody.client.get(report).content.decode()
    assert 'data-level="senior"' in page
    assert page.count('class="level is-3"') == 1
    assert page.count('class="level is-2"') == 1
    assert "It was slow." in page
    assert "They are enough." in page
    nobody.client.post(f"/interviews/{sitting.pk}/judgements/", {"prompt": "dive", "level": "senior"})
    assert "The candidate found it senior." in nobody.client.get(report).content.decode()
    assert "over" in press(nobody.client, sitting, "questions", text="How high is the peak?")


def test_who_sat_opposite_as_a_visitor_and_logs_in_stays_the_interviewer(nobody: Someone) -> None:
    sitting, opposite = begun(nobody.client), Client()
    opposite.post("/designs/", {"template": "empty"})
    visitor = visitor_of(opposite.cookies[COOKIE].value)
    assert visitor is not None
    join(visitor, invite(sitting))
    run = made.run(sitting.owner)
    run.guests.add(visitor)
    User.objects.create_user("olga", password=PASSWORD)
    assert opposite.post("/accounts/log-in/", {"username": "olga", "password": PASSWORD}).status_code == 302
    account = Person.objects.get(user__username="olga")
    assert Sitting.objects.led_by(account).get() == sitting
    assert Run.objects.shared_with(account).get() == run
    assert opposite.get(f"/interviews/{sitting.pk}/desk/").status_code == 200


def test_an_interview_is_no_lesson(nobody: Someone) -> None:
    assert nobody.client.post(f"/learn/items/{INTERVIEW}/").status_code == 404
    sitting = begun(nobody.client)
    assert nobody.client.get(f"/learn/attempts/{sitting.attempt_id}/").status_code == 302
