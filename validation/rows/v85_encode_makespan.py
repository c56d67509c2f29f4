"""V85: how long a farm of workers needs for a title."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.design.model import Design
from validation.designs import component, connection, design, failure, queue
from validation.row import Effort, Row, every
from validation.running import run

WORK_S, CHAIN_S, STAGES = 12_000.0, 19.0, 10
STEP_S = CHAIN_S / STAGES
STEPS = round(WORK_S / STEP_S)
WORKERS = (100, 1_000)
TITLE_MIN = 400 * 10 * 3.0 + 16.0
"""Worker-minutes of a title: its chunks in all bitrates, and what is done once."""
SHAPES = ("even", "peak", "random")


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run for each number of workers and each shape of the pipeline: the time of its one job."""
    measured = {}
    for workers in WORKERS:
        for shape in SHAPES:
            summary = run(_pipeline(workers, _stages(shape, seed)), seed)
            assert summary["requests"]["ok"] == 1
            measured[f"{shape}_{workers}"] = summary["classes"]["play"]["latency_s"]["mean"]
        measured[f"title_{workers}"] = _title_min(workers, seed)
    return measured


def _title_min(workers: int, seed: int) -> float:
    """Minutes until an encode pipeline has published one title, a tenth of a second each."""
    clean = {"worker_loss_per_h": 0.0, "defect_p": 0.0, "qc_false": 0.0, "minute_s": 0.1}
    farm = component("farm", "encode_pipeline", titles=1, workers=workers, **clean)
    parts = [component("viewers", "traffic_source"), component("service", "service"), farm]
    drawn = design(parts, [connection("viewers", "service")], rate_per_s=1.0, duration_s=20.0)
    return float(run(drawn, seed)["components"]["farm"]["controller"]["makespan_min"])


def _stages(shape: str, seed: int) -> list[int]:
    """Steps in each stage: about as many in all, nearly all in one, or split at random."""
    if shape == "even":
        return [STEPS // STAGES] * STAGES
    if shape == "peak":
        return [1] * 4 + [STEPS - STAGES + 1] + [1] * (STAGES - 5)
    return [int(each) + 1 for each in np.random.default_rng(seed).multinomial(STEPS - STAGES, [1.0 / STAGES] * STAGES)]


def _pipeline(workers: int, stages: list[int]) -> Design:
    """One job; the steps of a stage run side by side on the farm, and the next stage waits for all of them."""
    farm = queue("farm", slots=workers, distribution="constant", service_ms_mean=1000.0 * STEP_S)
    job = queue("job", service_ms_mean=0.001, distribution="constant")
    return design(
        [component("viewers", "traffic_source", process="even"), job, farm],
        [
            connection("viewers", "job"),
            *(
                connection("job", "farm", id=f"step-{order}-{place}", order=order)
                for order, steps in enumerate(stages, start=1)
                for place in range(steps)
            ),
        ],
        rate_per_s=1.0,
        duration_s=200.0,
        schedule=[failure(1.5, "change_traffic", "viewers", factor=0.0)],
    )


ROW = Row(
    number="V85",
    section="3F",
    title="Encode makespan: between work over workers and that plus the longest chain",
    setup="One job of 12 000 worker-seconds in ten stages, a chain of 19 s, on 100 or 1 000 workers, as three "
    "pipelines of calls; and an encode pipeline with a title of 400 chunks in ten bitrates.",
    source="Brent, Journal of the ACM 21 (1974), 201-206: max(W/P, S) <= T <= W/P + S for greedy schedules.",
    checks=tuple(
        every(
            f"{shape}_{workers}",
            f"makespan, {workers} workers, {shape} stages",
            low=max(WORK_S / workers, CHAIN_S) - STEP_S / 10.0,
            high=WORK_S / workers + CHAIN_S + 0.01,
            unit="s",
        )
        for workers in WORKERS
        for shape in SHAPES
    )
    + tuple(
        every(
            f"title_{workers}",
            f"makespan of a title, {workers} workers",
            low=max(TITLE_MIN / workers, CHAIN_S),
            high=TITLE_MIN / workers + CHAIN_S,
            unit="min",
        )
        for workers in WORKERS
    ),
    measure=measure,
    seeds=3,
    short_seeds=1,
    note="Minutes are seconds here, as a service time ends at 60 s. Steps are equal, so that their number (6 316, or "
    "6 310 in even stages) misses the work of 12 000 by less than 0.1 %, for which the lower bound allows.",
)
