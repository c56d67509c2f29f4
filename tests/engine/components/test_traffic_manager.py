from engine.components.traffic_manager import COMPONENT
from engine.design.model import Component
from engine.plan.lowering import Lowered

DNS = Component("dns", "traffic_manager", "DNS", {each.name: each.default for each in COMPONENT.parameters})


def test_it_steers_and_answers_at_once() -> None:
    lowered = Lowered()
    COMPONENT.lower(DNS, lowered)
    assert lowered == Lowered(is_steering=True)


def test_the_report_says_how_often_the_answer_changed() -> None:
    assert "never" in COMPONENT.explain(DNS, {})[0].text
    assert "2 times" in COMPONENT.explain(DNS, {"controller": {"changes": 2}})[0].text
