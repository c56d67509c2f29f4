"""Slots shared out evenly, worked out by hand and against a sorted list."""

import random

import numpy as np
import pytest

from engine.kernel.sharing import join_sharing, leave_sharing, next_end, pass_time
from engine.kernel.state import COMPONENT_STATE, INSTANCE, STALLED, VARIES
from engine.kernel.stations import COMPONENT_RULE, DETAIL, SHARER


class Shared:
    """One instance with some slots."""

    def __init__(self, slots: int, room: int = 500) -> None:
        self.slots = slots
        self.states, self.instances = np.zeros(1, COMPONENT_STATE), np.zeros(1, INSTANCE)
        self.details, self.sharers = np.zeros(1, DETAIL), np.zeros(room, SHARER)
        self.details["root"] = -1
        self.rules = np.zeros(1, COMPONENT_RULE)

    def join(self, w: int, service_ns: int, now: int) -> None:
        work = (w, w + 1, service_ns, now)
        join_sharing(self.states, self.instances, self.details, self.sharers, self.rules, 0, 0, self.slots, *work)

    def leave(self, w: int, now: int) -> None:
        leave_sharing(self.states, self.instances, self.details, self.sharers, self.rules, 0, 0, self.slots, w, now)

    def next_ns(self) -> int:
        return int(next_end(self.instances, self.details, self.sharers, self.rules, 0, 0, self.slots, 0))

    @property
    def first(self) -> int:
        return int(self.details[0]["root"])


def test_one_slot_gives_half_its_pace_to_each_of_two() -> None:
    """A needs 10 from 0 on, B needs 2 from 4 on: B is done at 8, when A has had 6 and needs 4 more."""
    shared = Shared(slots=1)
    shared.join(0, 10, 0)
    assert shared.next_ns() == 10
    shared.join(1, 2, 4)
    assert (shared.first, shared.next_ns()) == (1, 4)
    shared.leave(1, 8)
    assert (shared.first, shared.next_ns()) == (0, 4)
    shared.leave(0, 12)
    assert (shared.first, shared.next_ns()) == (-1, -1)


def test_slots_for_all_give_everybody_their_full_pace() -> None:
    shared = Shared(slots=2)
    shared.join(0, 10, 0)
    shared.join(1, 5, 0)
    assert (shared.first, shared.next_ns()) == (1, 5)
    shared.join(2, 20, 0)
    assert shared.next_ns() == pytest.approx(5 * 3 / 2, abs=0.5)
    assert (shared.instances[0]["busy"], shared.instances[0]["queued"]) == (2, 1)


def test_of_two_that_end_together_the_older_goes_first() -> None:
    shared = Shared(slots=1)
    shared.join(1, 5, 0)
    shared.join(0, 5, 0)
    assert shared.first == 0


def test_time_stands_still_while_it_hangs() -> None:
    shared = Shared(slots=1)
    shared.join(0, 10, 0)
    pass_time(shared.instances, shared.details, shared.rules, 0, 0, 1, 4)
    shared.instances[0]["hindrance"] = STALLED
    assert shared.next_ns() == -1
    pass_time(shared.instances, shared.details, shared.rules, 0, 0, 1, 1_000)
    shared.instances[0]["hindrance"] = 0
    assert shared.next_ns() == 6


@pytest.mark.parametrize("seed", range(5))
def test_the_first_to_end_is_first_whoever_comes_and_goes(seed: int) -> None:
    draw = random.Random(seed)
    shared, inside, now = Shared(slots=3), set[int](), 0
    for w in range(500):
        now += draw.randrange(20)
        shared.join(w, draw.randrange(1, 1_000), now)
        inside.add(w)
        while inside and draw.random() < 0.45:
            gone = draw.choice((shared.first, draw.choice(sorted(inside))))
            shared.leave(gone, now)
            inside.remove(gone)
        ends = [(float(shared.sharers[each]["finish_ns"]), each) for each in inside]
        assert shared.first == (min(ends)[1] if ends else -1)
        assert shared.instances[0]["busy"] + shared.instances[0]["queued"] == len(inside)


def test_contention_slows_everybody_who_shares() -> None:
    """Three share two slots; with both busy each service takes half as long again."""
    shared = Shared(slots=2)
    shared.rules["usl_sigma"], shared.instances["hindrance"] = 0.5, VARIES
    for w in range(3):
        shared.join(w, 10, 0)
    assert shared.next_ns() == pytest.approx(10 * 3 / 2 * 1.5, abs=0.5)
