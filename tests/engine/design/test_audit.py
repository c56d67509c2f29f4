from dataclasses import replace

import pytest

from engine.catalogue import FAMILIES, components, failures
from engine.design.audit import audit_component, audit_failure, audit_parameters
from engine.design.kinds import Parameter, Preset

GOOD = Parameter("slots", "Slots", "count", 3, "How many.", unit="count", low=1, high=9, source="Chosen.")


@pytest.mark.parametrize(
    "bad",
    [
        replace(GOOD, default=0),
        replace(GOOD, default=10),
        replace(GOOD, default=1.5),
        replace(GOOD, source=""),
        replace(GOOD, help="no sentence"),
        replace(GOOD, label="slots"),
        replace(GOOD, kind="text"),
        replace(GOOD, unit="furlong"),
        replace(GOOD, choices=("a",)),
        replace(GOOD, kind="choice", default="c", choices=("a", "b")),
        replace(GOOD, name="Slots"),
    ],
)
def test_a_parameter_that_breaks_a_rule_stops_the_program(bad: Parameter) -> None:
    audit_parameters("it", [GOOD])
    with pytest.raises(AssertionError):
        audit_parameters("it", [bad])


def test_two_parameters_of_one_name_stop_the_program() -> None:
    with pytest.raises(AssertionError):
        audit_parameters("it", [GOOD, GOOD])


def test_a_component_type_must_belong_to_the_palette_and_its_presets_to_it() -> None:
    service = components()["service"]
    audit_component(service, FAMILIES)
    stray = Preset("x", "X", "It.", {"unknown": 1})
    broken = [
        replace(service, family="attic"),
        replace(service, mechanisms=("magic",)),
        replace(service, connection_kind="wish"),
        replace(service, presets=(stray,)),
        replace(service, presets=(replace(stray, parameters={"slots": 0}),)),
        replace(service, presets=(service.presets[0], service.presets[0])),
    ]
    for kind in broken:
        with pytest.raises(AssertionError):
            audit_component(kind, FAMILIES)


def test_a_failure_must_change_something_and_have_words_for_it() -> None:
    slow = failures()["slow_down"]
    audit_failure(slow)
    broken = [
        replace(slow, heal_verb=""),
        replace(slow, heals=lambda target, parameters: ()),
        replace(slow, edits=lambda target, parameters: ()),
        replace(slow, sentence=lambda label, parameters: "Something happened"),
        replace(slow, targets="people"),
        replace(slow, targets="connection"),
        replace(slow, needs="luck"),
    ]
    for kind in broken:
        with pytest.raises(AssertionError):
            audit_failure(kind)
