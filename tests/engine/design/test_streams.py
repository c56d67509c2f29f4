"""Streams of a drawing: which paths they make, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from engine.design.carriers import SupplyPlan
from engine.design.check import check_runnable
from engine.design.read import read_document
from engine.design.streams import carriers_of, paths_of, supplies_in
from tests import tiny
from tests.engine.components.carriers import drawn

EDGE = tiny.component("edge", "edge_site")
EXCHANGE = tiny.component("exchange", "exchange_site")
STORAGE = tiny.component("storage", "object_storage")
LINK = tiny.component("transit", "link", rtt_ms=7.0)


def paths(*tiers: Any, streams: Any) -> tuple[list[tuple[Any, ...]], list[int]]:
    design = drawn(*tiers, streams=streams)
    found, entries = paths_of(design, carriers_of(design), "viewers")
    return [(each.tier, each.links, each.rtt_ms, each.beyond) for each in found], entries


def test_what_an_edge_misses_comes_through_it_over_the_links_behind_it() -> None:
    told = paths(EDGE, LINK, STORAGE, streams=[("viewers", "edge"), ("edge", "transit"), ("transit", "storage")])
    # The origin is 90 ms away, the link adds its own 7 ms, and the first byte takes another 90 ms.
    assert told == (
        [("edge", ("edge",), 12.0, 1), ("storage", ("edge", "transit", "storage"), 187.0, None)],
        [0],
    )


def test_a_stream_past_the_edge_is_a_way_of_its_own_and_the_nearest_is_asked_first() -> None:
    streams = [("viewers", "exchange"), ("viewers", "edge"), ("edge", "storage"), ("exchange", "storage")]
    told, entries = paths(EDGE, EXCHANGE, STORAGE, streams=streams)
    assert [(tier, links) for tier, links, _, _ in told] == [
        ("exchange", ("exchange",)),
        ("storage", ("exchange", "storage")),
        ("edge", ("edge",)),
        ("storage", ("edge", "storage")),
    ]
    assert entries == [2, 0]


def test_titles_come_from_neighbours_at_further_streams_and_then_from_behind() -> None:
    other, fill = tiny.component("other", "edge_site"), tiny.component("nights", "fill", lasts_s=60.0)
    streams = [("viewers", "edge"), ("edge", "transit"), ("transit", "exchange"), ("exchange", "storage")]
    streams += [("edge", "other"), ("other", "storage"), ("nights", "edge"), ("nights", "other")]
    design = drawn(EDGE, other, EXCHANGE, LINK, STORAGE, fill, streams=streams)
    assert not check_runnable(design)
    assert supplies_in(design, carriers_of(design)) == {
        "edge": (
            SupplyPlan("other", ("other",), is_peer=True),
            SupplyPlan("exchange", ("transit", "exchange")),
            SupplyPlan("storage", ("transit", "exchange", "storage")),
        ),
        "other": (SupplyPlan("storage", ("storage",)),),
    }


def test_a_neighbour_must_be_there() -> None:
    fill = tiny.component("nights", "fill", lasts_s=60.0)
    streams = [("viewers", "edge"), ("edge", "storage"), ("edge", "transit"), ("nights", "edge")]
    (error,) = check_runnable(drawn(EDGE, LINK, STORAGE, fill, streams=streams))
    assert (error.path, "nothing to carry" in error.message) == ("components[3]", True)


@pytest.mark.parametrize(
    ("tiers", "streams", "path", "what"),
    [
        ((EDGE,), [("viewers", "edge")], "components[2]", "Draw a stream from"),
        ((LINK,), [("viewers", "transit")], "components[2]", "nothing to carry"),
        (
            (EDGE, EXCHANGE),
            [("viewers", "edge"), ("edge", "exchange"), ("exchange", "edge")],
            "connections[3]",
            "circle",
        ),
    ],
)
def test_bytes_must_come_from_somewhere(tiers: Any, streams: Any, path: str, what: str) -> None:
    (error,) = check_runnable(drawn(*tiers, streams=streams))
    assert error.path == path
    assert what in error.message


def test_a_way_has_an_end() -> None:
    links = [tiny.component(f"link{place}", "link") for place in range(12)]
    ids = ["viewers", *(each["id"] for each in links), "storage"]
    (error,) = check_runnable(drawn(*links, STORAGE, streams=list(pairwise(ids))))
    assert "Shorten this way" in error.message


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [("service", "edge", None), ("viewers", "edge", "call"), ("viewers", "service", "stream")],
)
def test_streams_lead_from_who_gets_bytes_to_who_sends_them(source: str, target: str, kind: str | None) -> None:
    arrow = tiny.connection(source, target, **({"kind": kind} if kind else {}))
    components = [tiny.component("viewers", "viewers"), tiny.component("service"), EDGE]
    _, errors = read_document(tiny.document(components=components, connections=[arrow]))
    assert next(each.path for each in errors).startswith("connections[0]")
