"""What must hold of calls that are made as a team or instead of others: complaints before a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from engine.design.model import Connection, Design, DesignError
from engine.design.references import unknown_name


def check_teams(design: Design) -> list[DesignError]:
    """Everything that keeps teams and substitutes from being called."""
    return [*_copies(design), *_groups(design), *_substitutes(design)]


def _copies(design: Design) -> Iterator[DesignError]:
    for index, each in enumerate(design.connections):
        if each.needed is not None and each.needed > each.copies:
            message = f"Ask for at most {each.copies}, as many as there are copies."
            yield DesignError(f"connections[{index}].needed", message)
        if each.kind == "lookup" and max(each.copies, each.times) > 1:
            field = "copies" if each.copies > 1 else "times"
            yield DesignError(f"connections[{index}].{field}", "Look a key up once; its home is one shard.")


def _groups(design: Design) -> Iterator[DesignError]:
    said: dict[tuple[str, int], int] = {}
    sizes: dict[tuple[str, int], int] = defaultdict(int)
    for each in design.calls:
        sizes[each.source, each.order] += 1
    for index, each in enumerate(design.connections):
        if each.enough is None:
            continue
        group = each.source, each.order
        before = said.setdefault(group, each.enough)
        if before != each.enough:
            message = f"Say {before} here too: another call of this order does."
            yield DesignError(f"connections[{index}].enough", message)
        elif each.enough > sizes[group]:
            message = f"Ask for at most {sizes[group]}, as many calls as this order has."
            yield DesignError(f"connections[{index}].enough", message)


def _substitutes(design: Design) -> Iterator[DesignError]:
    calls = {each.id: each for each in design.calls}
    for index, each in enumerate(design.connections):
        if each.fallback_to is None:
            continue
        path = f"connections[{index}].fallback_to"
        found = calls.get(each.fallback_to)
        others = [name for name, call in calls.items() if call.source == each.source and name != each.id]
        if found is None or found.source != each.source:
            yield DesignError(path, unknown_name("connection of this caller", each.fallback_to, others))
        elif _comes_back(each, calls):
            yield DesignError(path, "Take this substitute out of the circle; each would wait for the other.")
        elif found.kind != "call" or each.kind == "lookup":
            yield DesignError(path, "Let a call stand in for a call; a lookup that fails is a miss.")
        elif not _is_plain(found):
            message = f'Let "{found.id}" be made once and always: no probability, share, on_miss, only_for, copies.'
            yield DesignError(path, message)


def _comes_back(call: Connection, calls: dict[str, Connection]) -> bool:
    seen = {call.id}
    following = call.fallback_to
    while following is not None and following in calls:
        if following in seen:
            return True
        seen.add(following)
        following = calls[following].fallback_to
    return False


def _is_plain(call: Connection) -> bool:
    made_once = call.copies == call.times == 1 and call.enough is None
    is_for_all = call.share is None and call.on_miss is None and call.only_for is None
    return made_once and call.probability == 1.0 and is_for_all


def standbys(connections: Sequence[Connection]) -> frozenset[str]:
    """Ids of the connections that are called only instead of others."""
    return frozenset(each.fallback_to for each in connections if each.fallback_to is not None)
