"""What the web process leaves behind is collected by the clock."""

from __future__ import annotations

import gc
import threading
import weakref

from sandbox.collector import collect_until


class Ring:
    """Holds itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.next = self


def test_what_only_the_collector_can_find_is_gone_when_its_time_has_come() -> None:
    over, gone = threading.Event(), threading.Event()
    clock = threading.Thread(target=collect_until, args=(over, 0.01))
    gc.disable()
    try:
        kept = weakref.ref(Ring(), lambda _: gone.set())
        assert kept() is not None
        clock.start()
        assert gone.wait(10.0)
    finally:
        gc.enable()
        over.set()
    clock.join(10.0)
    assert not clock.is_alive()
