"""Every URL, method and socket, tried by three people and somebody nameless, from the policy table itself."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from apps.common.policy import (
    NEEDS_ACCOUNT,
    ROUTES,
    SOCKETS,
    Who,
    allowed_methods,
    route_names,
    undeclared_routes,
    who_may,
)
from apps.designs.models import Block, Design, Revision
from apps.lectures.routing import websocket_urlpatterns as lectures
from apps.runs.consumers import RunConsumer
from apps.runs.live import hub as hubs
from apps.runs.models import Run, State
from apps.runs.routing import websocket_urlpatterns as runs
from content.packing import to_zip
from tests import tiny
from tests.apps import made
from tests.apps.interview import INTERVIEW, written_interview
from tests.apps.lesson import ITEM, written
from tests.apps.possessions import CANARY, TITLE, attempted, drafted, experimented, lectured, sat, shared, taught
from tests.apps.sockets import Viewer
from tests.apps.term import written_terms
from tests.content.small import scenario_files
from tests.people import PASSWORD, Someone

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
KILL = {"failure": "kill_instances", "target": "service", "parameters": {"count": 1}, "key": "k"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
NO_ADDRESS = ("learner", "code", "invitation", "lecture_code")
# What the interviewer sees of the candidate's work.
OPPOSITE = (Who.PARTY, Who.INTERVIEWER)
# Files of a run come when it has ended.
NOT_BEFORE_THE_END = ("run_format", "api_file")
# Programs come with tokens, and cookies are worth nothing there (see `api/test_views.py`).
BY_TOKEN = {route for route in ROUTES if route.startswith("api_")} - {"api_docs", "api_schema"}
WRITES = {"POST", "PUT"}
PEOPLE = ("alice", "bob", "charlie", "nobody")


@dataclass
class Scene:
    """What Alice owns, what is public, and everybody's browser."""

    people: dict[str, Someone]
    design: Design
    run: Run
    public: Run
    objects: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a lesson and an interview, read once for all tests."""
    root = tmp_path_factory.mktemp("everything")
    written(root)
    written_interview(root)
    written_terms(root)
    return root


@pytest.fixture
def scene(
    everything: Path, monkeypatch: pytest.MonkeyPatch, alice: Someone, bob: Someone, charlie: Someone, nobody: Someone
) -> Scene:
    monkeypatch.setattr(settings, "CONTENT", everything)
    design = made.design(alice.person, name=CANARY, description=CANARY)
    mine = {"state": State.RUNNING, "name": CANARY, "reason": CANARY, "summary": {"digest": CANARY, "requests": {}}}
    run = made.run(alice.person, design, key="mine", **mine)
    public = made.run(alice.person, made.design(alice.person), key="public", is_public=True)
    Run.objects.filter(pk=public.pk).update(owner=None)
    people = {"alice": alice, "bob": bob, "charlie": charlie, "nobody": nobody}
    objects = {"item_id": ITEM, "step": "guess", "term": "crowd", "design_format": "json", "run_format": "csv"}
    objects |= attempted(alice) | taught(alice) | sat(alice, bob, run)
    objects |= lectured(alice, design) | drafted(alice) | kept(alice, design)
    objects |= experimented(alice, design) | shared(alice, public)
    for someone in (alice, bob, charlie):
        assert someone.person is not None
        someone.client.api_key = made.api_key(someone.person)  # type: ignore[attr-defined]
    return Scene(people, design, run, public, objects)


def kept(alice: Someone, design: Design) -> dict[str, Any]:
    """A version of Alice's design that has a name, and a part that she keeps."""
    assert alice.person is not None
    Revision.objects.create(design=design, version=1, document=design.document, name=CANARY)
    block = Block.objects.create(owner=alice.person, name=CANARY, document=design.document)
    return {"version": 1, "block_id": block.pk}


def address(route: str, scene: Scene, run: Run | None = None) -> str:
    """The address of a route with the objects of a scene in it."""
    ids = {name: value for name, value in scene.objects.items() if name not in NO_ADDRESS}
    known = {**ids, "run_id": (run or scene.run).pk, "design_id": scene.design.pk}
    if route.startswith("interview"):
        known["item_id"] = INTERVIEW
    for count in range(3):
        for names in itertools.combinations(known, count):
            with contextlib.suppress(NoReverseMatch):
                return reverse(route, kwargs={name: known[name] for name in names})
    raise AssertionError(f"give {route} its objects here")


