"""What was answered before stands in for failures: by hand, and how much of it against the keys that are kept."""

import math
from typing import Any

import pytest

from engine.design.model import Design
from engine.design.policies import lower_policies
from engine.estimate.estimate import estimate
from engine.plan.limits import Limits, refusals
from engine.policies.stale_answers import POLICY
from tests import tiny
from validation.running import run

DOWN_FROM_S, KEYS, KEPT = 100.0, 100, 40


def test_it_keeps_keys_and_says_how_old_they_may_be() -> None:
    row = lower_policies({POLICY.name: {"max_age_s": 2.0, "capacity_items": 7}})
    assert row.rules == {"remembers"}
    assert row.columns == {"stale_capacity": 7, "stale_ns": 2_000_000_000}


def test_the_share_that_is_helped_is_that_of_the_keys_that_are_kept() -> None:
    """All keys are asked for alike, so those that are kept when everything fails are kept for good."""
    found = _calls(_design({"max_age_s": 0.0, "capacity_items": KEPT}))
    share = found["policies"]["stale_answers"] / found["failures"]
    expected = KEPT / KEYS
    assert abs(share - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / found["failures"])
    assert found["failures"] > 4_000


def test_nobody_notices_while_every_answer_is_known() -> None:
    summary = run(_design({"max_age_s": 0.0, "capacity_items": KEYS}), 1)
    assert summary["requests"]["error"] == 0
    assert summary["connections"]["service-store"]["failures"] > 4_000


@pytest.mark.parametrize("max_age_s", [5.0, 20.0])
def test_answers_that_are_too_old_are_not_given(max_age_s: float) -> None:
    """Every key is asked for so often that each was answered just before the end: help ends when that is too old."""
    found = _calls(_design({"max_age_s": max_age_s, "capacity_items": KEYS}, rate_per_s=1_000.0))
    share = found["policies"]["stale_answers"] / found["failures"]
    # A key was last answered an exponential time of mean KEYS/rate before the failure.
    expected = (max_age_s - KEYS / 1_000.0) / 100.0
    assert share == pytest.approx(expected, abs=4.0 * math.sqrt(0.25 / found["failures"]))


def test_a_lookup_that_fails_is_still_a_miss() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("s"), tiny.component("c", "cache")],
        connections=[tiny.connection("viewers", "s"), tiny.connection("s", "c", policies={"stale_answers": {}})],
    )
    assert run(design, 1)["connections"]["s-c"]["policies"]["stale_answers"] == 0


def test_the_estimate_says_that_it_leaves_them_out() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", error_ratio=0.3)],
        connections=[tiny.connection("viewers", "service", policies={"stale_answers": {}})],
    )
    assert any("older answers stand in" in each.text for each in estimate(design).assumptions)


def test_kept_answers_count_in_the_memory_of_a_run() -> None:
    source = tiny.component("viewers", "traffic_source", keys_count=1_000_000)
    services = [tiny.component(f"s{place}") for place in range(60)]
    calls = [tiny.connection("viewers", each["id"], policies={"stale_answers": {}}) for each in services]
    design = tiny.design(components=[source, *services], connections=calls)
    assert refusals(design, Limits()) != []


def _calls(design: Design) -> dict[str, Any]:
    found: dict[str, Any] = run(design, 1)["connections"]["service-store"]
    return found


def _design(stale: dict[str, float], rate_per_s: float = 50.0) -> Design:
    """A store that fails everything from the middle of the run on."""
    fails = {"at": DOWN_FROM_S, "failure": "add_errors", "target": "store", "parameters": {"share": 1.0}}
    quick = {"service_ms_mean": 0.001, "queue_limit": -1, "slots": 100}
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=KEYS, zipf_alpha=0.0),
            tiny.component("service", instances=3, **quick),
            tiny.component("store", "store", read_ms_mean=0.001, queue_limit=-1, slots=100),
        ],
        connections=[
            tiny.connection("viewers", "service"),
            tiny.connection("service", "store", policies={"stale_answers": stale}),
        ],
        workload={"duration": 2.0 * DOWN_FROM_S, "warm_up": 0.0, "traffic": [tiny.traffic(rate_per_s=rate_per_s)]},
        schedule=[fails],
    )
