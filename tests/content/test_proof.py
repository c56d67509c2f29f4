"""The short form of `make content`: every item proves that it can be done; a proof of what is wrong fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.library import library
from content.model import Item
from content.proof import prove

ITEMS = library().items


def wrong_of(item: Item) -> list[str]:
    """What does not hold of an item."""
    return [f"{each.what}: {each.found}" for each in prove(item, short=True, progress=str) if not each.holds]


@pytest.mark.slow
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.number or item.slug)
def test_an_item_can_be_done_and_not_by_accident(item: Item) -> None:
    assert wrong_of(item) == []


@pytest.mark.slow
def test_a_proof_sees_what_is_wrong() -> None:
    item = next(each for each in ITEMS if each.number == "L02")
    pitfall = replace(item.pitfalls[0], design=item.exemplars[0])
    hints = {each.id: item.exemplars[0] for each in item.hints}
    broken = replace(item, exemplars=("start",), pitfalls=(pitfall,), hint_designs=hints)
    found = wrong_of(broken)
    assert any(each.startswith("start passes") for each in found)
    assert any("second right design" in each for each in found)
    assert any(each.startswith(f"{item.exemplars[0]} fails") for each in found)
    assert any("hint blind fires" in each for each in found)
