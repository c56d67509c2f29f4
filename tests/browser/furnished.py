"""Somebody with an account who has one of everything, so that every page has something to show."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, field

from django.urls import get_resolver, reverse
from playwright.sync_api import BrowserContext

from apps.common.policy import ROUTES
from tests import tiny
from tests.people import PASSWORD
from tests.visitor import Answer, Visitor

ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
WAIT_S = 60.0
# Fewer would mean that pages are not known as such any more.
PAGES_LEAST = 40
TEACHING = ("class_id", "assignment_id", "membership")


@dataclass
class Furnished:
    """A person's browser, what she has by the names in addresses, and what some routes need instead of that."""

    visitor: Visitor
    parts: dict[str, str] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    def address(self, route: str) -> str:
        """Where a route leads her. Raises KeyError for a part that nobody has furnished."""
        names = get_resolver().reverse_dict.getlist(route)[0][3]
        parts = self.parts | self.own.get(route, {})
        return reverse(route, kwargs={name: parts[name] for name in names})

    def pages(self) -> dict[str, str]:
        """The addresses of all routes that give a whole page, by route, so that a new one is among them by itself."""
        gets = [route for route, methods in ROUTES.items() if "GET" in methods]
        paths = {route: self.address(route) for route in gets}
        found = {route: path for route, path in paths.items() if self._is_page(path)}
        assert len(found) > PAGES_LEAST
        return found

    def _is_page(self, path: str) -> bool:
        """HEAD comes first, since some streams never end."""
        if "text/html" not in self.visitor.ask("HEAD", path).headers.get("content-type", ""):
            return False
        return self.visitor.ask("GET", path).body.lstrip().lower().startswith(b"<!doctype html")

    def enter(self, context: BrowserContext) -> None:
        """Makes a browser hers."""
        cookies = [
            {"name": name, "value": value, "url": self.visitor.address} for name, value in self.visitor.cookies.items()
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]

    def send(self, path: str, form: dict[str, object]) -> str:
        """Sends a form that leads to what it made; gives that page's address."""
        return led_to(self.visitor.ask("POST", path, form))

    def found(self, path: str, pattern: str) -> str:
        """What a pattern finds on a page."""
        text = self.visitor.ask("GET", path).body.decode()
        match = re.search(pattern, text)
        assert match, f"{path} has no {pattern}"
        return match[1]


def furnished(address: str) -> Furnished:
    """Signs somebody up and gives her one of everything, by the forms that people use."""
    alice = Furnished(signed_up(address, f"alice{secrets.token_hex(3)}"))
    _draw(alice)
    _run(alice)
    _try_out(alice)
    _share(alice)
    _learn(alice)
    _teach(alice)
    _sit(alice)
    _lecture(alice)
    _write(alice)
    return alice


def signed_up(address: str, name: str) -> Visitor:
    visitor = Visitor(address)
    led_to(visitor.ask("POST", "/accounts/sign-up/", {"username": name, "password": PASSWORD}))
    return visitor


def led_to(answer: Answer) -> str:
    assert answer.status == 302, (answer.status, answer.body[:500])
    return answer.location


def _id_in(location: str) -> str:
    found = re.search(ID, location)
    assert found, location
    return found[0]


def _draw(alice: Furnished) -> None:
    design = alice.visitor.new_design()
    alice.visitor.ask("POST", f"/designs/{design}/versions/1/", {"name": "As it came"})
    json = {"Content-Type": "application/json"}
    kept = alice.visitor.ask("POST", "/blocks/", {"name": "A part", "document": tiny.document()}, **json).json()
    alice.parts |= {"design_id": design, "version": "1", "design_format": "json"}
    alice.parts |= {"block_id": kept["blocks"][0]["id"], "term": "backpressure"}


def _run(alice: Furnished) -> None:
    run = alice.visitor.press_run(alice.parts["design_id"], speed=0)
    deadline = time.monotonic() + WAIT_S
    while b'data-state="done"' not in alice.visitor.ask("GET", f"/runs/{run}/panel/").body:
        assert time.monotonic() < deadline, "the run never ended"
        time.sleep(0.2)
    alice.parts |= {"run_id": run, "run_format": "csv"}


def _try_out(alice: Furnished) -> None:
    alice.parts["kind"] = "repeat"
    wish: dict[str, object] = {"seeds": 2, "first_seed": 5, "key": secrets.token_hex(8)}
    alice.parts["experiment_id"] = _id_in(alice.send(alice.address("experiment_new"), wish))


