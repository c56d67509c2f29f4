import pytest

from engine.design.check import check_runnable
from tests import tiny
from tests.engine.components.recorder import explained, lowered


def test_it_handles_no_requests() -> None:
    assert lowered("host_pool") == {"hosts": {}}


def test_the_report_says_how_full_and_how_busy_hosts_were() -> None:
    hosts = [
        {"host": 1, "instances": 2, "utilisation": 0.5},
        {"host": 2, "instances": 1, "utilisation": 0.25},
        {"host": 3, "instances": 0, "utilisation": None},
    ]
    text = " ".join(explained("host_pool", {"controller": {"hosts": hosts, "deaths": 3}}))
    for part in ("3 instances died", "uses 2 of its hosts", "at most 2 instances", "50 %"):
        assert part in text


def test_the_report_says_where_more_was_asked_than_there_was_and_whose_it_was() -> None:
    worst = {"host": 4, "excess": 0.6, "slots": 12.8, "by": {"Encoder": 11.6, "Play": 1.2, "Idle": 0.0}}
    told = {"hosts": [], "deaths": 0, "processors_asked": 0.55, "crowded_s": 42.0, "worst": worst}
    text = " ".join(explained("host_pool", {"controller": told}))
    for part in ("55 % of all processors", "Host 4 had 13 slots", "12 of Encoder, 1 of Play", "2.2 times", "42 s"):
        assert part in text
    calm = " ".join(explained("host_pool", {"controller": {**told, "worst": {}}}))
    assert "had enough processors everywhere: 55 %" in calm


@pytest.mark.parametrize(("placement", "least"), [("spread", 3), ("binpack", 3), ("isolate", 4)])
def test_too_few_hosts_for_what_may_stand_there_are_refused_at_the_field(placement: str, least: int) -> None:
    assert _errors(least, placement) == []
    errors = _errors(least - 1, placement)
    assert [each[0] for each in errors] == ["components[3].parameters.hosts"]
    assert f"{least} hosts at least" in errors[0][1]


def test_what_controllers_may_start_needs_room_too() -> None:
    scaler = tiny.component("scaler", "autoscaler", max=40)
    assert [each[0] for each in _errors(3, "spread", scaler)] == ["components[3].parameters.hosts"]


def _errors(hosts: int, placement: str, *more: dict[str, object]) -> list[tuple[str, str]]:
    """A pool with room for two on each host, for a service of three instances and one of two."""
    pool = tiny.component("pool", "host_pool", hosts=hosts, slots_per_host=2, placement=placement)
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("a", "service", instances=3),
        tiny.component("b", "service", instances=3 if placement == "isolate" else 2),
        pool,
        *more,
    ]
    arrows = [tiny.connection("viewers", "a"), tiny.connection("a", "b")]
    arrows += [tiny.connection("pool", "a"), tiny.connection("pool", "b")]
    arrows += [tiny.connection(str(each["id"]), "a") for each in more]
    return [(each.path, each.message) for each in check_runnable(tiny.design(components=parts, connections=arrows))]
