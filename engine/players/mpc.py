"""Model predictive control: plans a few segments ahead and takes the first step of the best plan.

Source: Yin, Jindal, Sekar, Sinopoli, A control-theoretic approach for dynamic adaptive video streaming over HTTP,
SIGCOMM 2015: quality less changes less stalls over five segments, throughput predicted by the harmonic mean of the last
five.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.watching import THROUGHPUT, PlayerType, no_thresholds, number, throughput_columns


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """Weights of changes and of stalls; quality is in kbit/s."""
    return throughput_columns(parameters) | {
        "change_weight": number(parameters, "change_weight"),
        "stall_weight_kbps": number(parameters, "stall_weight_kbps"),
    }


PLAYER = PlayerType(
    name="mpc",
    label="Plan ahead (MPC)",
    help="Plans five segments ahead with the throughput that it expects: quality, less changes, less stalls.",
    rule="plan",
    parameters=(
        Parameter(
            "change_weight",
            "Weight of changes",
            "number",
            1.0,
            "How much a change of the bitrate costs, as a multiple of its size.",
            unit="x",
            low=0.0,
            high=10.0,
            source="Yin et al. 2015",
        ),
        Parameter(
            "stall_weight_kbps",
            "Weight of stalls",
            "number",
            3000.0,
            "Which bitrate for one second makes good a second of standing still.",
            unit="kbit/s",
            low=0.0,
            high=100000.0,
            source="Yin et al. 2015",
        ),
        *THROUGHPUT,
    ),
    columns=columns,
    thresholds=no_thresholds,
)
