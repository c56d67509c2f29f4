"""Every run is kept and found again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.runs.models import Run, State
from apps.runs.queries import HISTORY_LENGTH, runs_of_design
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def shown(someone: Someone, query: str = "") -> str:
    return someone.client.get(f"/history/{query}").content.decode()


def test_an_empty_history_says_how_to_begin(alice: Someone) -> None:
    assert "Nothing has been run yet" in shown(alice)


def test_runs_are_found_by_name_title_seed_and_state(alice: Someone, bob: Someone) -> None:
    run = made.run(alice.person, made.design(alice.person, name="Cold <cache>"), seed=4711, state=State.DONE)
    made.run(bob.person, made.design(bob.person, name="Not mine"))
    assert alice.client.post(f"/runs/{run.pk}/name/", {"title": "  Before   the fix "}).status_code == 302
    for query in ("", "?q=before+the", "?q=cold", "?q=4711", "?state=done", "?state=odd", "?before=odd"):
        page = shown(alice, query)
        assert "Before the fix" in page, query
        assert "Cold &lt;cache&gt;" in page
        assert "Not mine" not in page
    for query in ("?q=other", "?state=failed", "?q=4712"):
        assert "No run fits" in shown(alice, query)


def test_a_name_is_taken_away_again_and_only_by_its_owner(alice: Someone, bob: Someone) -> None:
    run = made.run(alice.person)
    alice.client.post(f"/runs/{run.pk}/name/", {"title": "x" * 300})
    run.refresh_from_db()
    assert run.title == "x" * 120
    assert bob.client.post(f"/runs/{run.pk}/name/", {"title": "mine"}).status_code == 404
    alice.client.post(f"/runs/{run.pk}/name/", {"title": " "})
    run.refresh_from_db()
    assert run.title == ""


def test_older_runs_are_on_pages_that_miss_none(alice: Someone) -> None:
    first = made.run(alice.person)
    copies = [Run(**_columns(first, place)) for place in range(HISTORY_LENGTH + 5)]
    Run.objects.bulk_create(copies)
    page = shown(alice)
    address = page.split('href="/history/?before=')[1].split('"')[0]
    older = shown(alice, f"?before={address}")
    assert page.count('class="history-what"') == HISTORY_LENGTH
    assert older.count('class="history-what"') == 6
    assert "Older runs" not in older


def _columns(run: Run, place: int) -> dict:
    names = ("owner", "design", "name", "document", "inputs_hash", "seed", "engine_version", "duration_s")
    return {name: getattr(run, name) for name in names} | {"created": timezone.now() - timedelta(minutes=place + 1)}


def test_a_run_is_compared_with_ones_own_that_have_frames_its_design_first(alice: Someone, bob: Someone) -> None:
    drawn = made.design(alice.person, name="Drawn")
    run = made.run(alice.person, drawn, key="shown", frames_done=8)
    same = made.run(alice.person, drawn, key="same", seed=9, frames_done=8)
    elsewhere = made.run(
        alice.person, made.design(alice.person, name="Elsewhere"), key="other", title="Before", frames_done=8
    )
    made.run(alice.person, drawn, key="waiting", frames_done=0)
    made.run(bob.person, made.design(bob.person, name="Not mine"), frames_done=8)
    told = alice.client.get(f"/runs/{run.pk}/others.json").json()["runs"]
    assert [each["id"] for each in told] == [str(same.pk), str(elsewhere.pk)]
    assert told[0]["name"].startswith("seed 9, ")
    assert told[1]["name"] == "Before"
    assert bob.client.get(f"/runs/{run.pk}/others.json").status_code == 404


def test_runs_of_experiments_are_shown_when_they_are_asked_for(alice: Someone) -> None:
    made.run(alice.person, title="One of many", lane="batch")
    mine = made.run(alice.person, title="Pressed by hand", key="mine")
    assert "One of many" not in shown(alice)
    for query in ("?groups=on", "?q=many"):
        assert "One of many" in shown(alice, query)
    assert "Pressed by hand" in shown(alice)
    assert [each.pk for each in runs_of_design(mine.design, alice.person)] == [mine.pk]
