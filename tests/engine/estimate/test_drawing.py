"""The order in which an estimate walks a design."""

from __future__ import annotations

from engine.estimate.drawing import Drawing, drawing_of
from tests import tiny


def _names(drawing: Drawing) -> list[str]:
    return [each.component.id if hasattr(each, "component") else each.connection.id for each in drawing.walk]


def test_a_call_on_a_miss_comes_after_everything_that_asks_the_cache() -> None:
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            *(tiny.component(name) for name in ("a", "b")),
            tiny.component("cache", "cache"),
            tiny.component("store", "store"),
        ],
        connections=[
            tiny.connection("viewers", "a"),
            tiny.connection("a", "cache", order=1),
            tiny.connection("a", "store", order=2, on_miss="cache"),
            tiny.connection("viewers", "b"),
            tiny.connection("b", "cache"),
        ],
    )
    drawing = drawing_of(design)
    order = _names(drawing)
    assert not drawing.is_round
    assert len(order) == 10
    assert order.index("b-cache") < order.index("cache") < order.index("a-store") < order.index("store")


def test_a_cache_asked_from_behind_its_own_misses_is_let_go_round() -> None:
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            *(tiny.component(name) for name in ("a", "b")),
            tiny.component("cache", "cache"),
        ],
        connections=[
            tiny.connection("viewers", "a"),
            tiny.connection("a", "cache", order=1),
            tiny.connection("a", "b", order=2, on_miss="cache"),
            tiny.connection("b", "cache"),
        ],
    )
    drawing = drawing_of(design)
    assert drawing.is_round
    assert sorted(_names(drawing)) == sorted([*drawing.parts, *drawing.calls])
