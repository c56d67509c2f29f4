from __future__ import annotations

from engine.design.discovery import failure_types


def test_it_tells_the_pipeline_its_share_and_takes_it_back() -> None:
    kind = failure_types()["reclaim_workers"]
    (taken,) = kind.edits("farm", {"share": 0.25})
    (given,) = kind.heals("farm", {"share": 0.25})
    assert (taken.operation, taken.target, taken.value) == ("tell_controller", "farm", 0.25)
    assert given.value == 0.0
    assert kind.sentence("Farm", {"share": 0.25}) == "25% of the workers of Farm are taken away"
