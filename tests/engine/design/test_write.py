import json

from engine.design.read import read_document, read_text
from engine.design.write import canonical, to_document
from tests import tiny
from tests.house.tree import ROOT


def test_what_is_written_is_read_back_as_the_same_design() -> None:
    design, _ = read_text((ROOT / "content" / "designs" / "mini-streaming.yaml").read_bytes())
    assert design is not None
    assert read_document(to_document(design)) == (design, [])
    assert read_text(canonical(design)) == (design, [])


def test_equal_designs_have_equal_bytes_however_they_were_written() -> None:
    one = tiny.document(rate_per_s=50.0, connections=[tiny.connection("viewers", "service", timeout="250 ms", order=1)])
    other = tiny.document(rate_per_s=50, connections=[{"timeout": 0.25, "to": "service", "from": "viewers"}])
    other = dict(reversed(other.items()))
    first, second = read_document(one)[0], read_document(other)[0]
    assert first is not None
    assert second is not None
    assert first == second
    assert canonical(first) == canonical(second)


def test_another_number_gives_other_bytes() -> None:
    assert canonical(tiny.design(rate_per_s=50)) != canonical(tiny.design(rate_per_s=50.000001))


def test_connections_leave_out_what_equals_its_default() -> None:
    written = to_document(tiny.design())["connections"]
    assert written == [{"id": "viewers-service", "from": "viewers", "to": "service", "kind": "call"}]


def test_canonical_bytes_are_strict_json_in_utf_8() -> None:
    written = canonical(tiny.design(name="Ünïcode ✓"))
    assert "Ünïcode ✓".encode() in written
    assert json.loads(written)["name"] == "Ünïcode ✓"
