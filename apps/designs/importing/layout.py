"""Where imported components lie: callers on the left of what they call, in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

COLUMN, ROW = 248.0, 112.0
LEFT, TOP = 24.0, 24.0


def positions(
    ids: Sequence[str], arrows: Sequence[tuple[str, str]], places: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """A position for each id. Columns by the longest way from whoever is called by nobody; in a column what shares a
    place stays together, and otherwise each stands near its callers."""
    depth = _depths(ids, arrows)
    callers: dict[str, list[str]] = {each: [] for each in ids}
    for source, target in arrows:
        callers[target].append(source)
    rows: dict[str, float] = {}
    found: dict[str, tuple[float, float]] = {}
    columns: dict[int, list[str]] = {}
    for each in ids:
        columns.setdefault(depth[each], []).append(each)
    order = {each: place for place, each in enumerate(dict.fromkeys(places.get(one, "") for one in ids))}
    tallest = max(map(len, columns.values()), default=1)
    for column, members in sorted(columns.items()):
        wishes = {each: _mean([rows[one] for one in callers[each] if one in rows]) for each in members}
        members.sort(key=lambda each: (order[places.get(each, "")], wishes[each]))
        first = (tallest - len(members)) / 2
        for row, each in enumerate(members):
            rows[each] = first + row
            found[each] = (LEFT + column * COLUMN, TOP + (first + row) * ROW)
    return found


def _depths(ids: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The longest way to each; arrows that close a circle are not followed, as no way is longer than all ids."""
    depth = dict.fromkeys(ids, 0)
    for _ in ids:
        moved = False
        for source, target in arrows:
            if depth[target] <= depth[source] and depth[source] + 1 < len(ids):
                depth[target], moved = depth[source] + 1, True
        if not moved:
            break
    # A circle pushes its members as far as it can; columns without anybody are closed up.
    known = {each: place for place, each in enumerate(sorted(set(depth.values())))}
    return {each: known[value] for each, value in depth.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
