"""Ids made from names of elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection

from engine.design.limits import ID_CHARACTERS


def id_of(name: str, taken: Collection[str]) -> str:
    """An id of small letters, digits and low lines that nobody has yet."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[: ID_CHARACTERS - 4] or "part"
    plain = plain if plain[0].isalpha() else f"n_{plain}"
    found, count = plain, 2
    while found in taken:
        found, count = f"{plain}_{count}", count + 1
    return found
