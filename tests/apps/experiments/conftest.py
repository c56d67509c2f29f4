"""The compiled engine is loaded before experiments are run."""

from __future__ import annotations

import pytest

from apps.runs import execution


@pytest.fixture(scope="package", autouse=True)
def _warm_engine() -> None:
    execution.warm()
