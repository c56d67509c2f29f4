"""Which calls a caller of the plain twin makes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel import random
from tests.engine.twin.parts import Link, Work


def chosen(work: Work, links: list[Link], stream: Any) -> list[Link]:
    """Which calls of a group are made: by share, by probability, or because a lookup missed."""
    share = random.uniform(np.uint64(random.mix(work.key ^ stream)), random.SHARE)
    found, end = [], 0.0
    for link in links:
        told = link.connection
        if work.only_for and told.on_miss is None:
            continue
        if told.share is not None:
            start, end = end, end + (told.share if link.share is None else link.share)
            if not start <= share < end:
                continue
        elif random.uniform(work.key ^ link.stream, random.PROBABILITY) >= link.chance:
            continue
        if told.on_miss in (None, *work.missed) and told.only_for in (None, work.priority):
            found.append(link)
    return found
