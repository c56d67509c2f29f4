"""Writes the number of asyncio's tasks to BACKLOT_TELLING, for each SIGUSR2 once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from pathlib import Path
from typing import Any

from django.apps import AppConfig


class TellingConfig(AppConfig):
    name = "tests.soak.telling"

    def ready(self) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGUSR2, tell)


def tell(_number: int, _frame: Any) -> None:
    """Runs in the main thread, between two steps of its event loop."""
    count = 0
    with contextlib.suppress(RuntimeError):
        count = len(asyncio.all_tasks(asyncio.get_running_loop()))
    file = Path(os.environ["BACKLOT_TELLING"])
    file.with_suffix(".new").write_text(str(count))
    file.with_suffix(".new").rename(file)