def body(route: str, method: str, scene: Scene) -> dict[str, Any]:
    """What somebody with the right would send."""
    as_json = {"content_type": "application/json"}
    bodies: dict[tuple[str, str], dict[str, Any]] = {
        ("design_list", "POST"): {"data": {"template": "mini-streaming"}},
        ("token_list", "POST"): {"data": {"name": "Mine", "days": "7"}},
        ("api_designs", "POST"): as_json | {"data": json.dumps({"template": "mini-streaming"})},
        ("api_design", "PUT"): as_json | {"data": json.dumps(tiny.document()), "headers": {"If-Match": '"1"'}},
        ("api_runs", "POST"): as_json | {"data": json.dumps({"design": str(scene.design.pk), "key": "new"})},
        ("api_control", "POST"): as_json | {"data": json.dumps({"action": "pause"})},
        ("api_interventions", "POST"): as_json | {"data": json.dumps(KILL)},
        ("design_import", "POST"): {"data": {"text": json.dumps(tiny.document())}},
        ("design_document", "PUT"): as_json | {"data": json.dumps(tiny.document()), "headers": {"If-Match": '"1"'}},
        ("design_estimate", "POST"): as_json | {"data": json.dumps(tiny.document())},
        ("design_version", "POST"): {"data": {"name": "First"}},
        ("block_list", "POST"): as_json | {"data": json.dumps({"name": "Part", "document": tiny.document()})},
        ("design_share", "POST"): {"data": {"days": "7"}},
        ("run_share", "POST"): {"data": {"frame": "3"}},
        ("run_create", "POST"): {"data": {"design": str(scene.design.pk), "key": "new"}},
        ("run_control", "POST"): {"data": {"action": "pause"}},
        ("run_fork", "POST"): {"data": {"frame": 0, "key": "fork"}},
        ("authored_list", "POST"): {"data": {"design": "empty"}},
        ("authored_import", "POST"): {"data": to_zip(scenario_files()), "content_type": "application/zip"},
        ("authored_page", "POST"): {"data": {"version": "1", "head.title": TITLE}},
        ("authored_sandbox", "POST"): {"data": {"name": "start"}},
        ("class_list", "POST"): {"data": {"name": "Queues", "own_name": "Me"}},
        ("class_join", "POST"): {"data": {"code": scene.objects["code"], "name": "Me"}},
        ("class_member", "POST"): {"data": {"membership": scene.objects["learner"], "role": "assistant"}},
        ("assignment_create", "POST"): {"data": {"item": str(ITEM)}},
        ("assignment_extend", "POST"): {"data": {"memberships": [scene.objects["learner"]], "due": "2030-01-01T12:00"}},
        ("attempt_step", "POST"): {"data": {"step": "guess"}},
        ("attempt_answer", "PUT"): as_json | {"data": '{"value": "12"}', "headers": {"If-Match": '"0"'}},
        ("sitting_move", "POST"): {"data": {"move": "pause"}},
        ("sitting_ask", "POST"): {"data": {"text": "How high is the peak?"}},
        ("sitting_sum", "POST"): {"data": {"sum": "load", "number": "50"}},
        ("sitting_prompt", "POST"): {"data": {"prompt": "dive", "text": "Because."}},
        ("sitting_decision", "POST"): {"data": {"text": "Two queues"}},
        ("sitting_throw", "POST"): {"data": {"curveball": "loss", "key": "thrown"}},
        ("sitting_join", "POST"): {"data": {"code": scene.objects["invitation"]}},
        ("lecture_join", "POST"): {"data": {"code": scene.objects["lecture_code"], "name": "Me"}},
        ("lecture_ask", "POST"): {"data": {"question": "How many?"}},
        ("lecture_inject", "POST"): {"data": {"what": "kill_instances@service"}},
        ("seat_answer", "POST"): {"data": {"number": "12"}},
        ("sitting_notice", "POST"): {"data": {"run": str(scene.run.pk), "clock_s": "1", "text": "It hangs"}},
        ("attempt_run", "POST"): {"data": {"step": "begin", "experiment": "calm", "key": "trial"}},
        ("run_interventions", "POST"): as_json | {"data": json.dumps(KILL)},
        ("api_experiments", "POST"): as_json
        | {
            "data": json.dumps(
                {"design": str(scene.design.pk), "kind": "repeat", "settings": {"seeds": 2, "first_seed": 9}}
            )
        },
        ("experiment_new", "POST"): {"data": {"seeds": "2", "first_seed": "5", "key": "new"}},
        ("experiment_name", "POST"): {"data": {"name": "Mine"}},
        ("sign_up", "POST"): {"data": {"username": "dora", "password": PASSWORD}},
        ("language", "POST"): {"data": {"language": "de"}},
        ("log_in", "POST"): {"data": {"username": "bob", "password": PASSWORD}},
    }
    return bodies.get((route, method), {})


