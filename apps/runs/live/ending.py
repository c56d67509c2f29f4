"""Ends asyncio tasks for good."""

from __future__ import annotations

import asyncio
from typing import Any

AGAIN_S = 0.2


def is_wanted() -> bool:
    """False once somebody has asked the present task to end, even if the asking was swallowed on the way."""
    task = asyncio.current_task()
    return task is None or not task.cancelling()


async def end(*tasks: asyncio.Task[Any] | None) -> None:
    """Cancels until the tasks are over: a task that waits for the database can swallow one cancellation."""
    waiting = {task for task in tasks if task is not None and task is not asyncio.current_task()}
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=AGAIN_S)
