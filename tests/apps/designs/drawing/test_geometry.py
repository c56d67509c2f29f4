"""The server draws arrows and places where the browser draws them: one table of figures is held against both."""

from __future__ import annotations

import json

import pytest

from apps.designs.drawing.geometry import curves, place_rects
from tests.house.tree import ROOT

TABLE = json.loads((ROOT / "frontend" / "tests" / "canvas" / "curves.json").read_text())


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["document"]["name"])
def test_arrows_and_places_lie_where_the_table_says(case: dict) -> None:
    document = case["document"]
    drawn = {str(place): [list(point) for point in curve] for place, curve in curves(document).items()}
    assert drawn.keys() == case["curves"].keys()
    for place, points in drawn.items():
        for point, expected in zip(points, case["curves"][place], strict=True):
            assert point == pytest.approx(expected, abs=1e-6)
    assert {name: list(rect) for name, rect in place_rects(document).items()} == case["places"]
