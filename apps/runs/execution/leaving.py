"""Knows when this process should put its runs down: it was asked to stop, or its parent is gone."""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import threading
from collections.abc import Iterator

# One byte that the processes of a pool share with their parent, who alone hears Ctrl-C.
_worker_asked = mmap.mmap(-1, 1)
_process_asked = threading.Event()


def leave_worker() -> None:
    """Asks every process of this worker to hand its runs back."""
    _worker_asked[0] = 1


def leave_process() -> None:
    """Asks this process to hand its runs back."""
    _process_asked.set()


@contextlib.contextmanager
def hearing_termination() -> Iterator[None]:
    """While runs are computed, SIGTERM asks to hand them back instead of tearing the slice apart."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: leave_process())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Leaving:
    """Asked before each slice; made anew for each stretch of work."""

    def __init__(self) -> None:
        _process_asked.clear()
        self._parent = os.getppid()

    def is_due(self) -> bool:
        return _process_asked.is_set() or _worker_asked[0] == 1 or os.getppid() != self._parent