def ask(client: Client, method: str, path: str, **words: Any) -> Any:
    key = getattr(client, "api_key", "") if path.startswith("/api/") else ""
    if key:
        words = words | {"headers": words.get("headers", {}) | {"Authorization": f"Bearer {key}"}}
    return getattr(client, method.lower())(path, **words)


def text_of(answer: Any) -> str:
    """What the answer says; events that go on for ever are not waited for (see `live/test_events.py`)."""
    return "" if answer.streaming else answer.content.decode()


def cases() -> Iterator[Any]:
    for route in ROUTES:
        for method in METHODS:
            for name in PEOPLE:
                yield pytest.param(route, method, name, id=f"{method} {route} by {name}")


def expected_to_pass(who: Who, name: str, is_public: bool, route: str = "") -> bool:
    """The whole policy, said a second time by hand. Bob interviews Alice."""
    if name == "bob" and route.startswith("sitting") and who in (Who.PARTY, Who.INTERVIEWER):
        return True
    if who is Who.INTERVIEWER:
        return False
    if who in (Who.ANYONE, Who.VISITOR, Who.LINK):
        return True
    if who is Who.ACCOUNT:
        return name != "nobody"
    return (name == "alice" and not is_public) or (who is Who.OWNER_OR_PUBLIC and is_public)


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "method", "name"), list(cases()))
def test_each_request_gets_what_the_table_says(scene: Scene, route: str, method: str, name: str) -> None:
    path = address(route, scene)
    before = digest_of_database() if method in ("GET", "HEAD") else ""
    answer = ask(scene.people[name].client, method, path, **body(route, method, scene))
    if method not in allowed_methods(route):
        assert answer.status_code == 405
    elif route in BY_TOKEN and name == "nobody":
        assert answer.status_code == 401
    elif who_may(route, method) in NEEDS_ACCOUNT and name == "nobody":
        assert answer["Location"].startswith("/accounts/sign-up/")
    elif expected_to_pass(who_may(route, method), name, is_public=False, route=route):
        not_yet = (409,) if route in NOT_BEFORE_THE_END else ()
        assert answer.status_code in (200, 201, 204, 302, *not_yet), text_of(answer)[:300]
    else:
        assert answer.status_code == 404
    if name != "alice" and not (name == "bob" and method in ROUTES[route] and who_may(route, method) in OPPOSITE):
        assert CANARY not in text_of(answer)
    if before:
        assert digest_of_database() == before, "a GET changed the database"


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("run_") and route != "run_create"])
def test_a_public_run_is_open_to_read_and_closed_to_change(scene: Scene, route: str, name: str) -> None:
    for method in ROUTES[route]:
        path = address(route, scene, scene.public)
        answer = ask(scene.people[name].client, method, path, **body(route, method, scene))
        passes = expected_to_pass(ROUTES[route][method], name, is_public=True)
        # Nothing has ended yet, so there is no result to show.
        is_there = passes and route != "run_result"
        if passes and route in NOT_BEFORE_THE_END:
            assert answer.status_code == 409
            continue
        assert answer.status_code == (302 if route == "run_fork" and is_there else 200 if is_there else 404)


