"""Pages, fragments and JSON of a run, from its queue to its report."""

from __future__ import annotations

import json

import pytest

from apps.runs import execution
from apps.runs.models import Run, State
from tests import tiny
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(alice: Someone) -> Run:
    """A run that was really computed."""
    objectives = [
        {"metric": "latency_s_p99", "of": "viewers", "at_most": 10.0},
        {"metric": "error_ratio", "of": "viewers", "at_least": 0.9},
    ]
    design = made.design(alice.person, name="Measured & <kept>", objectives=objectives)
    run = made.run(alice.person, design)
    execution.work()
    run.refresh_from_db()
    assert run.state == State.DONE
    return run


def test_the_report_shows_what_the_summary_says(alice: Someone, done: Run) -> None:
    page = alice.client.get(f"/runs/{done.pk}/report/").content.decode()
    assert "<html" in page
    for shown in (
        done.result_digest,
        done.engine_version,
        "kept",
        "missed",
        "p99",
        "offered",
        "Nobody touched this run",
    ):
        assert shown in page
    assert f"{done.summary['requests']['offered']:,}" in page
    assert "Measured &amp; &lt;kept&gt;" in page


@pytest.mark.parametrize("page", ["", "panel/", "log/", "report/", "advice/", "as/html/", "as/csv/"])
def test_what_is_shown_of_a_finished_run_is_shown_in_german_too(alice: Someone, done: Run, page: str) -> None:
    answer = alice.client.get(f"/runs/{done.pk}/{page}", headers={"Accept-Language": "de"})
    assert answer.status_code == 200, page


def test_the_report_says_in_german_whether_promises_were_kept(alice: Someone, done: Run) -> None:
    page = alice.client.get(f"/runs/{done.pk}/report/", headers={"Accept-Language": "de"}).content.decode()
    assert "höchstens" in page
    assert "mindestens" in page
    assert "verfehlt" in page


def test_the_report_sets_the_estimate_beside_the_measurement(alice: Someone, done: Run) -> None:
    estimated = json.loads(
        alice.client.post(
            f"/designs/{done.design_id}/estimate/", done.document, content_type="application/json"
        ).content
    )
    page = alice.client.get(f"/runs/{done.pk}/report/").content.decode()
    rows = page.split("Estimate beside measurement")[1].split("</table>")[0]
    assert "Requests “play”" in rows
    expected_p99_s = estimated["classes"]["play"]["latency_s"]["p99"]
    assert f"≈ {expected_p99_s * 1000:.4g} ms" in rows
    assert f"{done.summary['classes']['play']['latency_s']['p99'] * 1000:.4g} ms" in rows
    assert f"≈ {estimated['components']['service']['utilisation'] * 100:.3g} %" in rows


def test_the_report_tells_what_viewers_met_and_why_they_left(alice: Someone) -> None:
    people = tiny.component("viewers", "viewers", browse_s=5.0, session_s=60.0)
    design = made.design(alice.person, components=[people, tiny.component("service")], duration_s=120.0)
    run = made.run(alice.person, design)
    execution.work()
    run.refresh_from_db()
    told = run.summary["components"]["viewers"]["controller"]
    page = alice.client.get(f"/runs/{run.pk}/report/").content.decode()
    assert told["starts"] > 0
    assert f'<dt>Starts</dt><dd class="number">{told["starts"]:,}</dd>' in page
    assert f"{told['start_s_p95']:.2f} s" in page
    assert "Had watched enough" in page
    assert page.count("<rect width=") == len(told["rungs_kbps"])


def test_the_report_of_a_run_that_is_on_says_when_it_comes(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    fragment = alice.client.get(f"/runs/{run.pk}/report/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "comes when the run has ended" in fragment


def test_frames_are_read_in_pages_from_any_number(alice: Someone, done: Run) -> None:
    numbers: list[int] = []
    while True:
        page = alice.client.get(f"/runs/{done.pk}/frames/?after={len(numbers)}&limit=7").json()
        if not page["frames"]:
            break
        numbers += [frame["n"] for frame in page["frames"]]
    assert numbers == list(range(1, 41))
    assert (page["state"], page["top"], page["layout"]["frame_s"]) == ("done", 40, 0.25)


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1&limit=-1", "limit=1e9", "after=99999999999999999999", "limit=0"]
)
def test_nonsense_in_the_query_is_no_error(alice: Someone, done: Run, query: str) -> None:
    assert alice.client.get(f"/runs/{done.pk}/frames/?{query}").status_code == 200


def test_the_result_and_the_document_are_json(alice: Someone, done: Run) -> None:
    assert alice.client.get(f"/runs/{done.pk}/result.json").json() == json.loads(json.dumps(done.summary))
    assert alice.client.get(f"/runs/{done.pk}/document.json").json()["name"] == "Measured & <kept>"


def test_the_runs_of_a_design_are_listed(alice: Someone, done: Run) -> None:
    fragment = alice.client.get(f"/designs/{done.design_id}/runs/").content.decode()
    assert f"/runs/{done.pk}/" in fragment
    empty = made.design(alice.person)
    assert "has not been run yet" in alice.client.get(f"/designs/{empty.pk}/runs/").content.decode()


def test_the_log_tells_what_was_done_and_undone(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING, layout={"frame_s": 0.25})
    for number, heal in enumerate((False, True), start=1):
        body = {"failure": "kill_instances", "target": "service", "parameters": {"count": 1}, "heal": heal}
        alice.client.post(f"/runs/{run.pk}/interventions/", body, content_type="application/json")
        run.commands.filter(number=number).update(apply_at_frame=4 * number + 1)
    fragment = alice.client.get(f"/runs/{run.pk}/log/").content.decode()
    assert "killed" in fragment
    assert "Restore instances" in fragment
    assert "undone" in fragment


def test_a_run_that_waits_says_its_place_in_line(alice: Someone) -> None:
    runs = [made.run(alice.person, key=str(number)) for number in range(3)]
    panel = alice.client.get(f"/runs/{runs[2].pk}/panel/", headers={"HX-Request": "true"})
    assert "place 3 in line, about" in panel.content.decode().lower()


def test_without_scripts_everything_is_a_page(alice: Someone) -> None:
    design = made.design(alice.person, **tiny.document())
    answer = alice.client.post("/runs/", {"design": str(design.pk), "key": "k"})
    run = Run.objects.get()
    assert answer.headers["Location"] == f"/runs/{run.pk}/"
    assert "<html" in alice.client.post(f"/runs/{run.pk}/control/", {"action": "pause"}).content.decode()
