from typing import Any

from engine.design.policies import lower_policies
from engine.policies.bulkhead import POLICY
from engine.simulate import start
from tests import tiny

LINK = "viewers-service"


def test_it_is_a_fixed_number_of_permits() -> None:
    row = lower_policies({POLICY.name: {"max_concurrent": 10, "queue": 5}})
    assert row.columns == {
        "permits": 10,
        "permits_queue": 5,
        "permits_outcome": "bulkhead_full",
        "limit_algorithm": "fixed",
    }


def test_what_finds_no_permit_and_no_place_is_refused_and_the_rest_waits() -> None:
    """Ten even calls a second, each of a minute, and nobody answers before the end: two are sent, three wait."""
    summary = _run(policies={POLICY.name: {"max_concurrent": 2, "queue": 3}})
    link = summary["connections"][LINK]
    refused = summary["requests"]["offered"] - 5
    assert link["attempts"] == 2
    assert link["policies"] == {"refused": refused, "under_way": 2, "waiting": 3, "limit": 2.0}
    assert summary["losses"] == {"bulkhead_full": refused}
    assert summary["requests"]["shed"] == refused


def test_the_wait_for_a_permit_counts_in_the_callers_latency_and_not_in_the_callees() -> None:
    """Calls come every 100 ms and take 150 ms, one at a time: the one that waits does so for 50 ms."""
    policies = {POLICY.name: {"max_concurrent": 1, "queue": 1}}
    summary = _run(service_ms=150.0, policies=policies)
    assert 0.149 < summary["components"]["service"]["latency_s"]["mean"] < 0.151
    assert summary["connections"][LINK]["latency_s"]["mean"] > 0.17


def test_the_timeout_does_not_run_while_a_call_waits() -> None:
    """An attempt takes 150 ms of 160; waiting for up to as long again makes no call late."""
    summary = _run(service_ms=150.0, policies={POLICY.name: {"max_concurrent": 1, "queue": 1}}, timeout=0.16)
    assert summary["connections"][LINK]["timeouts"] == 0
    assert summary["connections"][LINK]["latency_s"]["p99"] > 0.16


def test_a_timeout_gives_the_permit_back() -> None:
    summary = _run(policies={POLICY.name: {"max_concurrent": 1, "queue": 0}}, timeout=0.05)
    assert summary["losses"]["timeout"] == summary["connections"][LINK]["attempts"]
    assert "bulkhead_full" not in summary["losses"]


def _run(service_ms: float = 60_000.0, **fields: Any) -> dict[str, Any]:
    """Ten even calls a second for 10 s."""
    design = tiny.design(
        rate_per_s=10.0,
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            tiny.component("service", slots=100, service_ms_mean=service_ms, distribution="constant"),
        ],
        connections=[tiny.connection("viewers", "service", **fields)],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()
