"""What a docker-compose file says of components and calls, and what it does not."""

from __future__ import annotations

import pytest

from apps.designs.importing import COMPONENTS_MOST, Sketch, recognised
from apps.designs.importing.answers import LEAVE_OUT, Answers, document_of, guessed, questions
from apps.designs.importing.compose import read
from engine.design.check import check_runnable
from engine.design.model import DesignError
from engine.design.read import read_document

SHOP = """
name: Shop
x-common: &common
  restart: always
  environment: &settings
    REDIS_URL: redis://cache:6379/0
services:
  proxy:
    image: nginx:1.27
    ports: ["80:80"]
    depends_on: [web]
  web:
    <<: *common
    build: .
    deploy: {replicas: 4}
    environment:
      <<: *settings
      DATABASE_URL: postgres://user:secret@db:5432/shop
      CACHED: "no"
  jobs:
    image: ghcr.io/acme/jobs@sha256:abc
    links: ["queue:rabbit"]
    depends_on: {queue: {condition: service_healthy}}
  queue: {image: "rabbitmq:${TAG:-4}-management"}
  cache: {image: "docker.io/bitnami/redis:7.2"}
  db: {image: "postgres:17", volumes: ["data:/var/lib"]}
  dashboards: {image: grafana/grafana, ports: ["3000:3000"]}
"""


def sketch_of(text: str) -> Sketch:
    found = read(text)
    assert isinstance(found, Sketch), found
    return found


def errors_of(text: str) -> list[tuple[str, str]]:
    found = read(text)
    assert isinstance(found, list), found
    return [(error.path, error.message) for error in found if isinstance(error, DesignError)]


def test_services_become_what_their_images_are() -> None:
    sketch = sketch_of(SHOP)
    kinds = {each.id: each.kind for each in sketch.found}
    assert kinds == {
        "proxy": "gateway",
        "web": "service",
        "jobs": "",
        "queue": "event_bus",
        "cache": "cache",
        "db": "relational_database",
        "dashboards": "",
    }
    beside = [each.id for each in sketch.found if each.is_beside]
    assert beside == ["dashboards"]
    assert {each.id: each.line for each in sketch.found}["web"] == 12
    assert all(each.because for each in sketch.found)


def test_settings_tell_calls_and_what_is_waited_for_may_be_one() -> None:
    calls = {(each.source, each.target): each.is_sure for each in sketch_of(SHOP).arrows}
    assert calls == {
        ("proxy", "web"): False,
        ("web", "cache"): True,
        ("web", "db"): True,
        ("jobs", "queue"): True,
    }


def test_what_is_open_to_the_world_is_what_viewers_call() -> None:
    assert [each.id for each in sketch_of(SHOP).found if each.is_entry] == ["proxy"]


def test_a_caller_of_a_cache_and_a_store_is_a_question() -> None:
    sketch = sketch_of(SHOP)
    proposed = guessed(sketch)
    (asked,) = questions(sketch, proposed)
    assert (asked.caller.id, asked.cache.id, [each.id for each in asked.stores]) == ("web", "cache", ["db"])
    assert proposed.behind == {("web", "cache"): "db"}


def test_the_answers_make_a_design_that_runs() -> None:
    sketch = sketch_of(SHOP)
    proposed = guessed(sketch)
    kinds = {place: kind or "service" for place, kind in proposed.kinds.items()}
    answers = Answers("Shop", kinds, proposed.calls, proposed.entries, 80.0, proposed.behind)
    document = document_of(sketch, answers)
    read_one, errors = read_document(document)
    assert read_one is not None, errors
    assert check_runnable(read_one) == []
    components = {each.id: each for each in read_one.components}
    assert set(components) == {"viewers", "proxy", "web", "jobs", "queue", "cache", "db"}
    assert components["web"].parameters["instances"] == 4
    behind = next(each for each in read_one.connections if each.target == "db")
    assert (behind.on_miss, behind.order) == ("cache", 2)
    assert len({each.position for each in read_one.components}) == 7
    assert next(each.kind for each in read_one.connections if each.target == "queue") == "publish"


def test_what_is_left_out_takes_its_calls_with_it() -> None:
    sketch = sketch_of(SHOP)
    kinds = {place: LEAVE_OUT if each.id != "web" else "service" for place, each in enumerate(sketch.found)}
    web = next(place for place, each in enumerate(sketch.found) if each.id == "web")
    document = document_of(sketch, Answers("Web", kinds, guessed(sketch).calls, frozenset({web}), 5.0))
    assert [each["id"] for each in document["components"]] == ["viewers", "web"]
    assert [(each["from"], each["to"]) for each in document["connections"]] == [("viewers", "web")]


def test_a_label_says_what_nobody_could_guess() -> None:
    text = "services:\n  thing:\n    image: acme/thing\n    labels: {backlot.kind: origin, backlot.label: Files}\n"
    (found,) = sketch_of(text).found
    assert (found.kind, found.label, found.because) == ("origin", "Files", "its label says origin")


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("services: 3\n", "services", "Line 1: Give services as a mapping"),
        ("services:\n  web: nginx\n", "services.web", "Line 2: Give a service as a mapping"),
        ("services:\n  web:\n    image: [a]\n", "services.web.image", "Line 3: Write this as text"),
        ("services:\n  web:\n    image: a\n    depends_on: [db]\n", "services.web.depends_on", "Line 4: There is no"),
        ("services:\n  web: {image: a\n", "document", "Line 3: This is not YAML"),
        ("services:\n  web: &w\n    image: a\n    again: *w\n", "document", "Line 3: Aliases make this file"),
        ("services:\n  a: " + "[" * 40 + "]" * 40, "document", "Line 2: Lists and mappings lie deeper"),
        ("services:\n" + "".join(f"  s{n}: {{image: a}}\n" for n in range(COMPONENTS_MOST + 1)), "services", "Line 1"),
    ],
)
def test_bad_input_is_an_error_with_its_line_and_field(text: str, path: str, said: str) -> None:
    ((found_path, message),) = errors_of(text)
    assert found_path == path
    assert message.startswith(said)


def test_aliases_that_multiply_are_stopped() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
    text = f"l0: &l0 [x]\n{levels}services: {{web: {{image: a}}}}\n"
    ((_, message),) = errors_of(text)
    assert "far larger than it looks" in message


def test_a_compose_file_is_known_by_itself() -> None:
    importer = recognised(SHOP)
    assert importer is not None
    assert importer.name == "compose"


def test_a_secret_in_a_setting_goes_nowhere() -> None:
    sketch = sketch_of(SHOP)
    assert "secret" not in repr(sketch)
