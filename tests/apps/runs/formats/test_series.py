"""Series as tables and as OpenMetrics: the numbers of the frames, in the grammar of each."""

from __future__ import annotations

import csv
import io

import orjson
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from apps.runs.formats import NothingThere, csv_table, openmetrics, series
from apps.runs.live.archive import archived
from apps.runs.models import Run, State
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)


def frames_of(run: Run) -> list[dict]:
    return [orjson.loads(each) for each in archived(run.pk, 0, 2_000)]


def test_the_table_holds_every_number_of_every_frame(done: Run) -> None:
    text = csv_table.write(done).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    frames = frames_of(done)
    assert len(rows) == len(frames) == 40
    assert done.layout is not None
    place = done.layout["component_metrics"].index("utilisation")
    column = head.index("front: utilisation")
    for row, frame in zip(rows, frames, strict=True):
        assert len(row) == len(head)
        assert int(row[0]) == frame["n"]
        assert float(row[column]) == pytest.approx(frame["components"][1][place], rel=1e-9)


def test_no_cell_of_the_table_is_a_formula(done: Run) -> None:
    text = csv_table.write(done).decode("utf-8-sig")
    head = next(csv.reader(io.StringIO(text)))
    assert any(cell.startswith("'=SUM(A1)") for cell in head)
    assert not [cell for cell in head if cell[:1] in "=+-@\t"]


def test_a_monitor_reads_the_exposition(done: Run) -> None:
    families = {each.name: each for each in text_string_to_metric_families(openmetrics.write(done).decode())}
    assert families["backlot_run"].type == "info"
    busy = families["backlot_component_utilisation"]
    assert {"front", "store"} <= {sample.labels["component"] for sample in busy.samples}
    labels = {sample.labels["label"] for sample in busy.samples}
    assert '=SUM(A1) "<the> store"' in labels
    frames = frames_of(done)
    assert done.layout is not None
    place = done.layout["component_metrics"].index("utilisation")
    measured = [sample.value for sample in busy.samples if sample.labels["component"] == "front"]
    assert measured == [frame["components"][1][place] for frame in frames]
    assert families["backlot_requests_latency_p99_seconds"].unit == "seconds"
    assert done.started is not None
    offered = families["backlot_requests_offered_per_s"].samples
    times = [float(sample.timestamp) - done.started.timestamp() for sample in offered]
    assert times == sorted(times)
    assert times[-1] == pytest.approx(10.0, abs=0.01)
    assert "backlot_policy_breaker_state" in families


def test_a_long_table_is_thinned_and_says_of_which_frames_it_is(done: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(series.series_of(done).columns)
    monkeypatch.setattr(series, "NUMBERS_MOST", count * 15)
    thinned = series.series_of(done)
    assert thinned.every == 3
    assert [frame["n"] for frame in thinned.frames] == list(range(1, 41, 3))
    assert 'every="3"' in openmetrics.write(done).decode()


def test_a_run_that_goes_on_has_no_files_yet(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    with pytest.raises(NothingThere):
        series.series_of(run)
    for name in ("csv", "openmetrics", "otlp", "html"):
        answer = alice.client.get(f"/runs/{run.pk}/as/{name}/")
        assert answer.status_code == 409
        assert answer["Content-Type"].startswith("text/plain")
    assert alice.client.get(f"/runs/{run.pk}/as/exe/").status_code == 404
