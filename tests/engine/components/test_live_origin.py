from typing import Any

import pytest

from engine.design.carriers import EVERYTHING, LivePlan
from engine.design.check import check_runnable
from engine.simulate import Intervention, start
from tests import tiny
from tests.engine.components.carriers import carried, drawn
from tests.engine.components.recorder import explained, lowered

LIVE = tiny.component("live", "live_origin", defect_ratio=0.0)
EDGE = tiny.component("edge", "edge_site", fill="pull")
STREAMS = [("viewers", "edge"), ("edge", "live")]
PEOPLE = {"titles": 10, "network": "fibre", "browse_s": 5.0, "algorithm": "throughput", "next_episode_ratio": 0.0}


def run(failure: str = "", **parameters: Any) -> dict[str, Any]:
    design = drawn(EDGE, LIVE, streams=STREAMS, duration_s=60.0, rate_per_s=5.0, **PEOPLE)
    assert not check_runnable(design)
    simulation = start(design, seed=1)
    if failure:
        simulation.intervene(Intervention(failure, "live", parameters))
    while not simulation.finished:
        simulation.advance(10_000_000)
    return {name: row.get("controller", {}) for name, row in simulation.summary()["components"].items()}


def test_it_handles_bytes_alone() -> None:
    assert lowered("live_origin") == {"live": {}}


def test_its_parameters_are_its_plan() -> None:
    plan = carried("live_origin", pipelines=3, throttle_max_age_s=7.0)
    assert (plan.keeps, plan.gbps) == (EVERYTHING, 20.0)
    assert plan.live == LivePlan(pipelines=3, throttle_s=7.0)


def test_viewers_watch_what_it_makes() -> None:
    told = run()
    assert told["viewers"]["segment_s"] == 2.0
    assert told["viewers"]["behind_s"] < 7.0
    assert told["viewers"]["rebuffer_ratio"] < 0.01
    # Ten titles and ten rungs: of each segment not more than a hundred kinds, and the crowd asks for many more.
    assert told["live"]["segments"] == 29
    assert told["live"]["had"] < told["edge"]["asked"]
    assert told["edge"]["byte_hit_ratio"] > 0.1


@pytest.mark.parametrize(
    ("failure", "parameters", "late", "missing"),
    [
        ("lose_pipelines", {"count": 1}, 0, 0),
        ("lose_pipelines", {"count": 2}, 0, 29),
        ("spoil_segments", {"ratio": 1.0}, 0, 29),
        ("delay_segments", {"seconds": 1.0}, 29, 0),
    ],
)
def test_it_breaks(failure: str, parameters: dict[str, Any], late: int, missing: int) -> None:
    told = run(failure, **parameters)["live"]
    assert (told["late"], told["missing_segments"]) == (late, missing)


def test_viewers_watch_one_origin() -> None:
    storage = tiny.component("storage", "object_storage")
    design = drawn(EDGE, LIVE, storage, streams=[*STREAMS, ("viewers", "storage")])
    (error,) = check_runnable(design)
    assert "one live origin" in error.message


def test_it_says_what_was_late() -> None:
    told = {"gb": 10.0, "gbps": 1.0, "utilisation": 0.1, "segments": 30, "late": 2, "missing_segments": 1}
    assert explained("live_origin", {"controller": told})[1] == "Of 30 segments 2 came late, 1 not at all."
