"""Draws keyed by what they are for: the same question gives the same answer, whatever else happens in the run.

A key is 64 bits. The key of a piece of work is mixed from its caller's key, the connection's stream and the attempt, so
it stands for (seed, request, call path, attempts); a purpose turns it into a number.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import hot_leaf, leaf

GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: the step of a Weyl sequence
FIRST = np.uint64(0xBF58476D1CE4E5B9)  # multipliers of SplitMix64 (Steele, Lea, Flood 2014, variant 13 of Stafford)
SECOND = np.uint64(0x94D049BB133111EB)
S27, S30, S31, S11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53

# Purposes: odd 64-bit constants without structure (SHA-256 of the name, first eight bytes, made odd).
ARRIVAL = np.uint64(0x7D1A6A8E0C9B35F1)
KEY = np.uint64(0x2C70E12B7A0646F9)
SERVICE = np.uint64(0xC5B1E0D94F27A36D)
ERROR = np.uint64(0x91E6F3D52B8C4A07)
PROBABILITY = np.uint64(0x5A0F3C96E1D782BB)
SHARE = np.uint64(0xE83D5F01A6C97B45)
BALANCE = np.uint64(0x3B97C2E40D581F6F)
SECOND_CHOICE = np.uint64(0xA4629F1DB35E78C3)
BACKOFF = np.uint64(0x68F4D7035CE1B92D)
LOSS = np.uint64(0x1F8C63A5D94E70B3)
ARM = np.uint64(0x13C8F5A0B76E24D9)
COPIES = np.uint64(0x4E1B7F39C2A85D6B)
NOISE = np.uint64(0xEFE2A5C09E6D49D7)
PAUSES = np.uint64(0x6E16C557DED0A96D)
CONTROL = np.uint64(0xD90B4E7A1F62C835)
THROTTLE = np.uint64(0xB7A1382F0204D971)
MODULATION = np.uint64(0x9502B405220B8FC7)
HOT = np.uint64(0x5D84E27A1B9F03C7)
PERSON = np.uint64(0xC26F90B3D71A4E85)
THINKING = np.uint64(0x94C1F856FC08FB45)
POISON = np.uint64(0xD29B1FA6740E5C85)
JITTER = np.uint64(0x16C7DC721BC2A15B)
ABSENT = np.uint64(0x5AD38304B535C299)
EARLY = np.uint64(0xF408830BCC7FAB37)
REFRESH = np.uint64(0xD6CC0A088C07683D)
WONDER = np.uint64(0x36296059CCA8B7C7)
PREMIERE = np.uint64(0xA7518CC15100BE59)
DRIFT = np.uint64(0xB7A461FEFBB68E5)


@hot_leaf
def mix(x):  # type: ignore[no-untyped-def]
    """A bijection of 64 bits that leaves no visible structure (the finaliser of SplitMix64)."""
    x = (x ^ (x >> S30)) * FIRST
    x = (x ^ (x >> S27)) * SECOND
    return x ^ (x >> S31)


@hot_leaf
def numbered(stream, number):  # type: ignore[no-untyped-def]
    """The key of the `number`-th thing of a stream (uint64, integer)."""
    return mix(stream + np.uint64(number) * GOLDEN)


@hot_leaf
def below(key, stream, attempt):  # type: ignore[no-untyped-def]
    """The key of a call: its caller's key, the stream of the connection and the attempt (0 is the first)."""
    return mix((key ^ stream) + np.uint64(attempt) * GOLDEN)


@hot_leaf
def uniform(key, purpose):  # type: ignore[no-untyped-def]
    """A number in (0, 1), never an end, one of 2**53 midpoints."""
    return (np.float64(mix(key ^ purpose) >> S11) + 0.5) * TO_UNIT


@leaf
def uniform_index(key, purpose, count):  # type: ignore[no-untyped-def]
    """An integer from 0 to count - 1."""
    return np.int64(uniform(key, purpose) * count)
