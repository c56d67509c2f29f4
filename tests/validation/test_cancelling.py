"""Who gives up tells those who work for it, and deadlines travel."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from engine.design import discovery
from engine.design.model import Component, Design
from engine.design.rows import Rows
from tests import tiny
from tests.engine.theory.runs import run

LONG = {"instances": 1, "slots": 1, "queue_limit": -1, "distribution": "constant"}


@pytest.mark.parametrize(("cancels", "utilisation"), [(True, 0.5), (False, 1.0)])
def test_service_that_is_cancelled_frees_its_slot_when_the_message_comes(cancels: bool, utilisation: float) -> None:
    """Ten a second, each from its arrival at 5 ms to the cancelling, sent at 50 ms and there at 55 ms: 0.5 erlang."""
    summary = run(_impatient(cancels=cancels), 1)
    here = summary["components"]["service"]
    assert here["utilisation"] == pytest.approx(utilisation, abs=0.02)
    assert summary["losses"] == {"timeout": summary["requests"]["error"]}
    assert here["errors"].get("cancelled", 0) == (summary["requests"]["error"] if cancels else 0)


def test_what_is_cancelled_in_the_queue_leaves_its_place_to_others() -> None:
    """Three callers for two places (one in service, one waiting), everyone gives up before the next three come."""
    crowd = [tiny.component(f"viewers{place}", "traffic_source", process="even") for place in range(3)]
    summaries = {}
    for cancels in (True, False):
        design = tiny.design(
            components=[*crowd, tiny.component("service", **LONG | {"queue_limit": 1}, service_ms_mean=150.0)],
            connections=[tiny.connection(each["id"], "service", timeout=0.05, cancels=cancels) for each in crowd],
            workload={"duration": 10.0, "traffic": [tiny.traffic(each["id"], rate_per_s=10.0) for each in crowd]},
        )
        summaries[cancels] = run(design, 1)
    rounds = summaries[True]["requests"]["offered"] // 3
    assert summaries[True]["components"]["service"]["errors"] == {"cancelled": 2 * rounds, "queue_full": rounds}
    assert summaries[False]["components"]["service"]["errors"]["queue_full"] > 1.5 * rounds


def test_a_call_whose_sibling_failed_is_cancelled_with_all_that_it_had_started() -> None:
    chain = [
        tiny.connection("service", "broken"),
        tiny.connection("service", "middle", cancels=True),
        tiny.connection("middle", "end", cancels=True),
    ]
    summary = run(_tree(chain), 1)
    offered = summary["requests"]["offered"]
    assert summary["losses"] == {"failed": offered}
    assert summary["components"]["middle"]["errors"] == {"cancelled": offered}
    assert summary["components"]["end"]["errors"] == {"cancelled": offered}
    assert summary["connections"]["service-middle"]["errors"] == {"cancelled": offered}
    assert summary["connections"]["service-middle"]["failures"] == 0


def test_work_that_waits_for_calls_fails_at_the_deadline_it_was_told() -> None:
    """The viewers wait 100 ms, the service needs 20 ms and then the end 300 ms: its slot is held for 100 ms."""
    chain = [tiny.connection("viewers", "service", timeout=0.1, passes_deadline=True)]
    design = _tree([tiny.connection("service", "end", passes_deadline=True)], chain, service_ms_mean=20.0)
    summary = run(design, 1)
    offered = summary["requests"]["offered"]
    assert summary["components"]["service"]["errors"] == {"deadline_exceeded": offered}
    assert summary["components"]["service"]["utilisation"] == pytest.approx(offered * 0.1 / (50 * 10.0), rel=1e-6)


def test_what_comes_to_its_turn_after_the_deadline_is_not_begun() -> None:
    """Three viewers at once for one slot of 60 ms: the second one's turn comes 20 ms before its caller gives up, the
    third one's 40 ms after."""
    crowd = [tiny.component(f"viewers{place}", "traffic_source", process="even") for place in range(3)]
    design = tiny.design(
        components=[*crowd, tiny.component("service", **LONG, service_ms_mean=60.0)],
        connections=[tiny.connection(each["id"], "service", timeout=0.08, passes_deadline=True) for each in crowd],
        workload={"duration": 10.0, "traffic": [tiny.traffic(each["id"], rate_per_s=1.0) for each in crowd]},
    )
    here = run(design, 1)["components"]["service"]
    assert here["errors"] == {"deadline_exceeded": here["arrivals"] // 3}
    assert here["completions"] == here["arrivals"] * 2 // 3


def test_a_component_may_set_a_limit_for_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = discovery.component_types()
    service = kinds["service"]

    def lower(component: Component, rows: Rows) -> None:
        service.lower(component, rows)
        if component.id == "service":
            rows.deadline(limit_s=0.05, passes_on=True, cancels=True)

    monkeypatch.setitem(kinds, "service", dataclasses.replace(service, lower=lower))  # type: ignore[arg-type]
    summary = run(_tree([tiny.connection("service", "end")]), 1)
    offered = summary["requests"]["offered"]
    assert summary["losses"] == {"deadline_exceeded": offered}
    assert summary["components"]["end"]["errors"] == {"cancelled": offered}
    assert summary["connections"]["viewers-service"]["errors"] == {"deadline_exceeded": offered}


def _impatient(*, cancels: bool) -> Design:
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            tiny.component("service", **LONG, service_ms_mean=500.0),
        ],
        connections=[tiny.connection("viewers", "service", timeout=0.05, delay=0.005, cancels=cancels)],
        workload={"duration": 40.0, "traffic": [tiny.traffic(rate_per_s=10.0)]},
    )


def _tree(
    calls: list[dict[str, Any]], first: list[dict[str, Any]] | None = None, *, service_ms_mean: float = 0.0
) -> Design:
    """Viewers, a service and whatever it calls: "middle" and "end" (300 ms), or "broken", which fails after 10 ms."""
    called = {each["to"] for each in calls}
    parts = {
        "service": {"service_ms_mean": max(service_ms_mean, 0.001)},
        "middle": {"service_ms_mean": 1.0},
        "end": {"service_ms_mean": 300.0},
        "broken": {"service_ms_mean": 10.0, "error_ratio": 1.0},
    }
    roomy = LONG | {"slots": 50}
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            *(tiny.component(name, **roomy, **told) for name, told in parts.items() if name in called | {"service"}),
        ],
        connections=[*(first or [tiny.connection("viewers", "service")]), *calls],
        workload={"duration": 10.0, "traffic": [tiny.traffic(rate_per_s=5.0)]},
        schedule=[{"at": 9.0, "failure": "change_traffic", "target": "viewers", "parameters": {"factor": 0.0}}],
    )
