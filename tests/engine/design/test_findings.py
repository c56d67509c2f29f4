import pytest

from engine.design.findings import explain_station, share_for_people, time_for_people
from tests import tiny

SERVICE = tiny.design().components[1]


@pytest.mark.parametrize(
    ("utilisation", "severity"), [(0.1, "good"), (0.69, "good"), (0.7, "warning"), (0.9, "critical"), (1.0, "critical")]
)
def test_severity_follows_the_colours_of_the_canvas(utilisation: float, severity: str) -> None:
    assert explain_station(SERVICE, {"arrivals": 1, "utilisation": utilisation})[0].severity == severity


@pytest.mark.parametrize(("count", "severity"), [(1, "notice"), (20, "warning"), (900, "critical")])
def test_few_errors_are_a_notice_and_many_are_critical(count: int, severity: str) -> None:
    found = explain_station(SERVICE, {"arrivals": 10_000, "utilisation": 0.1, "errors": {"killed": count}})
    assert found[1].severity == severity


def test_a_wait_that_hardly_matters_gets_no_number() -> None:
    row = {"arrivals": 9, "utilisation": 0.3, "queue_mean": 0.001, "in_system_mean": 1.0, "latency_s": {"mean": 0.02}}
    assert (
        explain_station(SERVICE, row)[0].text == "service is 30 % busy: requests take 20 ms on average and hardly wait."
    )


def test_an_error_without_words_is_named_as_it_is() -> None:
    found = explain_station(SERVICE, {"arrivals": 10, "utilisation": 0.1, "errors": {"out_of_luck": 1}})
    assert found[1].text == "service failed 10 % of its requests (out of luck)."


def test_numbers_are_rounded_for_people() -> None:
    assert [time_for_people(each) for each in (2.345, 0.0381, 0.00312, 0.0002)] == [
        "2.3 s",
        "38 ms",
        "3.1 ms",
        "0.2 ms",
    ]
    assert [share_for_people(each) for each in (0.944, 0.0312, 0.0)] == ["94 %", "3.1 %", "0 %"]
