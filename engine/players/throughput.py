"""The highest bitrate that the measured throughput carries.

Source: the ThroughputRule of dash.js: the smaller of two moving means, times a safety factor.
"""

from __future__ import annotations

from engine.design.watching import THROUGHPUT, PlayerType, no_thresholds, throughput_columns

PLAYER = PlayerType(
    name="throughput",
    label="Throughput",
    help="Takes the highest bitrate below what the last downloads reached, times a safety factor. Ignores its buffer.",
    rule="throughput",
    parameters=THROUGHPUT,
    columns=throughput_columns,
    thresholds=no_thresholds,
)
