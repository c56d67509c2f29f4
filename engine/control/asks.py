"""What viewers ask the control plane, on its way to the event loop and back: presses of play, and requests for keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.control.view import Sight
from engine.dataplane.plane import Asks, Plane
from engine.design.control import Ended, Given
from engine.design.licensing import RENEWALS
from engine.design.rows import CLASSES

PRESS_TAG, KEY_TAG, END_TAG = 0, 1 << 61, 1 << 62
"""Tags of presses are from the first of these on, those of requests for keys from the second; none reaches the last."""
MARK_BITS = 16


def hand_over_asks(plane: Plane, ended: Ended) -> None:
    """Tells viewers what became of their presses, and then of their requests for keys."""
    for answer, first, end in ((plane.answer, PRESS_TAG, KEY_TAG), (plane.answer_keys, KEY_TAG, END_TAG)):
        mine = (ended.tags >= first) & (ended.tags < end)
        tags = ended.tags[mine] - first
        if len(tags):
            answer(tags >> MARK_BITS, tags & (1 << MARK_BITS) - 1, ended.is_good[mine], ended.ended_ns[mine])


def give_asks(view: Sight, plane: Plane, names: Sequence[str]) -> None:
    """Sends what viewers ask in the step to come; `names` are the components of the populations."""
    _give(view, plane.presses(), names, PRESS_TAG)
    _give(view, plane.key_asks(), names, KEY_TAG, CLASSES.index(RENEWALS))


def _give(view: Sight, asks: Asks, names: Sequence[str], first_tag: int, of_class: int | None = None) -> None:
    for row, name in enumerate(names):
        mine = asks.populations == row
        if mine.any():
            tags = first_tag + (asks.viewers[mine] << MARK_BITS | asks.marks[mine])
            classes = None if of_class is None else np.full(len(tags), of_class, np.int64)
            view.give(name, Given(at_ns=asks.at_ns[mine], tags=tags, keys=asks.titles[mine], classes=classes))
