"""What failures set: numbers, and parameters by their names."""

from engine import catalogue
from engine.design.kinds import Edit
from engine.design.switches import sets
from engine.kernel.edits import OPERATIONS


def test_a_number_is_taken_as_it_is_and_a_name_stands_for_a_parameter() -> None:
    edits = sets(slow_station=2, error_ratio="share")("service", {"share": 0.25})
    assert edits == (Edit("slow_station", "service", 2.0), Edit("error_ratio", "service", 0.25))


def test_edits_come_in_the_order_in_which_they_are_written() -> None:
    edits = sets(restore_instances=1.0, kill_instances=1.0)("service", {})
    assert [each.operation for each in edits] == ["restore_instances", "kill_instances"]


def test_nothing_set_is_no_edit() -> None:
    assert sets()("service", {}) == ()


def test_every_failure_makes_edits_that_the_kernel_knows() -> None:
    for failure in catalogue.failures().values():
        defaults = {each.name: each.default for each in failure.parameters}
        made = [*failure.edits("x", defaults), *failure.heals("x", defaults)]
        assert {each.operation for each in made} <= OPERATIONS.keys(), failure.name
        assert {each.target for each in made} == {"x"}, failure.name
