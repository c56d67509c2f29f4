"""What is done to a run and when."""

from engine.plan.agenda import agenda_of, label_of, read_action
from tests import tiny


def _scheduled(at: float, failure: str, target: str, **fields: object) -> dict[str, object]:
    return {"at": at, "failure": failure, "target": target, **fields}


def test_the_agenda_heals_what_lasts_for_a_time() -> None:
    schedule = [
        _scheduled(5.0, "slow_down", "service", **{"for": 2.0}),
        _scheduled(1.0, "kill_instances", "service"),
        _scheduled(7.0, "cut_connection", "viewers-service"),
    ]
    agenda = agenda_of(tiny.design(schedule=schedule))
    assert [(due.at_ns / 1e9, due.action.failure, due.action.heal) for due in agenda] == [
        (1.0, "kill_instances", False),
        (5.0, "slow_down", False),
        (7.0, "slow_down", True),
        (7.0, "cut_connection", False),
    ]


def test_parameters_that_are_left_out_take_their_defaults() -> None:
    action, errors = read_action(tiny.design(), "kill_instances", "service", {}, heal=False)
    assert errors == []
    assert action is not None
    assert [(edit.operation, edit.target, edit.value) for edit in action.edits(tiny.design())] == [
        ("kill_instances", "service", 1.0)
    ]


def test_what_cannot_be_undone_is_not_healed() -> None:
    edge = tiny.component("edge", "isp_edge")
    design = tiny.design(components=[tiny.component("viewers", "traffic_source"), edge], connections=[])
    action, errors = read_action(design, "flush_cache", "edge", {}, heal=True)
    assert action is None
    assert errors[0].path == "heal"


def test_a_connection_is_called_by_its_ends() -> None:
    assert label_of(tiny.design(), "viewers-service") == "viewers → service"
