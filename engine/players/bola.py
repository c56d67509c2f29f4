"""BOLA: of the utility that a bit buys, weighed against the content in the buffer, as much as possible.

Source: Spiteri, Urgaonkar, Sitaraman, BOLA: near-optimal bitrate adaptation for online videos, INFOCOM 2016, with the
constants of dash.js (10 s at least, 2 s a rung). On live pictures as dash.js does it (BolaRule.js, version 3): waiting
for a segment that is not made yet counts as content, and a higher rung than throughput carries is not begun (BOLA-O;
Spiteri, Sitaraman, Sparacio, From theory to practice, MMSys 2018, section 4).
"""

from __future__ import annotations

from engine.design.watching import (
    TARGET_S,
    THROUGHPUT,
    PlayerType,
    bola_ceilings,
    bola_thresholds,
    throughput_columns,
)

PLAYER = PlayerType(
    name="bola",
    label="BOLA",
    help="Looks at the buffer: each rung has a fill of the buffer at which it is worth its bits. Changes often.",
    rule="bola",
    parameters=(TARGET_S, *THROUGHPUT),
    columns=throughput_columns,
    thresholds=bola_thresholds,
    live_rule="bola_live",
    ceilings=bola_ceilings,
)
