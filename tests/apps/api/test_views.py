"""Tokens and the interface: the same rights, limits and words as on the pages, and nothing by cookies."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.api.actions import TOKENS_MOST, make_token
from apps.api.models import Token
from apps.common.policy import ROUTES
from apps.designs.models import Design
from apps.runs.fairness.quotas import AT_ONCE_MOST
from apps.runs.models import Run, State
from tests import tiny
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def bearer(someone: Someone) -> dict[str, str]:
    assert someone.person is not None
    made_one = make_token(someone.person, "a notebook", 7)
    assert made_one is not None
    return {"Authorization": f"Bearer {made_one[1]}"}


def call(method: str, path: str, headers: dict[str, str], body: Any = None, **more: str) -> tuple[int, Any]:
    text = "" if body is None else json.dumps(body)
    answer = Client().generic(method, f"/api/{path}", text, "application/json", headers=headers | more)
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return answer.status_code, answer.json() if is_json and answer.content else answer.content


def test_a_design_is_made_read_changed_and_deleted(alice: Someone) -> None:
    key = bearer(alice)
    status, design = call("POST", "designs/", key, {"document": tiny.document(name="By program")})
    assert (status, design["name"]) == (201, "By program")
    path = f"designs/{design['id']}/"
    status, read = call("GET", path, key)
    assert read["document"]["name"] == "By program"
    status, saved = call("PUT", path, key, read["document"] | {"name": "Newer"}, **{"If-Match": str(read["version"])})
    assert (status, saved["problems"]) == (200, [])
    assert call("PUT", path, key, read["document"], **{"If-Match": str(read["version"])})[0] == 409
    assert [each["name"] for each in call("GET", "designs/", key)[1]["designs"]] == ["Newer"]
    assert call("GET", f"{path}estimate/", key)[0] == 200
    assert call("DELETE", path, key)[0] == 204
    assert not Design.objects.exists()


def test_a_run_is_started_controlled_broken_and_read(alice: Someone) -> None:
    key, design = bearer(alice), made.design(alice.person)
    status, run = call("POST", "runs/", key, {"design": str(design.pk), "seed": 3, "speed": 1, "key": "once"})
    assert (status, run["state"], run["seed"]) == (201, "queued", 3)
    assert call("POST", "runs/", key, {"design": str(design.pk), "key": "once"})[1]["id"] == run["id"]
    path = f"runs/{run['id']}/"
    kill = {"failure": "kill_instances", "target": "service", "parameters": {"count": 1}, "key": "k"}
    assert call("POST", f"{path}interventions/", key, kill)[0] == 201
    assert "kill" in call("GET", path, key)[1]["log"][0]["sentence"].lower()
    assert call("GET", f"{path}frames/?limit=5", key)[1]["frames"] == []
    assert call("GET", f"{path}report/", key)[0] == 409
    assert call("GET", f"{path}as/csv/", key)[0] == 409
    assert call("POST", f"{path}control/", key, {"action": "cancel"})[1]["state"] == "cancelled"
    assert call("POST", f"{path}control/", key, {"action": "pause"})[0] == 409
    assert call("GET", "runs/?state=cancelled", key)[1]["runs"][0]["id"] == run["id"]


def test_quotas_are_those_of_the_pages_in_the_same_words(alice: Someone) -> None:
    key, design = bearer(alice), made.design(alice.person)
    for number in range(AT_ONCE_MOST):
        made.run(alice.person, design, key=str(number))
    status, told = call("POST", "runs/", key, {"design": str(design.pk)})
    assert status == 429
    assert "the most at once" in told["errors"][0]["message"]


@pytest.mark.parametrize(
    "path", ["designs/{design}/", "runs/{run}/", "runs/{run}/report/", "designs/{design}/estimate/"]
)
def test_what_is_not_yours_does_not_exist(alice: Someone, bob: Someone, path: str) -> None:
    run = made.run(alice.person, state=State.DONE, summary={"x": 1})
    where = path.format(design=run.design_id, run=run.pk)
    assert call("GET", where, bearer(alice))[0] == 200
    assert call("GET", where, bearer(bob))[0] == 404
    assert call("POST", "runs/", bearer(bob), {"design": str(run.design_id)})[0] == 404
    Run.objects.filter(pk=run.pk).update(is_sealed=True)
    assert call("GET", f"runs/{run.pk}/", bearer(alice))[0] == 404


def test_a_token_that_is_over_taken_back_or_nobodys_is_worth_nothing(alice: Someone) -> None:
    ended, taken, closed = bearer(alice), bearer(alice), bearer(alice)
    first, second, _ = Token.objects.order_by("created")
    Token.objects.filter(pk=first.pk).update(expires=timezone.now() - timedelta(seconds=1))
    alice.client.post(f"/tokens/{second.pk}/revoke/")
    assert call("GET", "designs/", closed)[0] == 200
    assert alice.person is not None
    type(alice.person.user).objects.update(is_active=False)
    for key in (ended, taken, closed, {}, {"Authorization": "Bearer bl_nothing"}, {"Authorization": "Basic x"}):
        assert call("GET", "designs/", key)[0] == 401
    # A browser that is logged in is nobody here.
    assert alice.client.get("/api/designs/").status_code == 401


def test_a_token_is_shown_once_and_stored_as_a_hash(alice: Someone, bob: Someone) -> None:
    answer = alice.client.post("/tokens/", {"name": "a <b>notebook</b>", "days": "30"})
    page = answer.content.decode()
    text = page.split('id="new-token" readonly value="')[1].split('"')[0]
    assert answer.status_code == 201
    assert call("GET", "tokens/", {"Authorization": f"Bearer {text}"})[1]["tokens"][0]["good"] is True
    again = alice.client.get("/tokens/").content.decode()
    assert text not in again
    assert "a &lt;b&gt;notebook" in again
    assert text not in repr(list(Token.objects.values_list()))
    token = Token.objects.get()
    assert bob.client.post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert Client().get("/tokens/").headers["Location"].startswith("/accounts/sign-up/")


@pytest.mark.parametrize(
    ("data", "said"), [({"days": "7"}, "Give the token a name"), ({"name": "x", "days": "9"}, "valid choice")]
)
def test_bad_wishes_of_a_token_are_said(alice: Someone, data: dict[str, str], said: str) -> None:
    answer = alice.client.post("/tokens/", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_tokens_and_requests_have_limits(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert alice.person is not None
    for _ in range(TOKENS_MOST):
        key = bearer(alice)
    assert make_token(alice.person, "one more", 7) is None
    monkeypatch.setattr("apps.api.interface.REQUESTS_PER_MINUTE", 2)
    assert [call("GET", "designs/", key)[0] for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("POST", "designs/", {"document": {"format": 1}}, "name"),
        ("POST", "designs/", {"template": "none"}, "template"),
        ("POST", "runs/", {}, "design"),
        ("POST", "runs/", {"design": "x"}, "design"),
        ("POST", "runs/", {"design": "00000000-0000-4000-8000-000000000000", "speed": 3}, "speed"),
        ("POST", "runs/", {"design": "00000000-0000-4000-8000-000000000000", "seed": -1}, "seed"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(alice: Someone, method: str, path: str, body: Any, where: str) -> None:
    status, told = call(method, path, bearer(alice), body)
    assert status == 422
    assert where in [error["path"].split(".")[-1] for error in told["errors"]]
    assert not Run.objects.exists()
    assert not Design.objects.exists()


def test_the_description_names_every_operation_and_the_page_shows_it(client: Client) -> None:
    schema = client.get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    operations = {(method.upper(), path) for path, methods in schema["paths"].items() for method in methods}
    declared = {name: set(methods) for name, methods in ROUTES.items() if name.startswith("api_")}
    count = sum(len(methods) for name, methods in declared.items() if name not in ("api_docs", "api_schema"))
    assert len(operations) == count
    assert schema["components"]["securitySchemes"]["ByToken"]["scheme"] == "bearer"
    page = client.get("/api/docs/").content.decode()
    for method, path in operations:
        assert f"{method} {path}" in page


def test_an_experiment_is_begun_read_and_cancelled(alice: Someone) -> None:
    key, design = bearer(alice), made.design(alice.person)
    wanted = {"design": str(design.pk), "kind": "sweep", "settings": {"seeds": 2, "steps": 3}, "key": "once"}
    status, begun = call("POST", "experiments/", key, wanted)
    assert (status, begun["stage"], begun["cells"], begun["done"]) == (201, "running", 6, 0)
    assert call("POST", "experiments/", key, wanted)[1]["id"] == begun["id"]
    path = f"experiments/{begun['id']}/"
    status, read = call("GET", path, key)
    assert (status, len(read["runs"]), [each["values"] for each in read["arms"]]) == (200, 6, [[0.25], [1.625], [3.0]])
    assert [each["id"] for each in call("GET", "experiments/", key)[1]["experiments"]] == [begun["id"]]
    assert call("POST", f"{path}cancel/", key)[1]["stage"] == "cancelled"
    assert call("POST", f"{path}cancel/", key)[0] == 409
    assert set(Run.objects.values_list("state", flat=True)) == {State.CANCELLED}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"kind": "guess"}, "kind"), ({"settings": {"low": "much"}}, "low"), ({"settings": {"seeds": 1}}, "seeds")],
)
def test_an_experiment_that_cannot_be_names_the_field(alice: Someone, change: dict[str, Any], field: str) -> None:
    wanted = {"design": str(made.design(alice.person).pk), "kind": "sweep"} | change
    status, told = call("POST", "experiments/", bearer(alice), wanted)
    assert (status, [each["path"] for each in told["errors"]]) == (422, [field])
