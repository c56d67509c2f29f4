"""Designs that run away end in a sentence, within their budget and a second (R10)."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import time
from dataclasses import dataclass
from typing import Any

import pytest

from apps.runs.execution import limits
from apps.runs.execution.claim import claim
from apps.runs.execution.session import Ended, Session
from apps.runs.fairness import quotas
from apps.runs.fairness.places import Places
from apps.runs.live.connections import connect
from apps.runs.live.stream import Writer
from apps.runs.models import Run, State
from engine.simulate import Limits
from tests import tiny
from tests.apps import made
from tests.people import Someone
from tests.reliability.record import record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# `make soak` asks for a hundred.
DESIGNS = int(os.environ.get("BACKLOT_RUNAWAYS", "12"))
BUDGET_S = 0.5
GRACE_S = 1.0


@dataclass(frozen=True)
class Shape:
    """One way to run away."""

    rate_per_s: float
    duration_s: float
    lengths: tuple[int, int]
    parameters: dict[str, Any]
    call: dict[str, Any]


WIDE = {"instances": 50, "slots": 100}
SHAPES = (
    Shape(8_000.0, 600.0, (1, 4), WIDE, {}),
    Shape(20_000.0, 240.0, (1, 3), {"instances": 1, "slots": 1, "queue_limit": -1, "service_ms_mean": 200.0}, {}),
    Shape(4_000.0, 1_200.0, (2, 3), WIDE | {"error_ratio": 0.9}, {"retry": {"attempts": 3, "backoff": 0.01}}),
    Shape(300.0, 600.0, (3, 3), WIDE, {"times": 8}),
)


def test_a_design_that_runs_away_ends_in_a_sentence(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "AT_ONCE_MOST", DESIGNS)
    monkeypatch.setattr(quotas, "PER_MINUTE", quotas.Limit("per_minute", 60.0, DESIGNS, DESIGNS))
    monkeypatch.setattr(quotas, "CPU_PER_DAY", quotas.Limit("cpu_s_per_day", 86_400.0, 1e9, 1e9))
    monkeypatch.setattr(limits, "COMPUTE_S_MOST", BUDGET_S)
    monkeypatch.setattr(limits, "ENGINE", Limits(memory_bytes=60_000_000))
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    spent_s, reasons = [], []
    for number in range(DESIGNS):
        document = runaway(random.Random(seed + number), number)
        run = made.run(alice.person, made.design(alice.person, **document), key=str(number))
        spent_s.append(computed(run))
        run.refresh_from_db()
        assert run.state == State.FAILED, f"seed {seed + number} does not run away"
        assert run.reason.endswith("."), run.reason
        reasons.append(run.reason)
    kinds = {" ".join(word for word in reason.split() if word.isalpha()) for reason in reasons}
    assert len(kinds) >= 2, "all of them met the same limit"
    late_s = max(spent_s) - BUDGET_S
    told = f"{DESIGNS} designs, all ended in a sentence, {late_s:.2f} s after their budget at most"
    record("R10", told, holds=late_s <= GRACE_S, seed=seed, tier="N" if DESIGNS >= 100 else "C")


def computed(run: Run) -> float:
    """Computes a run to its end, no slice of it after its budget; seconds of a core, loading and report included."""
    began = time.thread_time()
    taken = claim("a worker", Places(paced=True, unpaced=True))
    assert taken is not None
    assert taken.pk == run.pk
    with contextlib.closing(Writer(connect())) as writer, contextlib.suppress(Ended):
        session = Session(taken, writer)
        while True:
            assert session.compute_s <= BUDGET_S, "a slice began after the budget was used"
            session.slice(was_rung=False)
    return time.thread_time() - began


def runaway(dice: random.Random, number: int) -> dict[str, Any]:
    """A chain with far too much traffic, endless queues, storms of retries or calls that multiply."""
    shape = SHAPES[number % len(SHAPES)]
    length = dice.randint(*shape.lengths)
    names = [f"part{place}" for place in range(length)]
    parts = [tiny.component(name, **shape.parameters) for name in names]
    pairs = [("viewers", names[0]), *itertools.pairwise(names)]
    return {
        "name": f"Runaway {number}",
        "components": [tiny.component("viewers", "traffic_source"), *parts],
        "connections": [tiny.connection(*pair, **(shape.call if pair[0] != "viewers" else {})) for pair in pairs],
        "rate_per_s": shape.rate_per_s * dice.uniform(0.8, 1.0),
        "duration_s": shape.duration_s,
    }
