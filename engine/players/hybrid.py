"""Throughput while the buffer is low, BOLA above.

Source: Spiteri, Sitaraman, Sparacio, From theory to practice: improving bitrate adaptation in the DASH reference
player, MMSys 2018, as one switch at 10 s of content.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.watching import TARGET_S, THROUGHPUT, PlayerType, bola_thresholds, number, throughput_columns


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """BOLA's rule, which follows throughput below some content."""
    return throughput_columns(parameters) | {"follows_throughput_below_s": number(parameters, "min_buffer_s")}


PLAYER = PlayerType(
    name="hybrid",
    label="Hybrid",
    help="Follows throughput until there is some content in the buffer, then BOLA.",
    rule="bola",
    parameters=(
        Parameter(
            "min_buffer_s",
            "Switch at",
            "number",
            10.0,
            "Content in the buffer from which BOLA decides.",
            unit="s",
            low=0.0,
            high=60.0,
            source="dash.js",
        ),
        TARGET_S,
        *THROUGHPUT,
    ),
    columns=columns,
    thresholds=bola_thresholds,
)
