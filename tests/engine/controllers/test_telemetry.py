"""Telemetry in runs with even traffic and constant service, where every window is known."""

from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

QUIET = {"scrape_s": 10.0, "alert_windows": 3}


def _run(*failures: dict[str, Any] | None, duration_s: float = 200.0, watch: bool = True, **law: Any) -> Any:
    """A hundred requests a second of 10 ms at two slots, so half busy."""
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("service", instances=2, slots=1, service_ms_mean=10.0, distribution="constant", error_ratio=0.0),
        tiny.component("other", instances=1),
        tiny.component("eye", "telemetry", **(QUIET | law)),
    ]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("eye", "service" if watch else "other")]
    workload = {"duration": duration_s, "traffic": [tiny.traffic(rate_per_s=100.0)]}
    schedule = [{"target": "service", **each} for each in failures if each is not None]
    simulation = start(tiny.design(components=parts, connections=arrows, workload=workload, schedule=schedule), seed=1)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary(), simulation


def _said(simulation: Simulation) -> list[tuple[float, str]]:
    return [(each["clock_s"], each["sentence"]) for each in simulation.log if each["origin"] == "controller"]


def test_an_alert_is_raised_after_three_bad_windows_and_cleared_after_three_good_ones() -> None:
    """Errors begin at 45 s: the window to 50 s is bad already (half of 20 %), so are those to 60 s and 70 s."""
    failure = {"at": 45.0, "for": 50.0, "failure": "add_errors", "parameters": {"share": 0.2}}
    summary, simulation = _run(failure)
    said = _said(simulation)
    assert [clock_s for clock_s, _ in said] == [70.0, 130.0]
    assert said[0][1].startswith("Alert errors of service raised: ")
    assert said[1][1] == "Alert errors of service cleared"
    told = summary["components"]["eye"]["controller"]
    assert told["detection"] == {"failures": 1, "detected": 1, "detect_s_mean": 25.0, "false_alarms": 0}
    assert told["alerts"][0]["cleared_s"] == 130.0


def test_what_lasts_shorter_than_the_windows_is_not_noticed() -> None:
    failure = {"at": 45.0, "for": 10.0, "failure": "add_errors", "parameters": {"share": 0.5}}
    summary, simulation = _run(failure)
    assert _said(simulation) == []
    assert summary["components"]["eye"]["controller"]["detection"]["detected"] == 0


@pytest.mark.parametrize(
    ("law", "rule"),
    [({"utilisation_above": 0.4}, "utilisation"), ({"p99_above_ms": 5.0}, "p99")],
    ids=["utilisation", "p99"],
)
def test_a_threshold_below_what_is_normal_is_a_false_alarm(law: dict[str, float], rule: str) -> None:
    summary, simulation = _run(**law)
    assert [clock_s for clock_s, _ in _said(simulation)] == [30.0]
    told = summary["components"]["eye"]["controller"]
    assert told["alerts"][0]["rule"] == rule
    assert told["detection"]["false_alarms"] == 1


def test_a_component_that_does_not_answer_is_down() -> None:
    summary, _ = _run({"at": 45.0, "failure": "kill_instances", "parameters": {"count": 2}})
    assert [each["rule"] for each in summary["components"]["eye"]["controller"]["alerts"]] == ["down", "errors"]


def test_what_has_no_arrow_is_a_blind_spot() -> None:
    summary, _ = _run({"at": 45.0, "failure": "hang"}, watch=False, duration_s=100.0)
    told = summary["components"]["eye"]["controller"]
    assert told["blind"] == ["service"]
    assert told["alerts"] == []


def test_volume_is_samples_and_spans_and_is_paid_for() -> None:
    """Two instances with 300 series of 2 bytes each 10 s, and a tenth of a hundred spans a second of 500 bytes."""
    summary, _ = _run(trace_sample=0.1, cost_per_gb=10.0)
    told = summary["components"]["eye"]["controller"]
    per_s = 2 * 300 * 2 / 10.0 + 0.1 * 100.0 * 500.0
    assert told["gb_per_day"] == pytest.approx(per_s * 86_400.0 / 1e9, rel=1e-2)
    assert summary["cost"]["components"]["eye"]["credits"] == pytest.approx(10.0 * told["gb"])
    assert summary["cost"]["credits"] > 10.0 * told["gb"]


def test_traces_of_errors_can_blind_the_collector_just_when_it_is_needed() -> None:
    """While all is well 0.6 kB a second come; with every request failing 50 kB, and the collector takes ten."""
    failure = {"at": 45.0, "failure": "add_errors", "parameters": {"share": 1.0}}
    for keeps, missed in ((True, 15), (False, 0)):
        summary, simulation = _run(failure, tail_sample=keeps, collector_kb_per_s=10.0)
        told = summary["components"]["eye"]["controller"]
        assert told["missed"] == missed
        assert bool(_said(simulation)) is not keeps


DARK = {"failure": "stop_collector", "target": "eye"}


def test_while_the_collector_is_down_nothing_is_noticed_until_three_bad_windows_after_it_is_back() -> None:
    """Errors from 45 s, dark from 35 s to 105 s: the window of the scrape at 110 s reaches back to 30 s, 13/80 of its
    work fails, and the alert comes at 130 s instead of 70 s."""
    errors = {"at": 45.0, "failure": "add_errors", "parameters": {"share": 0.2}}
    summary, simulation = _run(errors, {**DARK, "at": 35.0, "for": 70.0})
    assert [clock_s for clock_s, _ in _said(simulation)] == [130.0]
    told = summary["components"]["eye"]["controller"]
    assert told["dark"] == 7
    assert told["detection"] == {"failures": 1, "detected": 1, "detect_s_mean": 85.0, "false_alarms": 0}


def test_an_alert_is_not_cleared_by_a_collector_that_is_down() -> None:
    """The alert of errors from 45 s to 95 s would be cleared at 130 s. Dark from 75 s to 175 s: of the window from 70 s
    to 180 s 25 s were bad, 4.5 % of its work, which is good enough; after two more the alert goes."""
    errors = {"at": 45.0, "for": 50.0, "failure": "add_errors", "parameters": {"share": 0.2}}
    _, simulation = _run(errors, {**DARK, "at": 75.0, "for": 100.0}, duration_s=300.0)
    assert [clock_s for clock_s, _ in _said(simulation)] == [70.0, 200.0]


def test_what_a_collector_that_is_down_did_not_take_costs_nothing() -> None:
    lit, _ = _run(trace_sample=0.1)
    dark, _ = _run({**DARK, "at": 95.0}, trace_sample=0.1)
    volumes = [each["components"]["eye"]["controller"]["gb"] for each in (lit, dark)]
    assert volumes[1] == pytest.approx(volumes[0] * 9 / 19, rel=0.02)


def test_thresholds_that_are_too_low_hide_what_really_breaks_behind_false_alarms() -> None:
    """Half busy is far above a tenth of the threshold: that alert stands already when utilisation really rises."""
    storm = {"failure": "storm_alerts", "target": "eye", "at": 15.0}
    summary, simulation = _run(storm, {"at": 95.0, "failure": "slow_down", "parameters": {"factor": 3.0}})
    said = _said(simulation)
    assert said[0] == (40.0, "Alert utilisation of service raised: 50 % busy")
    assert "utilisation" not in " ".join(sentence for _, sentence in said[1:])
    assert summary["components"]["eye"]["controller"]["detection"]["false_alarms"] == 1
    assert _said(_run(storm | {"for": 15.0})[1]) == []
