"""Notes and boxes of places: drawn, kept, and nothing to a run."""

from engine.design.model import Note
from engine.design.read import read_document
from engine.design.write import canonical, to_document
from tests import tiny

NOTES = [{"id": "why", "text": "Cold in the\nmorning", "position": [40, 8]}, {"id": "then", "text": "Warm"}]


def test_notes_are_kept_and_two_designs_that_differ_in_them_alone_are_equal() -> None:
    plain, _ = read_document(tiny.document())
    noted, errors = read_document(tiny.document(notes=NOTES))
    assert errors == []
    assert plain is not None
    assert noted is not None
    assert noted.notes == (Note("why", "Cold in the\nmorning", (40.0, 8.0)), Note("then", "Warm"))
    assert noted == plain
    assert canonical(noted) == canonical(plain)
    assert "notes" not in to_document(plain)
    again, _ = read_document(to_document(noted))
    assert again is not None
    assert again.notes == noted.notes


def test_a_note_without_text_and_two_of_one_name_are_refused() -> None:
    _, errors = read_document(tiny.document(notes=[{"id": "a"}, {"id": "a", "text": "x" * 2_001}]))
    assert [each.path for each in errors] == ["notes[0].text", "notes[1].text", "notes[1].id"]


def test_a_place_has_a_box_of_its_own_and_may_be_collapsed() -> None:
    place = {"id": "eu", "type": "region", "position": [0, -8], "size": [400, 300], "collapsed": True}
    design, errors = read_document(tiny.document(places=[place]))
    assert errors == []
    assert design is not None
    assert to_document(design)["places"] == [place | {"label": "eu", "position": [0.0, -8.0], "size": [400.0, 300.0]}]
    assert read_document(to_document(design))[0] == design


def test_a_box_without_extent_is_refused() -> None:
    _, errors = read_document(tiny.document(places=[{"id": "eu", "type": "region", "size": [0, 10]}]))
    assert [each.path for each in errors] == ["places[0].size"]
