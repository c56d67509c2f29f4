from engine.design.rows import PLAIN
from tests.engine.components.recorder import lowered


def test_an_edge_fills_itself_and_keeps_its_slots_free_meanwhile() -> None:
    rows = lowered("isp_edge", instances=2, capacity_items=50)
    told = {"capacity_items": 50, "ttl_s": 0.0, "renews_on": "write", "looks_aside": False}
    assert rows["cache"] == {**told, "eviction": "lru", "refilling": PLAIN}
    assert rows["station"]["holds_slot_while_calling"] is False
    assert rows["station"]["instances"] == 2
