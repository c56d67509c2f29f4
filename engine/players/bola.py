"""BOLA: of the utility that a bit buys, weighed against the content in the buffer, as much as possible.

Source: Spiteri, Urgaonkar, Sitaraman, BOLA: near-optimal bitrate adaptation for online videos, INFOCOM 2016, with the
constants of dash.js (10 s at least, 2 s a rung).
"""

from __future__ import annotations

from engine.design.watching import TARGET_S, THROUGHPUT, PlayerType, bola_thresholds, throughput_columns

PLAYER = PlayerType(
    name="bola",
    label="BOLA",
    help="Looks at the buffer: each rung has a fill of the buffer at which it is worth its bits. Changes often.",
    rule="bola",
    parameters=(TARGET_S, *THROUGHPUT),
    columns=throughput_columns,
    thresholds=bola_thresholds,
)
