"""V78: an autoscaler that reacts to a threefold ramp."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validation.designs import component, connection, design
from validation.row import Effort, Row, exact, near
from validation.running import run

DURATION_S, RAMP_AT_S, RAMP_S = 900.0, 10.0, 60.0
BEFORE, AFTER, TARGET = 5.4, 16.2, 0.6  # in instances' work

REACTIVE = {"metric": "rps", "window_s": 60.0, "eval_s": 60.0, "min": 9, "max": 27}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Runs of the same ramp with slow and quick boots, and with instances started beforehand."""
    instance_per_s = effort.pick(full=100.0, short=10.0)
    slow = _run(seed, instance_per_s, 9, boot_s=180.0)
    quick = _run(seed, instance_per_s, 9, boot_s=30.0)
    some = _run(seed, instance_per_s, 16, boot_s=180.0, min=16)
    many = _run(seed, instance_per_s, 25, boot_s=180.0, min=25, max=25)
    return {
        "lost_slow": slow[0],
        "lost_quick": quick[0],
        "lost_some": some[0],
        "lost_many": many[0],
        "hours_slow": slow[1],
        "hours_many": many[1],
    }


def _run(seed: int, instance_per_s: float, instances: int, **law: Any) -> tuple[float, float]:
    """The share of requests that were lost, and the hours of instances that served."""
    service = component(
        "service",
        instances=instances,
        slots=1,
        service_ms_mean=1_000.0 / instance_per_s,
        distribution="constant",
        queue_limit=2,
    )
    scaler = component("scaler", "autoscaler", **{**REACTIVE, "target_per_instance": TARGET * instance_per_s, **law})
    ramp = {"from_per_s": BEFORE * instance_per_s, "to_per_s": AFTER * instance_per_s}
    shape = {**ramp, "start_s": RAMP_AT_S, "ramp_s": RAMP_S}
    summary = run(
        design(
            [component("viewers", "traffic_source", process="even"), service, scaler],
            [connection("viewers", "service"), connection("scaler", "service")],
            duration_s=DURATION_S,
            traffics=[{"source": "viewers", "shape": "ramp", "parameters": shape}],
        ),
        seed,
    )
    lost = sum(summary["losses"].values()) / summary["requests"]["offered"]
    return lost, summary["cost"]["components"]["service"]["serving_hours"]


ROW = Row(
    number="V78",
    section="3F",
    title="Reactive autoscaling under a threefold ramp in 60 s",
    setup=(
        "9 instances of 100 requests/s at 60 % (540/s), to 1 620/s within 60 s; window and looks every 60 s, the metric"
        " is requests/s of an instance (which does not saturate), at most 27 instances. The ramp begins 10 s after a"
        " look: the table does not say when, and the loss depends on it."
    ),
    source=(
        "A fluid prototype. Its arithmetic: the capacity of 900/s is passed 20 s into the ramp; a look at its end sees"
        " most of it, and until that boot is over 720/s are lost. 16 instances do 1 600/s of 1 620/s, so that 20/s are"
        " lost for the 230 s until more are ready: 0.3 %, which the table rounds to 0. Its instance-hours are those of"
        " instances that serve; the 18 boots of 180 s that are paid for besides make it 6.27 h."
    ),
    checks=(
        near("lost_slow", "share lost, boot 180 s", 0.094, ratio=0.10),
        near("lost_quick", "share lost, boot 30 s", 0.023, ratio=0.10),
        near("lost_some", "share lost, 16 started beforehand", 0.0, absolute=0.005),
        exact("lost_many", "share lost, 25 started beforehand", 0.0),
        near("hours_slow", "instance-hours, boot 180 s", 5.21, ratio=0.10, unit="h"),
        exact("hours_many", "instance-hours, 25 started beforehand", 6.25, unit="h"),
    ),
    measure=measure,
)
