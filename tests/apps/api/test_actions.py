"""The notebook in docs/notebooks drives Backlot as it says it does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apps.runs import execution
from tests.apps import made
from tests.house.tree import ROOT
from tests.people import Someone

NOTEBOOK = json.loads((ROOT / "docs" / "notebooks" / "drive-backlot.ipynb").read_text())
CELLS = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


@pytest.mark.django_db(transaction=True)
def test_the_notebook_runs_from_its_first_cell_to_its_last(
    live_server: Any, alice: Someone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alice.person is not None
    monkeypatch.setenv("BACKLOT_ADDRESS", live_server.url)
    monkeypatch.setenv("BACKLOT_TOKEN", made.api_key(alice.person))
    # While the notebook waits, this very process computes.
    monkeypatch.setattr("time.sleep", lambda _seconds: execution.work())
    names: dict[str, Any] = {}
    for cell in CELLS:
        exec(compile(cell, "notebook", "exec"), names)
    results = names["results"]
    assert [errors for _, _, errors in results.values()][:2] == [0.0, 0.0]
    assert results[250][2] > 0.1
    assert results[50][1] < results[150][1] < results[250][1]
    assert max(names["queue"]) > 20
    assert "80 frames" in capsys.readouterr().out
