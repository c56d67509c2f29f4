"""What is translated of the catalogue, and what stays a name of the document."""

from engine.catalogue import catalogue_json
from words.catalogue import texts_of, translated


def test_labels_and_helps_are_translated_and_names_are_not() -> None:
    said = translated(catalogue_json(), lambda text: f"«{text}»")
    plain = catalogue_json()
    for mine, before in zip(said["components"], plain["components"], strict=True):
        assert mine["label"] == f"«{before['label']}»"
        assert mine["name"] == before["name"]
        assert [each["choices"] for each in mine["parameters"]] == [each["choices"] for each in before["parameters"]]


def test_every_sort_of_kind_has_texts() -> None:
    texts = set(texts_of(catalogue_json()))
    for sort in ("families", "components", "policies", "failures", "workloads"):
        assert {each["label"] for each in catalogue_json()[sort]} <= texts


def test_choices_that_say_more_than_their_name_are_translated() -> None:
    assert translated({"said": {"closed": ["Closed", "No new ones."]}}, str.upper) == {
        "said": {"closed": ["CLOSED", "NO NEW ONES."]}
    }
