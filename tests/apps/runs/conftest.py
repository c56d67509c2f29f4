"""A run on a stage, and viewers' traces removed afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from apps.runs.live import hub as hubs
from apps.runs.live import viewing
from apps.runs.models import State
from tests.apps import made
from tests.apps.stage import Stage
from tests.people import Someone


@pytest.fixture
async def stage(alice: Someone) -> AsyncIterator[Stage]:
    run = await sync_to_async(made.run)(alice.person, state=State.RUNNING, layout={"frame_s": 0.25}, attempt=1)
    yield Stage(run)
    await hubs.hub().close()
    hubs._hubs.clear()
    viewing._taken.clear()


@pytest.fixture
def play(stage: Stage) -> Callable[..., Any]:
    return sync_to_async(stage.play)


@pytest.fixture
def change(stage: Stage) -> Callable[..., Any]:
    return sync_to_async(stage.change)
