import json
from typing import Any

from engine.catalogue import catalogue_json, components, failures, policies, workloads
from engine.design.fields import CONNECTION, RETRY
from engine.design.read import read_document
from tests import tiny

PARAMETER = {"name", "label", "kind", "unit", "default", "low", "high", "choices", "said", "help", "source", "advanced"}


def test_the_catalogue_is_plain_json_in_the_shape_that_flow_describes() -> None:
    catalogue = json.loads(json.dumps(catalogue_json(), allow_nan=False))
    assert set(catalogue) == {
        "format", "engine", "families", "components", "connection", "policies", "failures", "workloads", "place_types",
        "objective_metrics", "metrics",
    }  # fmt: skip
    assert [each["name"] for each in catalogue["components"]] == list(components())
    assert [each["name"] for each in catalogue["failures"]] == list(failures())
    assert [each["name"] for each in catalogue["policies"]] == list(policies())
    assert [each["name"] for each in catalogue["workloads"]] == list(workloads())
    for kind in [each for kinds in ("components", "failures", "policies", "workloads") for each in catalogue[kinds]]:
        assert all(set(parameter) == PARAMETER for parameter in kind["parameters"])


def test_every_family_of_the_palette_has_a_component() -> None:
    listed = [each["name"] for each in catalogue_json()["families"]]
    assert set(listed) == {kind.family for kind in components().values()}


def test_connection_parameters_are_named_by_their_path_and_bounded_in_the_unit_of_the_document() -> None:
    listed = {each["name"]: each for each in catalogue_json()["connection"]["parameters"]}
    assert listed["timeout"]["unit"] == "s"
    assert listed["timeout"]["shown_unit"] == "ms"
    assert listed["retry.attempts"]["high"] == 10
    edited = [each.name for each in CONNECTION if each.label] + [f"retry.{each.name}" for each in RETRY]
    assert sorted(listed) == sorted(edited)


def test_every_connection_parameter_can_be_written_to_a_document_as_the_form_would() -> None:
    for parameter in catalogue_json()["connection"]["parameters"]:
        for value in _values(parameter):
            outer, _, inner = parameter["name"].partition(".")
            fields = {outer: {inner: value}} if inner else {outer: value}
            assert read_document(tiny.document(connections=[tiny.connection("viewers", "service", **fields)]))[1] == []


def _values(parameter: dict[str, Any]) -> list[Any]:
    return [
        value
        for value in (parameter["default"], parameter["low"], parameter["high"], *parameter["choices"])
        if value is not None
    ]


PURE = {"cv2", "alpha", "usl_sigma", "usl_kappa", "burstiness", "zipf_alpha"}
"""Numbers of a formula, which have no unit."""

TOLD = {"target_per_instance": "What rps, concurrency and queue aim at", "mean_days": "days"}
"""Numbers whose unit is none that can be converted: the words beside the field say what they count."""


def test_every_number_that_a_form_shows_has_its_unit() -> None:
    catalogue = catalogue_json()
    kinds = [each for kinds in ("components", "failures", "policies", "workloads") for each in catalogue[kinds]]
    for kind in [*kinds, catalogue["connection"]]:
        for each in kind["parameters"]:
            where = f"{kind.get('name')}.{each['name']}"
            if each["name"] in TOLD:
                assert TOLD[each["name"]] in each["label"] + each["help"], where
            elif each["kind"] in ("number", "count", "numbers"):
                assert each["unit"] or each["name"] in PURE, where


def test_choices_whose_names_do_not_speak_for_themselves_come_with_a_label_and_a_sentence() -> None:
    listed = catalogue_json()
    cache = next(each for each in listed["components"] if each["name"] == "cache")
    eviction = next(each for each in cache["parameters"] if each["name"] == "eviction")
    balancing = next(each for each in listed["connection"]["parameters"] if each["name"] == "balancing")
    for parameter in (eviction, balancing):
        assert parameter["said"].keys() == set(parameter["choices"])
        assert all(label and sentence.endswith(".") for label, sentence in parameter["said"].values())