def _share(alice: Furnished) -> None:
    run, design = alice.parts["run_id"], alice.parts["design_id"]
    alice.send(f"/designs/{design}/share/", {"is_listed": "on", "tags": "streaming"})
    drawing = alice.found("/links/", r"/s/([\w-]+)/")
    alice.send(f"/runs/{run}/share/", {"days": 7})
    page = alice.visitor.ask("GET", "/links/").body.decode()
    token = next(each for each in re.findall(r"/s/([\w-]+)/", page) if each != drawing)
    alice.parts |= {"token": token, "part": "log", "link_id": alice.found("/links/", rf"/links/({ID})/")}
    assert alice.visitor.ask("POST", "/tokens/", {"name": "A notebook", "days": 7}).status == 201
    alice.parts["token_id"] = alice.found("/tokens/", rf"/tokens/({ID})/")


def _learn(alice: Furnished) -> None:
    item = alice.found("/learn/", rf"/learn/items/({ID})/")
    attempt = _id_in(alice.send(f"/learn/items/{item}/", {}))
    step = alice.found(f"/learn/attempts/{attempt}/", r'data-part="([\w-]+)"')
    alice.visitor.ask("POST", f"/learn/attempts/{attempt}/checks/", {"key": secrets.token_hex(8)})
    check = alice.found(f"/learn/attempts/{attempt}/history/", rf"/learn/checks/({ID})/")
    # Nobody waits for its grade, so it takes no more of the workers' time.
    alice.visitor.ask("POST", f"/learn/checks/{check}/cancel/", {})
    alice.parts |= {"item_id": item, "attempt_id": attempt, "step": step, "submission_id": check}


def _teach(alice: Furnished) -> None:
    room = alice.send("/classes/", {"name": "Outages", "own_name": "Alice"})
    alice.send(f"{room}assignments/", {"item": alice.parts["item_id"]})
    assignment = alice.found(room, rf"/assignments/({ID})/")
    learner = Furnished(signed_up(alice.visitor.address, f"sam{secrets.token_hex(3)}"))
    learner.send("/classes/join/", {"code": alice.found(room, r'class="code">(\w+)<'), "name": "Sam"})
    learner.send(f"/assignments/{assignment}/open/", {})
    member = alice.found(f"/assignments/{assignment}/", rf"/assignments/{ID}/works/(\d+)/")
    alice.parts |= dict(zip(TEACHING, (_id_in(room), assignment, member), strict=True))


def _sit(alice: Furnished) -> None:
    item = alice.found("/interviews/", rf"/interviews/items/({ID})/")
    begun, over = (_id_in(alice.send(f"/interviews/items/{item}/", {"clock": "no"})) for _ in range(2))
    alice.visitor.ask("POST", f"/interviews/{over}/end/", {})
    candidate = Furnished(Visitor(alice.visitor.address))
    opposite = _id_in(candidate.send(f"/interviews/items/{item}/", {"clock": "no"}))
    candidate.visitor.ask("POST", f"/interviews/{opposite}/invitation/", {})
    alice.send("/interviews/join/", {"code": candidate.found(f"/interviews/{opposite}/", r'class="code">(\w+)<')})
    alice.parts["sitting_id"] = begun
    alice.own |= {route: {"sitting_id": opposite} for route in ("sitting_desk", "sitting_guide")}
    alice.own |= {"interview_begin": {"item_id": item}, "sitting_report": {"sitting_id": over}}


def _lecture(alice: Furnished) -> None:
    lecture = alice.send("/lectures/", {"title": "When a cache dies", "design": "mini-streaming"})
    code = alice.found(lecture, r'class="code">(\w+)<')
    seat = alice.send("/lectures/join/", {"code": code, "name": "Alice"})
    alice.visitor.ask("POST", f"{lecture}question/", {"question": "How many are lost?", "unit": "req/s"})
    alice.parts |= {"lecture_id": _id_in(lecture), "seat_id": _id_in(seat)}


def _write(alice: Furnished) -> None:
    draft = alice.send("/authoring/", {"design": "mini-streaming"})
    alice.visitor.ask("POST", f"{draft}sharing/", {"is_shared": "on"})
    alice.parts["authored_id"] = _id_in(draft)
    alice.parts["share"] = alice.found(draft, r"/authoring/shared/([\w-]+)/")
