"""Several servers before one queue: the numbers of rows V04 to V06."""

import pytest

from engine.theory import mm1, mmc


def test_ten_servers_make_four_in_ten_wait() -> None:
    assert mmc.waiting_probability(10, 8.0) == pytest.approx(0.409, abs=5e-4)
    assert mmc.wait_s_mean(10, 80.0, 10.0) == pytest.approx(0.0205, abs=5e-5)


@pytest.mark.parametrize(("offered", "servers"), [(8, 12), (80, 90), (800, 831)])
def test_spare_servers_grow_as_the_root_of_the_load(offered: int, servers: int) -> None:
    assert mmc.waiting_probability(servers, offered) <= 0.2 < mmc.waiting_probability(servers - 1, offered)


def test_one_server_waits_as_the_simpler_law_says() -> None:
    assert mmc.wait_s_mean(1, 80.0, 100.0) == pytest.approx(mm1.sojourn_s_mean(80.0, 100.0) - 0.01)
