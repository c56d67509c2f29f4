"""What is inside is what arrives times how long it stays: row V02."""

from typing import Any

from engine.design.read import read_text
from engine.theory import little
from tests.engine.theory.runs import run, station_design
from tests.house.tree import ROOT


def test_every_box_of_the_starter_design_obeys_littles_law() -> None:
    summary = _starter_summary()
    span_s = summary["clock_s"] - summary["measured_from_s"]
    checked = 0
    for row in summary["components"].values():
        failed = sum(row["errors"].values())
        if failed > 0.001 * row["arrivals"] or little.assumptions(row["arrivals"], row["completions"], 0):
            continue
        expected = little.in_system_mean(row["completions"] / span_s, row["latency_s"]["mean"])
        # Only those inside at the two ends of the measurement keep this from being exact.
        ends = 2.0 * 60.0 * row["latency_s"]["p99"] / span_s
        assert abs(row["in_system_mean"] - expected) <= min(ends, 0.02 * expected)
        checked += 1
    assert checked >= 9


def _starter_summary() -> dict[str, Any]:
    design, errors = read_text((ROOT / "content/designs/mini-streaming.yaml").read_text())
    assert design is not None, errors
    return run(design, 3)


def test_the_law_is_exact_when_everything_that_came_has_left() -> None:
    summary = run(station_design(rate_per_s=50.0, service_ms=10.0, duration_s=100.0, warm_up_s=0.0), 1)
    row = summary["components"]["service"]
    inside = row["in_system_mean"] * 100.0 - row["latency_s"]["mean"] * row["latency_s"]["count"]
    left_behind = row["arrivals"] - row["completions"]
    assert 0.0 <= inside + 1e-9 <= left_behind * 1.0 + 1e-6


def test_a_box_that_fails_or_fills_is_no_case_for_the_law() -> None:
    assert little.assumptions(1000, 1000, 5)
    assert little.assumptions(1000, 500, 0)
    assert little.assumptions(3, 3, 0)


def test_the_summary_shows_the_law_at_stations_that_lost_nothing() -> None:
    summary = _starter_summary()
    rows = {row["component"]: row for row in summary["theory"] if row["law"] == "Little"}
    stations = {name: row for name, row in summary["components"].items() if row["utilisation"]}
    lossless = {name for name, row in stations.items() if not any(row["errors"].values())}
    assert lossless
    assert rows.keys() == lossless
    for row in rows.values():
        assert abs(row["measured"] / row["predicted"] - 1.0) < 0.02
