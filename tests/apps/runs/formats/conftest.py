"""A run that was really computed, whose store is too slow, with names that formats must not trip over."""

from __future__ import annotations

import pytest

from apps.runs import execution
from apps.runs.models import Run, State
from tests import tiny
from tests.apps import made
from tests.people import Someone

LABEL = '=SUM(A1) "<the> store"'


@pytest.fixture
def done(alice: Someone) -> Run:
    components = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("front", "service", instances=1, slots=40, queue_limit=10),
        tiny.component("store", "store", shards=1, slots=1, read_ms_mean=30.0, queue_limit=20),
    ]
    components[2]["label"] = LABEL
    call = tiny.connection("front", "store", timeout=0.2) | {"policies": {"circuit_breaker": {}}}
    design = made.design(
        alice.person, name="Slow & sold", components=components, connections=[tiny.connection("viewers", "front"), call]
    )
    run = made.run(alice.person, design)
    execution.work()
    run.refresh_from_db()
    assert run.state == State.DONE
    return run
