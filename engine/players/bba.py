"""The buffer alone decides: a straight line from the lowest to the highest bitrate.

Source: Huang, Johari, McKeown, Trunnell, Watson, A buffer-based approach to rate adaptation, SIGCOMM 2014 (BBA-0), with
throughput until the reservoir is filled for the first time.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.watching import THROUGHPUT, PlayerType, no_thresholds, number, throughput_columns


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """Reservoir and cushion in seconds."""
    return throughput_columns(parameters) | {
        "reservoir_s": number(parameters, "bba_reservoir_s"),
        "cushion_s": number(parameters, "bba_cushion_s"),
    }


PLAYER = PlayerType(
    name="bba",
    label="Buffer (BBA)",
    help="Takes the lowest bitrate below the reservoir, the highest above reservoir and cushion, and a line between.",
    rule="map",
    parameters=(
        Parameter(
            "bba_reservoir_s",
            "Reservoir",
            "number",
            8.0,
            "Content in the buffer below which the lowest bitrate is taken.",
            unit="s",
            low=2.0,
            high=90.0,
            source="Huang et al. 2014",
        ),
        Parameter(
            "bba_cushion_s",
            "Cushion",
            "number",
            22.0,
            "How much more content leads to the highest bitrate.",
            unit="s",
            low=5.0,
            high=200.0,
            source="Huang et al. 2014",
        ),
        *THROUGHPUT,
    ),
    columns=columns,
    thresholds=no_thresholds,
)
