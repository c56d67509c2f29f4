"""The judge of `python -m tests.soak.leak` sees what grows, and does not call chance growth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.soak.leak import judge
from tests.soak.resting import Held, Rest

# Two minutes apart, for half an hour; memory swings by a megabyte.
RESTS = 15
SWING_MB = (0.0, 0.6, -0.4, 0.2, -0.5)


def rests(mb_per_h: float = 0.0) -> list[Rest]:
    found = []
    for number in range(RESTS):
        at_s = 120.0 * (number + 1)
        memory_mb = 100.0 + mb_per_h * at_s / 3600.0 + SWING_MB[number % len(SWING_MB)]
        found.append(Rest(at_s, {"web": Held(7, memory_mb, 10, 20, 5, tasks=4)}, 3, [], 0))
    return found


def changed(**changes: object) -> list[Rest]:
    """The last rest is another one in what a process holds."""
    *before, last = rests()
    return [*before, replace(last, held={"web": replace(last.held["web"], **changes)})]  # type: ignore[arg-type]


def test_what_swings_is_not_called_growth_and_what_grows_is() -> None:
    assert judge(rests())[1] == []
    [told] = judge(rests(mb_per_h=8.0))[1]
    assert told.startswith("web grows by 7.9 ")


@pytest.mark.parametrize("what", ["sockets", "files", "threads", "tasks"])
def test_what_is_held_at_the_end_is_compared_with_the_rest_after_warming_up(what: str) -> None:
    [told] = judge(changed(**{what: 60}))[1]
    assert told.startswith(f"web keeps 60 {what}, ")


def test_another_process_keys_and_leases_are_told() -> None:
    assert judge(changed(pid=8))[1] == ["web is another process than before"]
    *before, last = rests()
    found = judge([*before, replace(last, keys=20, for_ever=["a key"], leases=2)])[1]
    assert found == ["20 keys, 3 before", "keys without expiry: ['a key']", "2 leases stay"]
