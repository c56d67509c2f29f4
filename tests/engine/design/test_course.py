from typing import Any

from engine.design.read import read_document
from tests import tiny


def errors_of(**changes: Any) -> dict[str, str]:
    """Messages by path for a changed tiny document."""
    return {error.path: error.message for error in read_document(tiny.document(**changes))[1]}


def test_a_failure_at_a_time_keeps_all_its_parameters() -> None:
    scheduled = [{"at": "1 min", "failure": "slow_down", "target": "service", "for": "500 ms"}]
    found = tiny.design(schedule=scheduled).schedule[0]
    assert (found.at_s, found.lasts_s, found.parameters) == (60.0, 0.5, {"factor": 3.0})


def test_what_cannot_be_undone_has_no_end() -> None:
    errors = errors_of(schedule=[{"at": 1, "failure": "flush_cache", "target": "service", "for": 5}])
    assert list(errors) == ["schedule[0].for"]


def test_bounds_of_an_objective_are_read_in_the_unit_of_its_metric() -> None:
    wanted = [
        {"metric": "latency_s_p99", "of": "viewers", "at_most": "300 ms"},
        {"metric": "ok_ratio", "of": "viewers", "at_least": "99.9 %"},
        {"metric": "queue_mean", "of": "service", "at_most": 4},
    ]
    objectives = tiny.design(objectives=wanted).objectives
    assert [(each.at_most, each.at_least) for each in objectives] == [(0.3, None), (None, 0.999), (4.0, None)]


def test_an_objective_has_one_bound() -> None:
    both = {"metric": "utilisation", "of": "service", "at_most": 1, "at_least": 0}
    neither = {"metric": "utilisation", "of": "service"}
    assert set(errors_of(objectives=[both, neither])) == {"objectives[0]", "objectives[1]"}


def test_a_source_has_one_kind_of_traffic() -> None:
    twice = {"traffic": [tiny.traffic(), tiny.traffic()]}
    assert set(errors_of(workload=twice)) == {"workload.traffic[1].source"}


def test_traffic_without_parameters_takes_the_defaults_of_its_shape() -> None:
    design = tiny.design(workload={"traffic": [{"source": "viewers", "shape": "constant"}]})
    assert design.workload.traffic[0].parameters == {"rate_per_s": 50.0}
    assert (design.workload.duration_s, design.workload.warm_up_s) == (300.0, 0.0)
