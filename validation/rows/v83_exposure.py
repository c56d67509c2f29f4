"""V83: how many requests meet a bad build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validation.designs import component, connection, design
from validation.row import Effort, Row, exact, near
from validation.running import run

RATE_PER_S = 1_000.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A canary that is judged after two minutes, and an upgrade of all that is judged after one."""
    del effort
    canary = _told(seed, strategy="canary", canary_share=0.01, look_s=120.0, duration_s=120.0)
    everywhere = _told(seed, strategy="all", look_s=60.0, duration_s=60.0)
    return {
        "canary": canary["exposed"],
        "canary_detected_s": canary["detected_s"],
        "all": everywhere["exposed"],
        "all_detected_s": everywhere["detected_s"],
    }


def _told(seed: int, **law: Any) -> dict[str, Any]:
    plan = {"at_s": 60.0, "boot_s": 0.0, "rollback_s": 0.0, "bad_build_p": 1.0, "effect": "fails_often", **law}
    parts = [
        component("viewers", "traffic_source", process="even"),
        component("service", instances=4, slots=8, service_ms_mean=0.1, distribution="constant"),
        component("release", "deployment", **plan),
    ]
    arrows = [connection("viewers", "service"), connection("release", "service")]
    summary = run(design(parts, arrows, duration_s=200.0, rate_per_s=RATE_PER_S), seed)
    told: dict[str, Any] = summary["components"]["release"]["controller"]
    return told


ROW = Row(
    number="V83",
    section="3F",
    title="Exposure of a bad build",
    setup="1 000 requests/s; a canary with 1 % of the calls is judged after 120 s, an upgrade of all after 60 s.",
    source="Rate x share x time until it is seen: 1 200 and 60 000. Which calls the canary gets is drawn: sd 34.",
    checks=(
        near("canary", "requests that met the bad build, canary of 1 %", 1_200.0, ratio=0.03),
        exact("canary_detected_s", "time until it is seen, canary", 120.0, unit="s"),
        near("all", "requests that met the bad build, all at once", 60_000.0, absolute=4.0),
        exact("all_detected_s", "time until it is seen, all at once", 60.0, unit="s"),
    ),
    measure=measure,
    short_seeds=10,
    gate=True,
)
