"""Links: whoever has one sees what it leads to and nothing else, until it ends or is taken back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.designs.models import Design
from apps.runs.models import Run, State
from apps.sharing.actions import LINKS_MOST, Wish, make_link, revoke_link
from apps.sharing.models import Link
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db
RUN_PARTS = ("frames", "log", "panel", "report", "trace", "document")


def linked(someone: Someone, target: Design | Run, **wish: object) -> str:
    assert someone.person is not None
    return f"/s/{make_link(someone.person, target, Wish(**wish)).token}/"  # type: ignore[arg-type]


def test_a_link_to_a_design_shows_the_drawing_as_it_was_last_saved(alice: Someone, client: Client) -> None:
    design = made.design(alice.person, name="Shown <b>")
    address = linked(alice, design)
    page = client.get(address).content.decode()
    assert "Shown &lt;b&gt;" in page
    assert "Shared by alice" in page
    document = design.document | {"name": "Newer"}
    text = json.dumps(document)
    alice.client.put(f"/designs/{design.pk}/document/", text, headers={"If-Match": '"1"'})
    assert "Newer" in client.get(address).content.decode()
    assert client.get(f"/designs/{design.pk}/").status_code == 404


def test_a_copy_says_what_it_came_from_and_is_its_own(alice: Someone, bob: Someone) -> None:
    design = made.design(alice.person, name="First")
    address = linked(alice, design)
    copied = bob.client.post(f"{address}copy/")
    copy = Design.objects.get(owner=bob.person)
    assert copied.headers["Location"] == f"/designs/{copy.pk}/"
    assert (copy.came_from, copy.came_from_address) == ("Copied from “First” by alice", address)
    assert copy.document == design.document
    assert address in bob.client.get("/designs/").content.decode()


def test_a_run_behind_a_link_is_there_in_all_its_parts(alice: Someone, client: Client) -> None:
    run = made.run(alice.person, state=State.DONE, layout={"frame_s": 0.25})
    address = linked(alice, run, frame=12)
    page = client.get(address).content.decode()
    assert f'data-run-address="{address}run/"' in page
    assert 'data-moment="12"' in page
    assert f"/runs/{run.pk}/" not in page
    for part in RUN_PARTS:
        answer = client.get(f"{address}run/{part}/")
        assert answer.status_code == 200, part
        assert f"/runs/{run.pk}/" not in answer.content.decode(), part
    assert client.get(f"{address}run/control/").status_code == 404
    assert client.get(f"/runs/{run.pk}/").status_code == 404


def test_whoever_owns_a_run_looks_at_it_through_the_link_as_others_do(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING, layout={"frame_s": 0.25})
    page = alice.client.get(linked(alice, run)).content.decode()
    assert "data-control" not in page
    assert "Go on from here yourself" in page


def test_going_on_from_a_shared_run_makes_a_fork_of_ones_own(alice: Someone, bob: Someone) -> None:
    state = {"state": State.DONE, "frames_done": 40, "frames_count": 40, "layout": {"frame_s": 0.25}}
    run = made.run(alice.person, **state)
    address = linked(alice, run, frame=12)
    answer = bob.client.post(f"{address}copy/", {"frame": "20"})
    fork = Run.objects.get(owner=bob.person)
    assert answer.headers["Location"] == f"/runs/{fork.pk}/"
    assert (fork.fork_of_id, fork.forked_at_frame, fork.paused, fork.design_id) == (run.pk, 20, True, None)
    bob.client.post(f"{address}copy/")
    assert set(Run.objects.filter(owner=bob.person).values_list("forked_at_frame", flat=True)) == {12, 20}


def test_a_link_that_is_over_taken_back_or_never_was_looks_the_same(alice: Someone, client: Client) -> None:
    design = made.design(alice.person)
    ended, taken = linked(alice, design, days=1), linked(alice, design)
    Link.objects.filter(token=ended.split("/")[2]).update(expires=timezone.now() - timedelta(seconds=1))
    revoke_link(Link.objects.get(token=taken.split("/")[2]))
    for path in (ended, taken, f"/s/{'x' * 22}/", "/s/short/"):
        for each in (path, f"{path}embed/", f"{path}run/frames/"):
            assert client.get(each).status_code == 404
        assert client.post(f"{path}copy/").status_code == 404
    assert Design.objects.count() == 1


def test_a_sealed_run_has_no_link_that_leads_anywhere(alice: Someone, client: Client) -> None:
    run = made.run(alice.person)
    address = linked(alice, run)
    Run.objects.filter(pk=run.pk).update(is_sealed=True)
    assert client.get(address).status_code == 404


def test_only_the_address_for_frames_may_be_framed(alice: Someone, client: Client) -> None:
    for target in (made.design(alice.person), made.run(alice.person)):
        address = linked(alice, target)
        page, embed = client.get(address), client.get(f"{address}embed/?theme=dark&controls=hidden")
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert "X-Frame-Options" not in embed
        assert "frame-ancestors *" in embed["Content-Security-Policy"]
        assert "script-src 'self'" in embed["Content-Security-Policy"]
        assert 'data-theme="dark"' in embed.content.decode()
        assert "<form" not in embed.content.decode().split("<main")[1].split("<noscript>")[0]


@pytest.mark.parametrize("query", ["theme=pink", "height=1e9", "state=", "controls=", "theme=%00"])
def test_nonsense_in_the_options_of_an_embed_is_no_error(alice: Someone, client: Client, query: str) -> None:
    page = client.get(f"{linked(alice, made.design(alice.person))}embed/?{query}")
    assert page.status_code == 200
    assert "data-theme=" not in page.content.decode()


def test_the_gallery_shows_what_is_listed_by_tag_and_name(alice: Someone, client: Client) -> None:
    listed, hidden = made.design(alice.person, name="Seen"), made.design(alice.person, name="Unlisted")
    answer = alice.client.post(f"/designs/{listed.pk}/share/", {"is_listed": "1", "tags": "Caching,  live  events ,"})
    assert answer.status_code == 302
    linked(alice, hidden)
    page = client.get("/gallery/").content.decode()
    assert "Seen" in page
    assert "Unlisted" not in page
    assert "live events" in page
    assert "<svg" in page
    assert "Seen" in client.get("/gallery/?tag=caching&q=see").content.decode()
    assert "Nothing here fits" in client.get("/gallery/?tag=other").content.decode()
    revoke_link(Link.objects.get(is_listed=True))
    assert "Nobody has shared" in client.get("/gallery/").content.decode()


def test_ones_links_are_listed_and_taken_back(alice: Someone, bob: Someone) -> None:
    assert "You have made no links yet" in alice.client.get("/links/").content.decode()
    address = linked(alice, made.design(alice.person, name="Mine"), days=7)
    link = Link.objects.get()
    assert "Mine" in alice.client.get("/links/").content.decode()
    assert bob.client.post(f"/links/{link.pk}/revoke/").status_code == 404
    assert bob.client.get(address).status_code == 200
    alice.client.post(f"/links/{link.pk}/revoke/")
    assert bob.client.get(address).status_code == 404
    assert "taken back" in alice.client.get("/links/").content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"days": "9999"}, "Select a valid choice"),
        ({"tags": "a,b,c,d,e,f"}, "at most 5 tags"),
        ({"tags": "x" * 30}, "within 24 letters"),
        ({"frame": "-1"}, "greater than or equal"),
    ],
)
def test_wishes_that_cannot_be_are_said(alice: Someone, data: dict[str, str], said: str) -> None:
    design = made.design(alice.person)
    answer = alice.client.post(f"/designs/{design.pk}/share/", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Link.objects.exists()


def test_links_have_a_limit(alice: Someone) -> None:
    design = made.design(alice.person)
    Link.objects.bulk_create(Link(owner=alice.person, design=design) for _ in range(LINKS_MOST))
    answer = alice.client.post(f"/designs/{design.pk}/share/", {})
    assert answer.status_code == 422
    assert f"You have {LINKS_MOST} links" in answer.content.decode()
