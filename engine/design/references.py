"""Errors about names: used twice, or not known."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.design.structure import Complaints
from engine.design.values import shown, suggestion

LISTED_AT_MOST = 12
"""How many known names an error lists when none is near."""


def refuse_doubles(names: Sequence[str | None], path: str, complaints: Complaints, field: str = "id") -> None:
    """Notes an error at every entry of the list at `path` whose name stood before."""
    seen: set[str | None] = {None}
    for index, name in enumerate(names):
        if name is not None and name in seen:
            complaints.add(f"{path}[{index}].{field}", f'Choose another {field}; "{name}" stands here already.')
        seen.add(name)


def refuse_unknown(
    path: str, word: str, name: str | None, known: Collection[str | None], complaints: Complaints
) -> None:
    """Notes that `name` is no `word`, with the nearest known name or a short list.

    A None stands for a name that was refused already; if one is among the known ones, `name` may well be meant by it.
    """
    if name is not None and not complaints.is_full and None not in known:
        complaints.add(path, unknown_name(word, name, [each for each in known if each is not None]))


def unknown_name(word: str, name: str, known: Sequence[str]) -> str:
    """The sentence of an error about a name that nothing has."""
    offered = suggestion(name, known)
    if not offered and 0 < len(known) <= LISTED_AT_MOST:
        offered = f" Known here: {', '.join(known)}."
    return f"No {word} is called {shown(name)}.{offered}"
