"""How long frames are."""

from dataclasses import replace

import pytest

from engine.design.model import Design
from engine.results.frames import FRAMES, NUMBERS, frame_length_s, frames_count
from tests import tiny


def _design(duration_s: float, components: int = 2) -> Design:
    design = tiny.design(duration_s=duration_s)
    more = tuple(replace(design.components[1], id=f"s{place}") for place in range(components - 2))
    return replace(design, components=(*design.components, *more))


@pytest.mark.parametrize(
    ("duration_s", "frame_s"), [(1, 0.25), (300, 0.25), (301, 0.5), (600, 0.5), (601, 1.0), (86_400, 100.0)]
)
def test_a_run_has_at_most_twelve_hundred_frames(duration_s: float, frame_s: float) -> None:
    assert frame_length_s(_design(duration_s)) == frame_s
    assert frames_count(duration_s, frame_s) <= FRAMES


def test_a_large_design_gets_fewer_and_longer_frames() -> None:
    design = _design(300.0, components=2_000)
    frame_s = frame_length_s(design)
    assert frame_s == 5.0
    assert frames_count(300.0, frame_s) * (8 + 8 * 2_000 + 6) <= NUMBERS


def test_the_last_frame_may_be_shorter() -> None:
    assert frames_count(10.1, 0.25) == 41
    assert frames_count(10.0, 0.25) == 40
