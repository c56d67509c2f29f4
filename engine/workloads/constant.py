"""Constant traffic: the same rate from beginning to end."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design import rate
from engine.design.kinds import RateCurve, WorkloadType
from engine.design.model import Value


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """One point: the rate holds on."""
    del duration_s
    return RateCurve(times_s=(0.0,), rates_per_s=(float(parameters["rate_per_s"]),))


WORKLOAD = WorkloadType(
    name="constant",
    label="Constant",
    help="The same rate from beginning to end.",
    parameters=(rate.rate_per_s("rate_per_s", "Rate", 50.0, "Requests a second."),),
    curve=curve,
)
