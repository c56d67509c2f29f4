"""Experiments in the browser: forms that begin well, errors at their fields, pages at every stage."""

from __future__ import annotations

import re

import pytest

from apps.designs.models import Revision
from apps.experiments.models import Experiment
from apps.runs import actions as runs
from apps.runs.models import Run, State
from engine.design.knobs import knobs_of
from tests import tiny
from tests.apps import made
from tests.apps.experiments.asked import asked, done, wish
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("compare", "repeat", "sweep")


def form_of(someone: Someone, kind: str, design: object = None, **query: str) -> str:
    assert someone.person is not None
    stored = design or made.design(someone.person)
    answer = someone.client.get(f"/designs/{stored.pk}/experiments/{kind}/", query)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return str(answer.content.decode())


def chosen(text: str, name: str) -> str:
    found = re.search(rf'id="{name}"[^>]*value="([^"]*)"', text)
    return found.group(1) if found else ""


@pytest.mark.parametrize(("kind", "runs_told"), [("compare", 16), ("repeat", 10), ("sweep", 36)])
def test_a_form_begins_ready_to_be_pressed_and_says_what_it_costs(alice: Someone, kind: str, runs_told: int) -> None:
    text = form_of(alice, kind)
    assert f"<strong>{runs_told} runs</strong>" in text
    assert "of computing at most" in text
    assert 'role="alert"' not in text


def test_a_form_says_what_is_in_the_way_before_anything_is_pressed(alice: Someone) -> None:
    text = form_of(alice, "sweep", seeds="30", first_seed="1", parameter="traffic.viewers.load", low="1", high="2",
                   steps="24", scale="linear")  # fmt: skip
    assert "These are 720 runs, and 200 are the most" in text
    assert not Run.objects.exists()


def test_a_new_parameter_brings_a_range_of_its_own(alice: Someone) -> None:
    sent = {name: str(value) for name, value in wish("sweep").items()} | {"parameter": "components.service.slots"}
    text = form_of(alice, "sweep", suggest="parameter", **sent)
    present = knobs_of(tiny.design())["components.service.slots"].present
    assert present is not None
    assert float(chosen(text, "low")) <= present <= float(chosen(text, "high"))


def test_pressing_start_leads_to_the_experiment(alice: Someone) -> None:
    design = made.design(alice.person)
    sent = {name: str(value) for name, value in wish("repeat", name="My repetition").items()}
    answer = alice.client.post(f"/designs/{design.pk}/experiments/repeat/", sent)
    experiment = Experiment.objects.get()
    assert answer["Location"] == f"/experiments/{experiment.pk}/"
    page = alice.client.get(answer["Location"]).content.decode()
    assert "My repetition" in page
    assert "0 of 2 runs" in page


