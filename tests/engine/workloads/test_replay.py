import pytest

from engine.design.points import read_points
from engine.design.quantity import Refusal
from engine.design.rate import rate_at
from engine.design.read import read_document
from tests import tiny
from tests.engine.workloads.curves import curve


def test_it_goes_straight_from_point_to_point() -> None:
    drawn = curve("replay", points="10 50, 20 150,30 0")
    assert [rate_at(drawn, at_s) for at_s in (0.0, 10.0, 15.0, 25.0, 99.0)] == [50.0, 50.0, 100.0, 75.0, 0.0]


@pytest.mark.parametrize(
    "text", ["", "5", "1 2 3", "1 x", "0 1, 0 2", "-1 5", "0 -1", "0 nan", "0 inf", "90000 1", "0 1e7", "0 1,", 7]
)
def test_what_is_no_curve_is_refused_in_words(text: object) -> None:
    refused = read_points(None, text)
    assert isinstance(refused, Refusal)
    assert refused.message.endswith((".", "s"))


def test_too_many_points_are_refused_where_they_stand() -> None:
    points = ", ".join(f"{second} 1" for second in range(201))
    traffic = {"source": "viewers", "shape": "replay", "parameters": {"points": points}}
    _, errors = read_document(tiny.document(workload={"duration": 10.0, "traffic": [traffic]}))
    assert [(each.path, "200" in each.message) for each in errors] == [("workload.traffic[0].parameters.points", True)]


def test_what_was_read_is_written_alike_however_it_was_spaced() -> None:
    assert read_points(None, " 0  50,60.0 2e2 ") == "0 50, 60 200"
