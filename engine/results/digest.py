"""The digest of a result: equal results and equal frames give equal digests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from engine.kernel.state import CLOCK, IN_FLIGHT, Floats, Integers, State, Tables
from engine.results.viewers import Viewed

COMPONENT_COUNTERS = (
    "completions",
    "lookups",
    "hits",
    "latency_ns",
    "busy",
    "queued",
    "in_system",
    "up",
    "errors",
)
COMPONENT_AREAS = ("busy", "queue", "system", "up")
CONNECTION_COUNTERS = (
    "calls",
    "arrivals",
    "attempts",
    "timeouts",
    "retries",
    "answered",
    "failures",
    "latency_ns",
    "errors",
)

FIRST_KINDS = 10
"""Places for kinds of errors when digests were first stored; a new kind leaves the digests of other runs alone."""


def result_digest(seed: int, tables: Tables, state: State, frames: bytes) -> str:
    """SHA-256 over the seed, the clock, every counter, area and histogram by sorted id, and the digest of the frames.

    What leaves a result as it was leaves the digest as it was: labels, positions, the order of the document.
    """
    digest = hashlib.sha256(f"{seed}|{state.registers[CLOCK]}|{state.registers[IN_FLIGHT]}".encode())
    for row, name in enumerate(tables.component_ids):
        here = state.component_states[row]
        digest.update(f"|component {name}".encode())
        for column in COMPONENT_COUNTERS:
            digest.update(_bytes_of(here, column))
        areas = [int(here[f"{area}_area_us"]) * 1000 + int(here[f"{area}_area"]) for area in COMPONENT_AREAS]
        digest.update(repr(areas).encode())
        digest.update(np.ascontiguousarray(state.latency[row] + state.window[row], "<i4").tobytes())
    for name in sorted(tables.connection_ids):
        row = tables.connection_ids.index(name)
        place = len(tables.component_ids) + row
        digest.update(f"|connection {name}".encode())
        for column in CONNECTION_COUNTERS:
            digest.update(_bytes_of(state.connection_states[row], column))
        digest.update(np.ascontiguousarray(state.latency[place] + state.window[place], "<i4").tobytes())
        policy = int(tables.connections[row]["policy"])
        if policy >= 0:
            digest.update(b"|policies" + state.policy_states[policy].tobytes())
    digest.update(frames)
    return digest.hexdigest()


def _bytes_of(here: np.void, column: str) -> bytes:
    """A counter as bytes; kinds of errors that came later are told only where they happened."""
    if column != "errors":
        return np.ascontiguousarray(here[column], "<i8").tobytes()
    counts = np.ascontiguousarray(here[column], "<i8")
    later = [f"|{kind} {counts[kind]}" for kind in range(FIRST_KINDS, len(counts)) if counts[kind]]
    return counts[:FIRST_KINDS].tobytes() + "".join(later).encode()


def add_frame(frames: bytes, numbers: Floats, first: Integers, later: Integers) -> bytes:
    """The digest of all frames so far, with one more (its numbers in the order of the tables).

    Metrics at the places `later` came after digests were `first` stored: they are told only where there are any.
    """
    told = later[~np.isnan(numbers[later])]
    always = np.ascontiguousarray(numbers[first], "<f8").tobytes()
    more = "".join(f"|{place} {numbers[place]}" for place in told).encode()
    return hashlib.sha256(frames + always + more).digest()


def add_viewed(frames: bytes, viewed: Sequence[Viewed]) -> bytes:
    """The digest of all frames so far, with what viewers met in one more; without viewers it stays as it is."""
    if not viewed:
        return frames
    told = [[each.row, each.samples] for each in viewed]
    return hashlib.sha256(frames + repr(told).encode()).digest()
