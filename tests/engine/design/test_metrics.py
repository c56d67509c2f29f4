"""Every number that a frame tells can be asked where it comes from."""

from __future__ import annotations

from engine.catalogue import catalogue_json
from engine.design.metrics import COMPONENT, CONNECTION, METRICS, POLICY, TOTALS
from engine.kernel.snapshot import COMPONENT_METRICS, CONNECTION_METRICS, POLICY_METRICS, TOTAL_METRICS

ROWS = {TOTALS: TOTAL_METRICS, COMPONENT: COMPONENT_METRICS, CONNECTION: CONNECTION_METRICS, POLICY: POLICY_METRICS}


def test_every_metric_of_a_frame_is_defined_once() -> None:
    for of, names in ROWS.items():
        assert sorted(each.name for each in METRICS if each.of == of) == sorted(names)


def test_inputs_and_samples_are_metrics_of_the_same_row() -> None:
    for each in METRICS:
        named = [one.metric for one in each.inputs] + ([each.samples] if each.samples else [])
        assert set(named) <= set(ROWS.get(each.of, ())), each.name


def test_the_catalogue_tells_the_definitions() -> None:
    told = catalogue_json()["metrics"]
    assert {"totals", "component", "connection", "policy", "summary"} == {each["of"] for each in told}
    assert all(each["formula"] for each in told)
