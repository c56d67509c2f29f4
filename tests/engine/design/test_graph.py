import itertools
import random

from engine.design.graph import callers_first, calls_by_caller, find_circle
from tests import tiny


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    parts = [tiny.component(f"p{index}") for index in range(1_999)]
    connections = [tiny.connection(f"p{index}", f"p{index + 1}") for index in range(1_998)]
    calls = calls_by_caller(tiny.design(components=parts, connections=connections))
    assert find_circle(calls) is None
    assert callers_first(calls) == [each["id"] for each in parts]


def test_a_circle_is_found_exactly_when_there_is_one() -> None:
    chance = random.Random(7)
    for _ in range(300):
        count = chance.randint(2, 7)
        pairs = {tuple(chance.sample(range(count), 2)) for _ in range(chance.randint(0, 8))}
        parts = [tiny.component(f"p{index}") for index in range(count)]
        connections = [tiny.connection(f"p{one}", f"p{other}") for one, other in sorted(pairs)]
        circle = find_circle(calls_by_caller(tiny.design(components=parts, connections=connections)))
        assert (circle is not None) == any(_reaches(pairs, start, start) for start in range(count))
        if circle is not None:
            assert circle[0] == circle[-1]
            steps = itertools.pairwise(circle)
            assert all((int(one[1:]), int(other[1:])) in pairs for one, other in steps)


def _reaches(pairs: set[tuple[int, ...]], start: int, goal: int) -> bool:
    reached: set[int] = set()
    waiting = [other for one, other in pairs if one == start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [other for one, other in pairs if one == here]
    return goal in reached


def test_calls_leave_in_the_order_in_which_they_run() -> None:
    parts = [tiny.component(each) for each in ("a", "b", "c", "d")]
    connections = [
        tiny.connection("a", "b", order=2),
        tiny.connection("a", "c", order=1),
        tiny.connection("a", "d", order=2),
    ]
    calls = calls_by_caller(tiny.design(components=parts, connections=connections))
    assert [each.target for each in calls["a"]] == ["c", "b", "d"]
