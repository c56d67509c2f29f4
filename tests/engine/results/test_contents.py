"""What a cache keeps against what is popular."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest

from engine.design.model import Design
from engine.kernel.popularity import popularity
from engine.results.contents import COLUMNS, HEAD, TOLD, Columns
from engine.results.frames import layout_of
from engine.simulate import Frame, Intervention, Simulation, start
from tests import tiny

FRAME_BYTES = 8_000


def design(duration_s: float = 30.0, caches: int = 1, one_hit_ratio: float = 0.0, **cache: Any) -> Design:
    """Requests for one of 400 titles: a service asks its caches, and a store for what the first of them misses."""
    names = [f"cache{place}" for place in range(caches)]
    told = {"capacity_items": 100, "shards": 2, **cache}
    components = [
        tiny.component("viewers", "traffic_source", keys_count=400, zipf_alpha=0.8, one_hit_ratio=one_hit_ratio),
        *(tiny.component(each, service_ms_mean=1.0, instances=4, slots=200) for each in ("service", "store")),
        *(tiny.component(each, "cache", **told) for each in names),
    ]
    calls = [
        tiny.connection("viewers", "service"),
        *(tiny.connection("service", each, order=1) for each in names),
        tiny.connection("service", "store", order=2, on_miss=names[0]),
    ]
    return tiny.design(components=components, connections=calls, rate_per_s=400.0, duration_s=duration_s)


def finished(simulation: Simulation) -> list[Frame]:
    frames = []
    while not simulation.finished:
        frame = simulation.advance(10_000_000)
        assert frame is not None
        frames.append(frame)
    return frames


def test_columns_hold_every_key_once_and_all_that_is_asked() -> None:
    for count in (1, 2, 7, 100, 5_000):
        columns = Columns.of(count, 0.8)
        assert columns.firsts[0] == 0
        assert len(columns.firsts) <= COLUMNS
        assert (np.diff(columns.firsts) > 0).all()
        assert columns.asked.sum() == pytest.approx(1.0)
        first = columns.firsts[-1]
        assert columns.asked[-1] == pytest.approx(popularity(count, 0.8)[first:].sum())


def test_shares_are_means_over_the_keys_of_a_column() -> None:
    columns = Columns.of(5_000, 0.8)
    kept = (columns.ranks < 100).astype(np.float64)
    shares = columns.shares(kept)
    for first, last, share in zip(columns.firsts, [*columns.firsts[1:], 5_000], shares, strict=True):
        exact = max(min(last, 100) - first, 0) / (last - first)
        assert share == pytest.approx(exact, abs=0.01)


def test_what_guards_keys_is_told_behind_the_columns() -> None:
    simulation = start(design(3.0, stampede="swr", ttl_s=0.5), seed=1)
    row = finished(simulation)[-1]["contents"][0]
    layout, told = simulation.layout["contents"], simulation.summary()["components"]["cache0"]
    assert layout["deeds"] == [["coalesced", "stale_served", "early_refreshes", "refreshes"]]
    assert row[-4:] == [told[each] for each in layout["deeds"][0]]
    assert told["stale_served"] > 0


@pytest.fixture(scope="module")
def run() -> tuple[Simulation, list[Frame]]:
    simulation = start(design(), seed=1)
    return simulation, finished(simulation)


def test_it_is_told_once_a_second(run: tuple[Simulation, list[Frame]]) -> None:
    assert [frame["clock_s"] for frame in run[1] if "contents" in frame] == [float(each) for each in range(1, 31)]


def test_what_is_kept_and_asked_for_is_what_hits(run: tuple[Simulation, list[Frame]]) -> None:
    """The share of the requests for what is kept is the hit ratio, up to the changes within a second."""
    simulation, frames = run
    layout, row = simulation.layout["contents"], frames[-1]["contents"][0]
    columns = len(layout["first_ranks"][0])
    kept, asked = np.array(row[len(HEAD) :][:columns]), np.array(row[len(HEAD) + columns :])
    assert row[:4] == [100, 100, None, None]
    told = simulation.summary()["components"]["cache0"]
    assert (kept * asked).sum() == pytest.approx(told["hit_ratio"], abs=0.06)
    sizes = np.diff([*layout["first_ranks"][0], 400])
    assert (kept * sizes).sum() == pytest.approx(100.0, abs=0.5)


def test_a_hot_key_stands_apart() -> None:
    simulation = start(design(duration_s=6.0), seed=1)
    simulation.intervene(Intervention("hot_key", "viewers", {"share": 0.4}))
    row = finished(simulation)[-1]["contents"][0]
    assert row[2] == 0.4
    assert row[3] == 1.0
    assert sum(each or 0.0 for each in row[len(HEAD) + len(row[len(HEAD) :]) // 2 :]) == pytest.approx(0.6, abs=0.01)


def test_what_nobody_believes_any_more_is_not_kept() -> None:
    """Each entry is believed for half a second: of a hundred places few are more than a memory."""
    row = finished(start(design(duration_s=5.0, ttl_s=0.5), seed=1))[-1]["contents"][0]
    kept = row[len(HEAD) :][: len(row[len(HEAD) :]) // 2]
    assert kept[0] == 1.0
    assert sum(kept) < 0.7 * len(kept)


def test_frames_stay_small_however_many_caches_there_are() -> None:
    simulation = start(design(duration_s=2.0, caches=12), seed=1)
    frame = next(each for each in finished(simulation) if "contents" in each)
    assert len(frame["contents"]) == TOLD
    assert len(orjson.dumps(frame["contents"])) < FRAME_BYTES / 2


def test_designs_in_which_nothing_is_kept_tell_of_nothing() -> None:
    simulation = start(tiny.design(duration_s=2.0), seed=1)
    assert "contents" not in simulation.layout
    assert not any("contents" in frame for frame in finished(simulation))
    assert "contents" not in layout_of(tiny.design())


def test_columns_follow_the_taste_and_what_is_asked_for_once_is_left_out() -> None:
    """All turn to titles that nearly nobody wanted: what is kept is again what is wanted, once the cache has learnt."""
    simulation = start(design(duration_s=20.0, one_hit_ratio=0.2), seed=1)
    simulation.intervene(Intervention("change_taste", "viewers", {"share": 0.5}))
    row = finished(simulation)[-1]["contents"][0]
    columns = (len(row) - len(HEAD)) // 2
    kept, asked = row[len(HEAD) :][:columns], row[len(HEAD) + columns :]
    hit_ratio = simulation.summary()["components"]["cache0"]["hit_ratio"]
    assert sum(each * share for each, share in zip(kept, asked, strict=True)) == pytest.approx(hit_ratio, abs=0.06)
    assert sum(asked) == pytest.approx(0.8, abs=0.01)
