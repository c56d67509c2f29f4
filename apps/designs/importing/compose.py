"""docker-compose files: services become components; who calls whom is read from settings that name other services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from apps.common.words import lazy, t
from apps.designs.importing import ARROWS_MOST, COMPONENTS_MOST, Arrow, Found, Importer, Sketch, complaint
from apps.designs.importing.guessing import Guess, of_image, of_words
from apps.designs.importing.lines import Node, Unreadable, read_lines
from apps.designs.importing.names import id_of
from engine.design.discovery import component_types
from engine.design.model import DesignError

KIND_LABEL, NAME_LABEL = "backlot.kind", "backlot.label"
COPIES_MOST = 1_000
# What of a service says nothing about requests is passed over in silence; these change what would be drawn.
FOLLOWED_NOT = {
    "extends": lazy("what it extends is not read here"),
    "include": lazy("files that are included are not read"),
}
HOST = r"(?:^|//|@|,|=|\s|\"|'){name}(?::\d+|/|,|\s|\"|'|$)"


def recognises(text: str) -> bool:
    """A mapping with services at its outermost level."""
    return re.search(r"^services\s*:", text, re.MULTILINE) is not None


def read(text: str) -> Sketch | list[DesignError]:
    """Every service with an image or a build, and the calls that settings, links and dependencies speak of."""
    try:
        root = read_lines(text)
    except Unreadable as unreadable:
        return [complaint(unreadable.line, "document", str(unreadable))]
    services = root.get("services")
    if services is None or not isinstance(services.value, dict) or not services.value:
        return [complaint(root.line, "services", t("Give services as a mapping of names to what they run."))]
    if len(services.value) > COMPONENTS_MOST:
        return [
            complaint(
                services.line,
                "services",
                t("%(components_most)s services are the most that are imported.", components_most=COMPONENTS_MOST),
            )
        ]
    errors = list(_misshapen(services))
    if errors:
        return errors
    ids = _ids(name for name, _ in services.items())
    arrows = list(_arrows(services, ids))
    if len(arrows) > ARROWS_MOST:
        return [
            complaint(
                services.line,
                "services",
                t("%(arrows_most)s calls are the most that are imported.", arrows_most=ARROWS_MOST),
            )
        ]
    called = {each.target for each in arrows}
    found = tuple(_found(name, each, ids[name], ids[name] in called) for name, each in services.items())
    name = root.get("name")
    return Sketch(name.text if name else t("Imported services"), found, tuple(arrows), notices=tuple(_notices(root)))


def _ids(names: Iterable[str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for name in names:
        ids[name] = id_of(name, ids.values())
    return ids


def _misshapen(services: Node) -> Iterator[DesignError]:
    for name, service in services.items():
        path = f"services.{name}"[:120]
        if not isinstance(service.value, dict):
            yield complaint(service.line, path, t("Give a service as a mapping, such as image: redis:7."))
            continue
        for field in ("image", "container_name"):
            node = service.get(field)
            if node is not None and not isinstance(node.value, str):
                yield complaint(node.line, f"{path}.{field}", t("Write this as text."))
        for field in ("depends_on", "links"):
            node = service.get(field)
            if node is not None and not isinstance(node.value, list | dict):
                yield complaint(node.line, f"{path}.{field}", t("Give the names of services as a list."))
        for target in _named(service.get("depends_on")):
            if target.text not in services.value:
                sentence = t("There is no service “%(text)s” in this file.", text=target.text[:60])
                yield complaint(target.line, f"{path}.depends_on", sentence)


def _named(node: Node | None) -> list[Node]:
    """Names of services, given as a list or as a mapping."""
    if node is None:
        return []
    return node.entries() or [Node(name, each.line) for name, each in node.items()]


def _found(name: str, service: Node, own_id: str, is_called: bool) -> Found:
    labels = dict(_settings(service.get("labels")))
    guess = _guess(name, service, labels)
    copies = _copies(service)
    return Found(
        own_id,
        labels[NAME_LABEL].text if NAME_LABEL in labels else name,
        service.line,
        guess.kind,
        guess.because,
        {} if copies is None else {"copies": copies},
        is_beside=guess.is_beside,
        is_entry=not is_called and service.get("ports") is not None and not guess.is_beside,
    )


def _guess(name: str, service: Node, labels: dict[str, Node]) -> Guess:
    """By its label, its image, its name, in this order; what is built from a folder is most often a service."""
    told = labels[KIND_LABEL].text if KIND_LABEL in labels else ""
    if told in component_types():
        return Guess(told, t("its label says %(told)s", told=told))
    image = service.get("image")
    by_image = of_image(image.text) if image is not None else None
    if by_image is not None:
        return by_image
    if service.get("build") is not None:
        return Guess("service", t("it is built from a folder"))
    return of_words(name) or Guess("", t("nothing in the file says what it is"))


def _copies(service: Node) -> int | None:
    deploy = service.get("deploy")
    node = (deploy.get("replicas") if deploy else None) or service.get("scale")
    text = node.text if node else ""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= COPIES_MOST else None


def _settings(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Names and values, given as a mapping or as a list of NAME=VALUE."""
    if node is None:
        return
    yield from node.items()
    for each in node.entries():
        name, _, value = each.text.partition("=")
        yield name, Node(value, each.line)


def _arrows(services: Node, ids: dict[str, str]) -> Iterator[Arrow]:
    """Settings that name a host are calls; what a service only waits for may be one."""
    for name, service in services.items():
        seen: set[str] = set()
        for setting, value in _settings(service.get("environment")):
            for other in services.value:
                if other != name and other not in seen and _names_host(value.text, other):
                    seen.add(other)
                    yield Arrow(ids[name], ids[other], value.line, t("%(setting)s names it", setting=setting[:60]))
        for link in _named(service.get("links")):
            other = link.text.split(":")[0]
            if other in ids and other != name and other not in seen:
                seen.add(other)
                yield Arrow(ids[name], ids[other], link.line, t("it is linked"))
        for target in _named(service.get("depends_on")):
            if target.text != name and target.text not in seen:
                seen.add(target.text)
                yield Arrow(ids[name], ids[target.text], target.line, t("it waits for it to start"), is_sure=False)


def _names_host(text: str, name: str) -> bool:
    return name in text and re.search(HOST.replace("{name}", re.escape(name)), text) is not None


def _notices(root: Node) -> Iterator[str]:
    if root.get("include") is not None:
        yield t(
            "Line %(line)s: %(followed_not)s.", line=root.value["include"].line, followed_not=FOLLOWED_NOT["include"]
        )
    services = root.get("services")
    for name, service in services.items() if services else ():
        node = service.get("extends")
        if node is not None:
            yield t(
                "Line %(line)s: %(name)s: %(followed_not)s.",
                line=node.line,
                name=name,
                followed_not=FOLLOWED_NOT["extends"],
            )


IMPORTER = Importer(
    "compose",
    20,
    lazy("docker-compose file"),
    lazy("Services, images, settings and dependencies."),
    recognises,
    read,
)
