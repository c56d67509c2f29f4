"""Room for more notes: the log grows up to its limit, then every second traced request is forgotten.

Which ones comes from their draws, so what is left is the sample that a rarer rule would have taken from the start.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.kernel.state import WORKS_TOP, State
from engine.kernel.tracing import (
    CEILING,
    NEVER_TRACED,
    NO_PICK,
    NOTE,
    NOTE_REQUEST,
    NOTE_SENT,
    NOTES,
    NOTES_MARGIN,
    PICK,
    TRACED,
)

Integers = npt.NDArray[np.int64]


def make_room_for_notes(state: State, room: int = NOTES_MARGIN) -> None:
    """Makes place for `room` more notes, as far as the limit of the log allows."""
    log = state.trace
    while log.registers[NOTES] + room > len(log.notes) and len(log.notes) < log.notes_limit:
        larger = np.zeros(min(2 * len(log.notes), log.notes_limit), NOTE)
        larger[: len(log.notes)] = log.notes
        log.notes = larger
    if log.registers[NOTES] + room > len(log.notes):
        _thin(state, max(len(log.notes) // 2, 1))


def root_tokens(notes: npt.NDArray[np.void]) -> Integers:
    """The token of the request to which each note belongs, 0 when its beginning is not among the notes."""
    births = notes[(notes["kind"] == NOTE_REQUEST) | (notes["kind"] == NOTE_SENT)]
    births = births[np.argsort(births["token"], kind="stable")]
    tokens = np.append(births["token"].astype(np.int64), 0)  # the last stands for what is not there
    is_root = births["kind"] == NOTE_REQUEST
    above = np.append(_places(tokens, np.where(is_root, births["token"], births["parent"])), len(births))
    while not np.array_equal(above[above], above):
        above = above[above]
    named = np.where(notes["token"] > 0, notes["token"], notes["parent"])
    return np.asarray(tokens[above[_places(tokens, named)]], np.int64)


def _places(tokens: Integers, wanted: npt.NDArray[np.generic]) -> Integers:
    """Where `wanted` stand among tokens (rising but for the last one); the last place for what is not there."""
    places = np.searchsorted(tokens[:-1], wanted)
    return np.where(tokens[places] == wanted, places, len(tokens) - 1)


def _thin(state: State, aim: int) -> None:
    """Lowers the ceiling until at most `aim` notes are left; picks go only when nothing else does."""
    log = state.trace
    used = log.notes[: int(log.registers[NOTES])]
    roots = root_tokens(used)
    requests = used["kind"] == NOTE_REQUEST
    draws = dict(zip(used["token"][requests].tolist(), used["since_ns"][requests].tolist(), strict=True))
    own = np.array([draws.get(root, -2) for root in roots.tolist()], np.int64)
    is_picked = np.isin(roots, log.picks)
    ceiling = int(log.registers[CEILING])
    while True:
        ceiling = (ceiling + 1) // 2 - 1
        is_kept = (own >= 0) & ((own <= ceiling) | is_picked)
        if int(is_kept.sum()) <= aim or ceiling == NEVER_TRACED:
            break
    if int(is_kept.sum()) > aim:
        # Too much was asked for by name: the first whole requests stay, and no more are traced.
        log.registers[PICK] = len(log.picks) - 1
        is_kept &= np.isin(roots, _first_whole(roots[is_kept], aim))
        _forget(state, np.zeros(0, np.int64))
    else:
        _forget(state, np.unique(used["token"][is_kept]).astype(np.int64))
    log.registers[CEILING] = ceiling
    kept: Any = used[is_kept]
    log.notes[: len(kept)] = kept
    log.registers[NOTES] = len(kept)
    assert log.picks[-1] == NO_PICK


def _first_whole(roots: Integers, aim: int) -> Integers:
    """The first requests that have at most `aim` notes together."""
    tokens, counts = np.unique(roots, return_counts=True)
    return np.asarray(tokens[np.cumsum(counts) <= aim], np.int64)


def _forget(state: State, kept_tokens: Integers) -> None:
    """Takes no more notes of works but those with these tokens."""
    works = state.works[: int(state.registers[WORKS_TOP])]
    is_out = ~np.isin(works["token"], kept_tokens)
    works["flags"][is_out] &= ~TRACED
