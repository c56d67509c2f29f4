"""What viewers draw: numbers keyed by the session, a purpose and a count, so that an additional draw moves no other."""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf
from engine.kernel.logarithm import exponential, natural_log
from engine.kernel.normal import normal_quantile
from engine.kernel.random import numbered, uniform

# Purposes: odd 64-bit constants without structure (SHA-256 of the name, first eight bytes, made odd).
SESSION = np.uint64(0x7DB9EA4C1B19459F)
NETWORK = np.uint64(0x5645A71CE30F8DA5)
COHORT = np.uint64(0x7E8DEC75BF489A2B)
DEVICE = np.uint64(0xDF566A11A2FD7129)
BROWSE = np.uint64(0xF6A2A43163BD6773)
PATIENCE = np.uint64(0xB7F1860268FE9E6F)
LENGTH = np.uint64(0x5CF3C03D958FDA8B)
TITLE = np.uint64(0x686623DCAA84DD8D)
SEEK = np.uint64(0x5C1C9D9AFA81E9D9)
PLACE = np.uint64(0xF7C36C92A78B92ED)
PAUSE = np.uint64(0x544FC02CC95D41B7)
PAUSING = np.uint64(0x63AE83892FFBF917)
STALL_PATIENCE = np.uint64(0x741612E36E28DF7B)
GOES_ON = np.uint64(0x602C1BE0B92AD981)
RELOADS = np.uint64(0xF542E5A46366BEE1)
PREMIERE = np.uint64(0x9FCF738F53146A31)
ACCESS = np.uint64(0x7CDFED40A5828F8F)

RENEWAL = np.uint64(0x78BF8EE749FE16FD)

RETRY = np.uint64(0x06B29BB318814109)

DEVICE_CLOCK = np.uint64(0x00AF6B2941B4FA07)

NEW_TITLE = np.uint64(0x2B72A4C8B4377F53)

FORCED = np.uint64(0x38C8632DFC3B9F59)

DEFECT = np.uint64(0x00A6009AAC697F11)


@leaf
def chance(key, count, purpose):  # type: ignore[no-untyped-def]
    """A number in (0, 1) for the `count`-th time of a purpose."""
    return uniform(numbered(key, count), purpose)


@leaf
def waiting(key, count, purpose, mean):  # type: ignore[no-untyped-def]
    """An exponential time with a mean, in its unit."""
    return -natural_log(chance(key, count, purpose)) * mean


@leaf
def lognormal(key, count, purpose, mean, sigma):  # type: ignore[no-untyped-def]
    """A log-normal number by its mean and the deviation of its logarithm."""
    if sigma == 0.0:
        return mean
    return mean * exponential(sigma * normal_quantile(chance(key, count, purpose)) - 0.5 * sigma * sigma)


@leaf
def part_of(until, count, u):  # type: ignore[no-untyped-def]
    """The place whose part of (0, 1) a draw falls into; `until` are the ends of the parts."""
    place = 0
    while place < count - 1 and u >= until[place]:
        place += 1
    return place
