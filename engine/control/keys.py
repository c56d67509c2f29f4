"""Requests of viewers for keys, on their way to the event loop and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.control.view import Sight
from engine.dataplane.plane import Plane
from engine.design.control import Ended, Given
from engine.design.licensing import RENEWALS
from engine.design.rows import CLASSES

KEY_TAG = 1 << 61
"""Tags of requests for keys are this and more; those of presses are less."""
BITS = 16


def is_for_key(ended: Ended) -> np.ndarray:
    """Which of the requests that ended were for keys."""
    return np.asarray((ended.tags >= KEY_TAG) & (ended.tags < 2 * KEY_TAG))


def hand_over_keys(plane: Plane, ended: Ended) -> None:
    """Tells viewers what became of their requests for keys; answers to presses are to be told before."""
    mine = is_for_key(ended)
    tags = ended.tags[mine] - KEY_TAG
    if len(tags):
        plane.answer_keys(tags >> BITS, tags & (1 << BITS) - 1, ended.is_good[mine], ended.ended_ns[mine])


def give_keys(view: Sight, plane: Plane, names: Sequence[str]) -> None:
    """Sends the requests for keys of the step to come; `names` are the components of the populations."""
    asks = plane.key_asks()
    for row, name in enumerate(names):
        mine = asks.populations == row
        if not mine.any():
            continue
        tags = KEY_TAG + (asks.viewers[mine] << BITS | asks.whose[mine].astype(np.int64))
        classes = np.full(len(tags), CLASSES.index(RENEWALS), np.int64)
        view.give(name, Given(at_ns=asks.at_ns[mine], tags=tags, keys=asks.titles[mine], classes=classes))
