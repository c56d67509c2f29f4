"""What viewers met in a frame, from two looks at their books."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.kernel.histogram import BUCKETS, bucket_of
from engine.results.viewers import COUNTED, LEFT, SAMPLED_SECONDS, VIEWER_METRICS, spread, viewers_row
from tests import tiny
from tests.engine.results.test_frames import NUMBERS, frame_length_s, frames_count


def _books(**told: Any) -> dict[str, Any]:
    nothing = dict.fromkeys((*COUNTED, "keyless", "played_s", "stalled_s"), 0)
    left = dict.fromkeys(LEFT, 0)
    present = {"absent": 10, "playing": 0, "stalled": 0, "browsing": 0}
    return {**nothing, "left": left, "present": present, "segments": [0, 0], "segment_s": 4.0, **told}


def _row(span_s: float, starts_ns: tuple[int, ...] = (), **told: Any) -> dict[str, float | None]:
    histogram = np.zeros(BUCKETS, np.int64)
    for each in starts_ns:
        histogram[bucket_of(each)] += 1
    before = _books(sessions=5)
    return dict(zip(VIEWER_METRICS, viewers_row(before, _books(**told), histogram, span_s), strict=True))


def test_rates_are_of_the_time_between_the_looks() -> None:
    left = {**dict.fromkeys(LEFT, 0), "start_too_slow": 2, "no_room": 4}
    row = _row(2.0, sessions=11, starts=8, refusals=6, left=left)
    assert (row["sessions_per_s"], row["starts_per_s"], row["start_failures_per_s"]) == (3.0, 4.0, 4.0)
    assert (row["start_too_slow_per_s"], row["no_room_per_s"], row["play_failed_per_s"]) == (1.0, 2.0, 0.0)


def test_times_of_starts_are_those_of_the_frame() -> None:
    row = _row(1.0, (10**9,) * 9 + (3 * 10**9,), starts=10)
    assert row["start_s_p50"] == pytest.approx(1.0, rel=0.02)
    assert row["start_s_p95"] == pytest.approx(3.0, rel=0.02)
    assert _row(1.0)["start_s_p50"] is None


def test_bitrate_and_stalls_are_means_of_what_was_seen() -> None:
    row = _row(1.0, segments=[1, 2], bits=36_000_000, played_s=9.0, stalled_s=1.0)
    assert (row["bitrate_bps"], row["rebuffer_ratio"]) == (3_000_000.0, 0.1)


def test_a_frame_without_a_step_tells_who_is_there_and_nothing_else() -> None:
    row = _row(0.0, present={"absent": 4, "playing": 3, "stalled": 2, "browsing": 1})
    assert {name for name, value in row.items() if value is not None} == {"present", "playing", "stalled", "keyless"}
    assert (row["present"], row["playing"], row["stalled"]) == (6, 3, 2)


@pytest.mark.parametrize("seconds", [0, 1, 5, 6, 100])
def test_a_frame_follows_viewers_for_a_few_seconds(seconds: int) -> None:
    kept = spread([[float(each)] for each in range(seconds)])
    assert len(kept) == min(seconds, SAMPLED_SECONDS) or SAMPLED_SECONDS / 2 < len(kept) <= SAMPLED_SECONDS


def test_many_populations_make_frames_longer() -> None:
    crowd = [tiny.component(f"v{place}", "viewers") for place in range(300)]
    calls = [tiny.connection(each["id"], "service") for each in crowd]
    design = tiny.design(components=[*crowd, tiny.component("service")], connections=calls, duration_s=300.0)
    frame_s = frame_length_s(design)
    assert frame_s > 0.25
    assert frames_count(300.0, frame_s) * 300 * len(VIEWER_METRICS) <= NUMBERS
