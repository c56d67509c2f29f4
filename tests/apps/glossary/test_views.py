"""The glossary as somebody without an account meets it: words, sliders, runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from apps.glossary import views
from apps.glossary.items import explained
from apps.progress.items import item_of
from apps.progress.queries import step_shown
from apps.runs import execution
from apps.runs.models import Run, State
from tests.apps.lesson import ITEM, written
from tests.apps.term import written_terms
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written_terms(tmp_path)
    monkeypatch.setattr(settings, "CONTENT", tmp_path)
    return tmp_path


def text_of(client: Client, path: str, **words: Any) -> str:
    answer = client.get(path, **words)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_lists_all_terms_and_search_finds_words_in_meanings(nobody: Someone) -> None:
    page = text_of(nobody.client, "/glossary/")
    assert "business" in page
    assert "crowd" in page
    assert "half" not in page, "one that cannot be read hides no other and is not shown"
    found = text_of(nobody.client, "/glossary/?q=many+WHO", headers=HTMX)
    assert "crowd" in found
    assert "business" not in found
    assert "<html" not in found
    assert "Nothing is called that" in text_of(nobody.client, "/glossary/?q=zebra")


def test_a_term_tells_its_meaning_and_draws_its_experiment_in_words_too(nobody: Someone) -> None:
    page = text_of(nobody.client, "/glossary/business/")
    assert "The share of the slots that is busy." in page
    assert "Requests a second: 50. Mean latency 20 ms" in page
    assert 'aria-label="Mean latency by requests a second. 20: 12.5 ms, 50: 20 ms, 90: 100 ms."' in page
    assert 'href="/glossary/crowd/"' in page
    assert nobody.client.get("/glossary/zebra/").status_code == 404


def test_the_slider_moves_what_is_shown(nobody: Someone) -> None:
    shown = text_of(nobody.client, "/glossary/business/shown/?at=2", headers=HTMX)
    assert "Requests a second: 90. Mean latency 100 ms" in shown
    assert "<html" not in shown
    beyond = text_of(nobody.client, "/glossary/business/shown/?at=99", headers=HTMX)
    assert "Requests a second: 50. Mean latency 20 ms" in beyond, "what is not there is where the slider stands first"
    assert Run.objects.count() == 0


def test_a_visitor_runs_an_experiment_once_and_sees_it_beside_the_others(nobody: Someone) -> None:
    client = nobody.client
    assert "Nothing was run at “50” yet" in text_of(client, "/glossary/crowd/")
    waiting = client.post("/glossary/crowd/runs/", {"at": "2"}, headers=HTMX).content.decode()
    assert "hx-get" in waiting, "it asks again by itself until the run has ended"
    client.post("/glossary/crowd/runs/", {"at": "2"}, headers=HTMX)
    run = Run.objects.get()
    execution.work()
    run.refresh_from_db()
    assert run.state == State.DONE
    assert run.summary is not None
    shown = text_of(client, "/glossary/crowd/shown/?at=2", headers=HTMX)
    measured = run.summary["requests"]["ok"] / run.duration_s
    assert "hx-trigger" not in shown
    assert f"/runs/{run.pk}/" in shown
    told = float(shown.split("Requests a second: 90. Answered ")[1].split(" ")[0])
    assert told == pytest.approx(measured, rel=0.02), "the figure is that of the run"
    assert "Nothing was run at “20” yet" in text_of(client, "/glossary/crowd/shown/?at=0")
    answer = client.post("/glossary/crowd/runs/", {"at": "0"})
    assert answer["Location"] == "/glossary/crowd/?at=0"
    execution.work()
    assert Run.objects.count() == 2
    assert 'class="term-line is-other"' in text_of(client, "/glossary/crowd/?at=0")


def test_nobody_sees_the_runs_of_somebody_else(nobody: Someone, alice: Someone) -> None:
    alice.client.post("/glossary/crowd/runs/", {"at": "1"})
    execution.work()
    assert "Nothing was run at “50” yet" in text_of(nobody.client, "/glossary/crowd/")
    assert "Requests a second: 50. Answered" in text_of(alice.client, "/glossary/crowd/")


def test_a_run_that_was_cancelled_is_begun_anew(alice: Someone) -> None:
    alice.client.post("/glossary/crowd/runs/", {"at": "1"})
    Run.objects.update(state=State.CANCELLED)
    assert "The run was cancelled" in text_of(alice.client, "/glossary/crowd/")
    alice.client.post("/glossary/crowd/runs/", {"at": "1"})
    assert Run.objects.filter(state=State.QUEUED).count() == 1


def test_who_tries_too_often_is_told_to_wait(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "RUNS_PER_HOUR", 1)
    monkeypatch.setattr(views, "SHOWN_PER_MINUTE", 1)
    alice.client.post("/glossary/crowd/runs/", {"at": "1"})
    refused = alice.client.post("/glossary/crowd/runs/", {"at": "2"}, headers=HTMX)
    assert refused.status_code == 429
    assert "wait a while" in refused.content.decode()
    assert alice.client.get("/glossary/business/shown/").status_code == 200
    assert alice.client.get("/glossary/business/shown/").status_code == 429
    assert alice.client.post("/glossary/business/runs/", {"at": "1"}).status_code == 404, "an estimate is not run"


def test_the_first_use_of_a_term_leads_to_it_and_names_are_left_alone() -> None:
    html = str(
        explained("# A busy server\n\nA **Busy-server** and `busy server`; [a crowd](/x) is a crowd, crowds. Crowd.")
    )
    assert html.count('class="term"') == 2
    assert '<strong><a class="term" href="/glossary/business/" data-term="business">Busy-server</a></strong>' in html
    assert "<h2>A busy server</h2>" in html
    assert "<code>busy server</code>" in html
    assert 'is a <a class="term" href="/glossary/crowd/" data-term="crowd">crowd</a>, crowds. Crowd.' in html
    assert "<script" not in str(explained("<script>busy server</script>"))


def test_a_lesson_offers_its_words(library: Path) -> None:
    folder = written(library)
    (folder / "text.md").write_text((folder / "text.md").read_text().replace("Text of begin.", "Meet the crowd."))
    item = item_of(ITEM)
    assert item is not None
    assert 'data-term="crowd"' in step_shown(item.steps[0], item)["html"]