def test_a_refused_form_keeps_what_was_typed_and_names_the_field(alice: Someone) -> None:
    design = made.design(alice.person)
    sent = {name: str(value) for name, value in wish("sweep", low=90.0, high=30.0).items()}
    answer = alice.client.post(f"/designs/{design.pk}/experiments/sweep/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="error-high">Give more than 90' in text
    assert chosen(text, "high") == "30.0"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_is_asked_again_is_drawn_only_when_runs_have_ended(alice: Someone, kind: str) -> None:
    experiment = asked(alice, kind)
    path = f"/experiments/{experiment.pk}/"
    assert alice.client.get(f"{path}?over=0", headers={"HX-Request": "true"}).status_code == 204
    done(experiment)
    answer = alice.client.get(f"{path}?over=0", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "hx-trigger" not in answer.content.decode().split("<header", 1)[0], "what has ended asks no more"


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_shown_as_pictures_with_words_and_as_tables(alice: Someone, kind: str) -> None:
    experiment = done(asked(alice, kind))
    text = alice.client.get(f"/experiments/{experiment.pk}/").content.decode()
    assert re.search(r'<svg class="experiment-picture"[^>]*aria-label="[^"]{20,}"', text)
    assert "p99 latency" in text
    assert '<table class="experiment-table">' in text
    table = alice.client.get(f"/experiments/{experiment.pk}/table.csv")
    assert table["Content-Type"].startswith("text/csv")
    assert "classes." in table.content.decode()


def test_two_parameters_make_a_heat_map_and_a_figure_can_be_chosen(alice: Someone) -> None:
    second = {"parameter2": "components.service.slots", "low2": 1, "high2": 2, "steps2": 2}
    experiment = done(asked(alice, "sweep", **second))
    path = f"/experiments/{experiment.pk}/"
    text = alice.client.get(path).content.decode()
    assert len(re.findall(r'<rect class="heat-\d[^>]*rx="2"', text)) == 6
    text = alice.client.get(f"{path}?figure=requests.ok_per_s").content.decode()
    assert 'value="requests.ok_per_s" selected' in text


def test_an_earlier_version_and_another_design_can_be_compared(alice: Someone) -> None:
    design, other = made.design(alice.person), made.design(alice.person, rate_per_s=10.0, name="Other")
    Revision.objects.create(design=design, version=7, document=other.document, name="Before")
    text = form_of(alice, "compare", design)
    assert "7: Before" in text
    assert f'<option value="{other.pk}">Other' in text
    for number, choice in enumerate(({"against": "version", "version": 7}, {"against": "design", "other": other.pk})):
        experiment = asked(alice, "compare", design, key=str(number), same_traffic="on", **choice)
        assert isinstance(experiment, Experiment), experiment
    rates = [each.cells.get(arm=1, seed=1).run.document.count('"rate_per_s":50.0')
             for each in Experiment.objects.order_by("created")]  # fmt: skip
    assert rates == [0, 1], "another design takes the same traffic, a version keeps its own"


def test_nobody_compares_with_a_design_of_somebody_else(alice: Someone, bob: Someone) -> None:
    strange = made.design(bob.person)
    errors = asked(alice, "compare", against="design", other=strange.pk)
    assert [each.path for each in errors] == ["other"]


def test_somebody_without_experiments_is_told_how_to_begin(alice: Someone) -> None:
    assert "No experiments yet" in alice.client.get("/experiments/").content.decode()
    design = made.design(alice.person)
    text = alice.client.get(f"/designs/{design.pk}/experiments/").content.decode()
    assert [kind for kind in KINDS if f"/experiments/{kind}/" in text] == list(KINDS)


def test_a_cancelled_experiment_says_how_far_it_came(alice: Someone) -> None:
    experiment = asked(alice, "repeat")
    alice.client.post(f"/experiments/{experiment.pk}/cancel/")
    assert "Cancelled after 0 of 2 runs" in alice.client.get(f"/experiments/{experiment.pk}/").content.decode()
    # A second press, when it has ended, leads to the same page.
    assert alice.client.post(f"/experiments/{experiment.pk}/cancel/").status_code == 302


def test_a_limit_that_is_met_is_said_on_the_form(alice: Someone) -> None:
    design = made.design(alice.person)
    for seed in (1, 20):
        asked(alice, "repeat", design, key=str(seed), first_seed=seed)
    sent = {name: str(value) for name, value in wish("repeat", first_seed=50).items()}
    answer = alice.client.post(f"/designs/{design.pk}/experiments/repeat/", sent)
    assert answer.status_code == 429
    assert "2 of your experiments are under way" in answer.content.decode()


def test_a_form_for_a_drawing_that_cannot_run_says_so(alice: Someone) -> None:
    design = made.design(alice.person, workload={"duration": 5.0, "traffic": []})
    text = form_of(alice, "repeat", design)
    assert "This design cannot be run" in text


def test_runs_keep_their_place_in_the_history(alice: Someone) -> None:
    experiment = done(asked(alice, "repeat", name="Luck"))
    run = experiment.cells.first().run
    assert (run.state, run.title) == (State.DONE, "Luck: Tiny")
    runs.name_run(run, "Mine")
    assert "Mine" in alice.client.get("/history/?q=Mine").content.decode()


@pytest.mark.parametrize("second", [{}, {"parameter2": "components.service.slots", "low2": 1, "high2": 2, "steps2": 2}])
def test_pictures_are_the_same_in_a_language_that_writes_numbers_with_commas(
    alice: Someone, second: dict[str, object]
) -> None:
    experiment = done(asked(alice, "sweep", **second))
    pictures = []
    for language in ("en", "de"):
        alice.client.cookies["backlot_language"] = language
        text = alice.client.get(f"/experiments/{experiment.pk}/").content.decode()
        assert f'lang="{language}"' in text
        pictures.append(re.findall(r'(?: d| x| y| x1| cx| cy| width| height| points| viewBox)="[^"]*"', text))
    assert pictures[0] == pictures[1]
