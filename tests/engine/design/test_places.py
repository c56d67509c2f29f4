from engine.design.check import target_refusal, targets_of
from engine.design.discovery import failure_types
from engine.design.places import calls_across, components_inside
from tests import tiny, two_regions

DESIGN = two_regions.design()


def test_a_region_holds_what_its_zones_hold() -> None:
    assert [each.id for each in components_inside(DESIGN, "eu")] == ["gateway", "catalogue"]
    assert [each.id for each in components_inside(DESIGN, "eu-a")] == ["catalogue"]


def test_a_call_with_one_end_inside_crosses_the_border() -> None:
    assert [each.id for each in calls_across(DESIGN, "eu")] == ["viewers-gateway", "gateway-archive"]
    assert [each.id for each in calls_across(DESIGN, "us")] == ["gateway-archive"]


def test_a_lost_place_hits_what_is_inside_and_an_isolated_one_its_border() -> None:
    kinds = failure_types()
    assert targets_of(DESIGN, kinds["lose_place"], "eu") == ["gateway", "catalogue"]
    assert targets_of(DESIGN, kinds["isolate_place"], "us") == ["gateway-archive"]


def test_a_place_that_does_not_exist_or_holds_nothing_is_refused_in_words() -> None:
    lost = failure_types()["lose_place"]
    assert target_refusal(DESIGN, lost, "eu") == ""
    assert "eux" in target_refusal(DESIGN, lost, "eux")
    empty = tiny.design(places=[{"id": "eu", "type": "region"}])
    assert (
        target_refusal(empty, lost, "eu")
        == '"Lose the place" has nothing to hit at eu: no component in it has a station.'
    )