@pytest.mark.django_db
def test_everything_she_may_read_is_answered_in_german_as_it_is_in_english(scene: Scene) -> None:
    alice, read = scene.people["alice"].client, [route for route in ROUTES if "GET" in allowed_methods(route)]
    told = {
        language: {
            route: ask(alice, "GET", address(route, scene), headers={"Accept-Language": language}).status_code
            for route in read
        }
        for language in ("en", "de")
    }
    assert told["de"] == told["en"]
    assert len(read) > 50


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bob", "charlie", "nobody"])
def test_nobody_repeats_a_run_they_cannot_see(scene: Scene, name: str) -> None:
    Run.objects.filter(pk=scene.run.pk).update(state=State.DONE)
    before = Run.objects.count()
    answer = scene.people[name].client.post("/runs/", {"replay_of": str(scene.run.pk), "key": "again"})
    assert answer.status_code == 404
    assert Run.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bob", "charlie", "nobody"])
def test_what_does_not_exist_looks_like_what_is_not_yours(scene: Scene, name: str) -> None:
    client = scene.people[name].client
    paths = ("/runs/00000000-0000-4000-8000-000000000000/panel/", f"/runs/{scene.run.pk}/panel/")
    missing, forbidden = (TOKEN.sub("", client.get(path).content.decode()) for path in paths)
    assert missing == forbidden


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in ROUTES if route not in BY_TOKEN and WRITES & set(ROUTES[route])])
def test_every_write_needs_the_token_of_its_own_page(scene: Scene, route: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = scene.people["alice"].client.cookies
    before = digest_of_database()
    for method in {"POST", "PUT"} & set(ROUTES[route]):
        path = address(route, scene)
        words = body(route, method, scene)
        assert ask(client, method, path, **words).status_code == 403
        foreign = words.get("headers", {}) | {"Origin": "http://evil.example"}
        assert ask(client, method, path, **(words | {"headers": foreign})).status_code == 403
    assert digest_of_database() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("message", list(SOCKETS["run_socket"]))
def test_each_socket_message_gets_what_the_table_says(scene: Scene, name: str, message: str) -> None:
    for run in (scene.run, scene.public):
        passes = expected_to_pass(SOCKETS["run_socket"][message], name, run.is_public)
        assert async_to_sync(hears)(scene.people[name], run, message) == passes


async def hears(someone: Someone, run: Run, message: str) -> bool:
    """True if the socket opens and, for hello, says something."""
    viewer = Viewer(someone, run.pk)
    opened = await viewer.open(after=0 if message == "hello" else None)
    if opened and message == "hello":
        assert (await viewer.hear())["type"] == "welcome"
    if opened:
        await viewer.close()
    await hubs.hub().close()
    return opened


def test_every_route_and_socket_is_in_the_table() -> None:
    assert set(route_names()) == set(ROUTES)
    assert undeclared_routes() == []
    assert {pattern.name for pattern in [*runs, *lectures]} == set(SOCKETS)


def test_a_route_that_is_forgotten_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROUTES, "run_result")
    monkeypatch.setitem(ROUTES, "gone", {"GET": Who.ANYONE})
    sentences = [error.msg for error in undeclared_routes()]
    assert len(sentences) == 2
    assert "'run_result'" in " ".join(sentences)


def test_every_handler_of_a_socket_message_is_known() -> None:
    # `dispatch` hands messages on to these and is no handler of one.
    handlers = {name for name in vars(RunConsumer) if not name.startswith("_")} - {"dispatch"}
    assert handlers == {"connect", "disconnect", "receive", "access_changed"}


@pytest.mark.django_db
def test_every_route_is_answered_by_a_view_of_ours(scene: Scene) -> None:
    for route in ROUTES:
        path = address(route, scene)
        assert resolve(path).func.__module__.startswith("apps.")


def digest_of_database() -> str:
    """Changes with any change of any row."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        digest.update(repr(_rows(model)).encode())
    return digest.hexdigest()


def _rows(model: type[models.Model]) -> list[Any]:
    return sorted(map(repr, model._default_manager.values_list()))
