import numpy as np

from engine.dataplane.holding import forecast, new_titles, pushed
from engine.design.carriers import TITLES, CarrierPlan, FillPlan
from engine.design.discovery import component_types
from engine.design.population import TitlesPlan
from tests.engine.components.recorder import explained, lowered, made

KEY = 2**63 + 7
SITE = CarrierPlan("edge", 100.0, TITLES, appliances=4, storage_gb=600.0)
CATALOGUE = TitlesPlan(1000, 1.0, title_gb=1.0)


def test_it_handles_no_requests() -> None:
    assert lowered("fill") == {}


def test_its_parameters_are_its_plan() -> None:
    guiding = component_types()["fill"].guiding
    assert guiding is not None
    assert guiding(made("fill", nights=2, copies=1)) == FillPlan(12.0, 1.2, 2, 0.3, 1, True)


def test_a_perfect_forecast_brings_the_most_popular_titles_as_far_as_disks_reach() -> None:
    copies = pushed(SITE, FillPlan(sigma=0.0, nights=100), {(CATALOGUE, 4.0): 0}, KEY)
    assert copies.tolist() == [1] * 1000
    small = CarrierPlan("edge", 100.0, TITLES, appliances=4, storage_gb=100.0)
    copies = pushed(small, FillPlan(sigma=0.0, nights=100), {(CATALOGUE, 4.0): 0}, KEY)
    assert copies.tolist() == [1] * 400 + [0] * 600


def test_copies_of_hot_titles_take_the_place_of_cold_ones() -> None:
    small = CarrierPlan("edge", 100.0, TITLES, appliances=4, storage_gb=100.0)
    copies = pushed(small, FillPlan(sigma=0.0, nights=100, copies=3), {(CATALOGUE, 4.0): 0}, KEY)
    assert copies.sum() == 400
    assert copies[:3].tolist() == [3, 3, 3]
    assert copies[3] == 1


def test_a_forecast_errs_as_it_is_told() -> None:
    drawn = forecast(CATALOGUE, FillPlan(sigma=0.3), KEY)
    assert sorted(drawn.tolist()) == list(range(1000))
    exact = forecast(CATALOGUE, FillPlan(sigma=0.0), KEY)
    assert exact.tolist() == list(range(1000))
    # A title of rank 500 moves by about 0.3 x 500 ranks either way.
    moved = np.abs(np.argsort(drawn)[450:550] - np.arange(450, 550))
    assert 80 < moved.mean() < 180


def test_new_titles_are_not_there_before_the_run() -> None:
    told = TitlesPlan(1000, 1.0, title_gb=1.0, new_ratio=0.2)
    new = new_titles({(told, 4.0): 0}, 7)
    # A binomial of 1000 and 0.2 has a deviation of 12.6.
    assert 150 < new.sum() < 250
    copies = pushed(SITE, FillPlan(sigma=0.0, nights=100), {(told, 4.0): 0}, KEY, new)
    assert copies[new].sum() == 0
    assert copies[~new].sum() == 1000 - new.sum()


def test_a_premiere_is_brought_first_or_not_at_all() -> None:
    told = TitlesPlan(1000, 1.0, premiere_ratio=0.3)
    assert forecast(told, FillPlan(knows_premiere=True), KEY)[0] == 999
    assert 999 not in forecast(told, FillPlan(knows_premiere=False), KEY)


def test_it_says_what_it_brought() -> None:
    assert explained("fill", {"controller": {"fill_gb": 6480.0}}) == [
        "it had brought 6,480 GB to its edges before the run."
    ]
    assert explained("fill", {}) == ["it brought nothing."]


def test_it_says_what_it_brought_while_the_run_went_on() -> None:
    told = {"fill_gb": 0.0, "filled_gb": 120.0, "peer_gb": 60.0, "brought": 2, "dropped": 1, "missing": 3}
    assert explained("fill", {"controller": told}) == [
        "it had brought 0 GB to its edges before the run.",
        "While the run went on it brought 2 titles, 120 GB of which 60 came from neighbours; 1 titles went for them,"
        " 3 were missing at the end.",
    ]
