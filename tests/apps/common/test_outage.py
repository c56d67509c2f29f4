"""While the database is away everybody is told to come again: 503 and a sentence, never the page of a fault."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import OperationalError, connection

from apps.common.outage import is_away
from sandbox.routing import TRY_AGAIN, sockets
from tests.apps import made
from tests.people import Someone


def does_not_answer(*_: Any) -> None:
    raise OperationalError("the connection is lost") from sqlite3.OperationalError("server closed the connection")


@pytest.fixture
def away(alice: Someone) -> Iterator[None]:
    """From here on no question to the database is answered."""
    alice.client.raise_request_exception = False
    with connection.execute_wrapper(does_not_answer):
        yield


def pages(run: Any) -> list[str]:
    paths = ["", "panel/", "log/", "report/", "trace/", "frames/", "result.json", "document.json", "export.json"]
    return ["/", "/designs/", f"/designs/{run.design_id}/", *(f"/runs/{run.pk}/{path}" for path in paths)]


@pytest.mark.django_db
def test_every_page_says_in_words_that_it_comes_back(alice: Someone) -> None:
    addresses = pages(made.run(alice.person))
    alice.client.raise_request_exception = False
    with connection.execute_wrapper(does_not_answer):
        for address in addresses:
            answer = alice.client.get(address)
            assert (answer.status_code, answer["Retry-After"]) == (503, "2"), address
            assert "The database does not answer" in answer.content.decode()


@pytest.mark.django_db
def test_what_is_sent_is_refused_in_the_same_way(away: None, alice: Someone) -> None:
    for path in ("/designs/", "/runs/", "/accounts/log-in/"):
        answer = alice.client.post(path, {"username": "alice", "password": "a password"})
        assert answer.status_code == 503, path


def test_a_wrong_question_is_a_fault_of_ours() -> None:
    assert is_away(OperationalError("gone"))
    assert not is_away(ValueError("no"))
    wrong = OperationalError("no such column")
    with pytest.raises(sqlite3.OperationalError) as cause:
        sqlite3.connect(":memory:").execute("SELECT nothing")
    wrong.__cause__ = cause.value
    assert not is_away(wrong)


@pytest.mark.parametrize(("extensions", "code"), [({}, TRY_AGAIN), ({"websocket.http.response": {}}, 503)])
async def test_a_socket_is_told_to_come_again(
    extensions: dict[str, Any], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_session: object, _cookie: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("apps.runs.consumers.person_again", nobody)
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
    scope = {"type": "websocket", "path": f"/ws/runs/{uuid4()}/", "headers": headers, "extensions": extensions}
    socket = ApplicationCommunicator(sockets, scope | {"query_string": b"", "subprotocols": []})
    await socket.send_input({"type": "websocket.connect"})
    said = await socket.receive_output()
    assert said.get("code", said.get("status")) == code
