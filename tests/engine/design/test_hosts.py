from engine.design.hosts import hosts_needed, hosts_of

COUNTS = {"b": 3, "a": 2}


def test_spreading_deals_in_turn() -> None:
    assert hosts_of(COUNTS, 4, 2, "spread") == {"a": (0, 1), "b": (2, 3, 0)}


def test_packing_fills_one_host_after_the_other() -> None:
    assert hosts_of(COUNTS, 4, 3, "binpack") == {"a": (0, 0), "b": (0, 1, 1)}


def test_isolated_components_share_no_host() -> None:
    assert hosts_of(COUNTS, 4, 2, "isolate") == {"a": (0, 0), "b": (1, 1, 2)}


def test_no_host_holds_more_than_it_has_room_for() -> None:
    for placement in ("spread", "binpack", "isolate"):
        for slots in range(1, 7):
            counts = {"a": 7, "b": 1, "c": 12}
            hosts = hosts_needed(counts, slots, placement)
            placed = [each for row in hosts_of(counts, hosts, slots, placement).values() for each in row]
            assert max(placed.count(host) for host in range(hosts)) <= slots
            assert max(placed) < hosts
