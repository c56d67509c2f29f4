"""The explanation of a run on its report, from what was really computed."""

from __future__ import annotations

import json
import re

import pytest

from apps.runs import execution
from apps.runs.explaining import explained, measured, waterfall_of
from apps.runs.models import Run, RunTraces, State
from tests import tiny
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = re.compile(r'class="span"')


@pytest.fixture
def done(alice: Someone) -> Run:
    """A run in which the store is too slow for what is asked of it."""
    components = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("front", "service", instances=1, slots=40, queue_limit=10),
        tiny.component("store", "store", shards=1, slots=1, read_ms_mean=30.0, queue_limit=20),
    ]
    components[2]["label"] = "The <store>"
    design = made.design(
        alice.person,
        components=components,
        connections=[tiny.connection("viewers", "front"), tiny.connection("front", "store", timeout=1.0)],
    )
    run = made.run(alice.person, design)
    execution.work()
    run.refresh_from_db()
    assert run.state == State.DONE
    return run


def test_the_report_names_what_limits_the_design(alice: Someone, done: Run) -> None:
    page = alice.client.get(f"/runs/{done.pk}/report/").content.decode()
    limits = page.split("What limits this design")[1].split("</section>")[0]
    assert "<b>The &lt;store&gt;</b> limits this design" in limits
    assert "busy slot-seconds / (slots of an instance x instance-seconds alive)" in limits
    for title in ("Why p99 is what it is", "What failed first", "Single requests"):
        assert title in page


def test_what_failed_first_leads_to_its_moment_in_the_charts(alice: Someone, done: Run) -> None:
    page = alice.client.get(f"/runs/{done.pk}/report/").content.decode()
    moments = re.findall(rf'href="/runs/{done.pk}/\?t=([\d.]+)" data-moment-s="([\d.]+)"', page)
    assert moments
    assert all(float(link) == float(told) for link, told in moments)


def test_the_slowest_and_the_failed_requests_are_listed_and_open(alice: Someone, done: Run) -> None:
    told = explained(done)
    lists = {each["title"]: each["rows"] for each in told["trace_lists"]}
    assert set(lists) == {"Slowest", "Failed", "By chance"}
    assert all(not row["is_ok"] for row in lists["Failed"])
    token = lists["Failed"][0]["token"]
    fragment = alice.client.get(f"/runs/{done.pk}/trace/?request={token}", headers={"HX-Request": "true"})
    text = fragment.content.decode()
    assert "<html" not in text
    assert len(COUNT.findall(text)) >= 2
    assert lists["Failed"][0]["outcome"] in text


def test_a_waterfall_lies_within_its_picture(done: Run) -> None:
    shown = waterfall_of(done, 0)
    assert shown is not None
    for bar in [*shown["path"], *(bar for row in shown["rows"] for bar in row["bars"])]:
        assert 0.0 <= float(bar["x"][:-1]) <= 100.0
        assert float(bar["x"][:-1]) + float(bar["width"][:-1]) <= 100.01


def test_a_request_that_was_not_traced_has_no_waterfall(alice: Someone, done: Run) -> None:
    page = alice.client.get(f"/runs/{done.pk}/trace/?request=999999999")
    assert page.status_code == 200
    assert "not traced" in page.content.decode()


def test_traces_are_kept_apart_and_small(done: Run) -> None:
    assert "traces" not in done.summary
    assert len(RunTraces.objects.get(run=done).packed) < 200_000


def test_a_run_without_an_explanation_has_a_report_all_the_same(alice: Someone, done: Run) -> None:
    summary = {name: value for name, value in done.summary.items() if name != "explanation"}
    Run.objects.filter(pk=done.pk).update(summary=summary)
    RunTraces.objects.all().delete()
    page = alice.client.get(f"/runs/{done.pk}/report/").content.decode()
    assert "What limits this design" not in page
    assert "Latency" in page


def test_the_report_tells_calls_cost_and_how_latencies_are_spread(done: Run) -> None:
    told = measured(done)
    assert {(each["caller"], each["callee"]) for each in told["calls"]} == {
        ("viewers", "front"),
        ("front", "The <store>"),
    }
    first = json.loads(told["distributions"])[0]
    assert first["name"].startswith("Requests")
    assert sum(first["distribution"]["counts"]) == (done.summary or {})["classes"]["play"]["latency_s"]["count"]
    assert told["cost"]["rows"][0]["share"].endswith("%")
    assert told["budgets"] == []


def test_a_budget_says_how_much_of_what_may_fail_has_failed(done: Run) -> None:
    promise = {
        "metric": "error_ratio",
        "of": "viewers",
        "at_most": 0.01,
        "at_least": None,
        "measured": 0.02,
        "holds": False,
    }
    done.summary = (done.summary or {}) | {"objectives": [promise]}
    assert measured(done)["budgets"] == [
        {"of": "viewers", "allowed": "1 %", "failed": "2 %", "spent": "200 %", "is_overdrawn": True}
    ]
