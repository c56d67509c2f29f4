"""Python's collector in the web process: once a minute, instead of whenever much was made.

A whole pass takes 100 ms with five hundred viewers, and nobody is sent a frame meanwhile; left to itself it came every
four seconds, and went through all that the process had loaded as well (200 ms). What a minute leaves behind is little.
"""

from __future__ import annotations

import gc
import threading

EVERY_S = 60.0
YOUNG_OBJECTS, YOUNG_PASSES = 5_000, 10
# Passes over the middle-aged between two whole ones: so many that only the clock asks for one.
MIDDLE_PASSES = 1_000


def take_over() -> None:
    """What is loaded by now stays and is not looked through again; from now on whole passes go by the clock."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_PASSES, MIDDLE_PASSES)
    threading.Thread(target=collect_until, args=(threading.Event(),), name="collector", daemon=True).start()


def collect_until(over: threading.Event, every_s: float = EVERY_S) -> None:
    """A whole pass every so many seconds, until `over` is set."""
    while not over.wait(every_s):
        gc.collect()
