"""Somebody with a browser and no account, talking to a running Backlot over real HTTP and real sockets."""

from __future__ import annotations

import http.client
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import websockets

FORM = "application/x-www-form-urlencoded"
PATIENCE_S = 30.0


@dataclass
class Answer:
    """What came back."""

    status: int
    body: bytes
    location: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Visitor:
    """One browser: keeps its cookies, sends its token."""

    address: str
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": secrets.token_hex(16)})

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """One request; a mapping is sent as a form, anything else that is not None as JSON."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE_S)
        sent = {"Cookie": self.cookie, "Origin": self.address, "X-CSRFToken": self.cookies["csrftoken"]}
        text = None
        if body is not None:
            is_form = isinstance(body, Mapping) and "Content-Type" not in headers
            text = urlencode(body) if is_form else json.dumps(body)  # type: ignore[arg-type]
            sent["Content-Type"] = FORM if is_form else "application/json"
        try:
            connection.request(method, path, text, sent | headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return Answer(
                answer.status,
                answer.read(),
                answer.getheader("Location") or "",
                {name.lower(): text for name, text in answer.getheaders()},
            )
        finally:
            connection.close()

    def new_design(self, document: Mapping[str, Any] | None = None) -> str:
        """The id of a new design: the starter, or `document`."""
        answer = self.ask("POST", "/designs/", {"template": "mini-streaming" if document is None else "empty"})
        assert answer.status == 302, answer
        design = answer.location.split("/")[2]
        if document is not None:
            headers = {"If-Match": '"1"', "Content-Type": "application/json"}
            assert self.ask("PUT", f"/designs/{design}/document/", document, **headers).status == 200
        return design

    def press_run(self, design: str, **changes: object) -> str:
        """The id of a new run."""
        return run_in(self.pressed(design, **changes))

    def pressed(self, design: str, **changes: object) -> Answer:
        """What comes back when somebody presses Run."""
        fields = {"design": design, "seed": 7, "speed": 1, "key": secrets.token_hex(8)} | changes
        return self.ask("POST", "/runs/", fields, **{"HX-Request": "true"})

    def intervene(self, run: str, failure: str, target: str, **changes: object) -> Answer:
        """Breaks something."""
        body = {"failure": failure, "target": target, "parameters": {}, "key": secrets.token_hex(8)} | changes
        return self.ask("POST", f"/runs/{run}/interventions/", body, **{"Content-Type": "application/json"})

    def socket(self, run: str, **options: Any) -> Any:
        """A websocket to a run, for `async with`."""
        address = self.address.replace("http", "ws", 1)
        headers = {"Cookie": self.cookie}
        return websockets.connect(
            f"{address}/ws/runs/{run}/", origin=self.address, additional_headers=headers, max_size=None, **options
        )

    @property
    def cookie(self) -> str:
        """The header that a browser would send."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def run_in(answer: Answer) -> str:
    """The id of the run that an answer is about."""
    found = re.search(rb'data-run="([^"]+)"', answer.body)
    assert answer.status == 200, answer
    assert found
    return found[1].decode()
