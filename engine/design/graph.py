"""The drawing as a graph of calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.model import Connection, Design


def calls_by_caller(design: Design) -> dict[str, list[Connection]]:
    """The connections that leave each component, in the order in which they run."""
    calls: dict[str, list[Connection]] = {component.id: [] for component in design.components}
    for connection in sorted(design.calls, key=lambda each: each.order):
        calls[connection.source].append(connection)
    return calls


def find_circle(calls: Mapping[str, Sequence[Connection]]) -> list[str] | None:
    """A circle of calls as ids, first and last the same; None when a request always comes to an end."""
    finished: set[str] = set()
    for start in calls:
        if start not in finished:
            circle = _circle_from(start, calls, finished)
            if circle is not None:
                return circle
    return None


def _circle_from(start: str, calls: Mapping[str, Sequence[Connection]], finished: set[str]) -> list[str] | None:
    # Without recursion: a chain of 2 000 components is deeper than Python's stack.
    way, on_way, branches = [start], {start}, [iter(calls[start])]
    while way:
        called = next((each.target for each in branches[-1]), None)
        if called is None:
            finished.add(way[-1])
            on_way.discard(way.pop())
            branches.pop()
        elif called in on_way:
            return [*way[way.index(called) :], called]
        elif called not in finished:
            way.append(called)
            on_way.add(called)
            branches.append(iter(calls[called]))
    return None


def callers_first(calls: Mapping[str, Sequence[Connection]]) -> list[str]:
    """The components so that every caller stands before what it calls. There must be no circle."""
    waiting = dict.fromkeys(calls, 0)
    for connections in calls.values():
        for connection in connections:
            waiting[connection.target] += 1
    ready = [component for component, count in waiting.items() if count == 0]
    for component in ready:
        for connection in calls[component]:
            waiting[connection.target] -= 1
            if waiting[connection.target] == 0:
                ready.append(connection.target)
    assert len(ready) == len(calls), "a circle of calls has no first caller"
    return ready
