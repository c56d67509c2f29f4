"""Designs of an item: whole documents, or changes of another design of the same item."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from content.reading import Complaints, line_of, read_yaml
from engine.design.model import Design
from engine.design.read import read_document
from engine.design.write import to_document

SUFFIX = ".yaml"
DEEPEST = 4
CHANGES = ("of", "name", "change", "add", "remove", "description")


def read_drawing(name: str, files: Mapping[str, bytes], complaints: Complaints, depth: int = 0) -> Design | None:
    """The design `name` of an item, from `name.yaml`; None after an error.

    A file that begins with `of:` changes another design: `change` has settings by id of a component or connection
    (a policy that is null is taken away),
    `add` has components and connections, `remove` has ids.
    """
    file = f"{name}{SUFFIX}"
    if file not in files:
        complaints.add(file, 0, "This design is missing.")
        return None
    raw, lines = read_yaml(file, files[file], complaints)
    if raw is None:
        return None
    if isinstance(raw, Mapping) and "of" in raw:
        changed = _changed(raw, file, lines, files, complaints, depth)
        if changed is None:
            return None
        design, errors = read_document(changed)
        for each in errors:
            complaints.add(file, 1, f"{each.path}: {each.message}")
        return design
    design, errors = read_document(raw)
    complaints.add_all(file, lines, errors)
    return design


def _changed(
    raw: Mapping[str, Any],
    file: str,
    lines: Mapping[str, int],
    files: Mapping[str, bytes],
    complaints: Complaints,
    depth: int,
) -> dict[str, Any] | None:
    if depth >= DEEPEST or not isinstance(raw["of"], str):
        complaints.add(file, line_of(lines, "of"), "Name another design of this item, at most four deep.")
        return None
    for field in raw:
        if field not in CHANGES:
            complaints.add(file, line_of(lines, str(field)), f"Write one of {', '.join(CHANGES)}.")
            return None
    base = read_drawing(raw["of"], files, complaints, depth + 1)
    if base is None:
        return None
    document = copy.deepcopy(to_document(base))
    document |= {each: raw[each] for each in ("name", "description") if each in raw}
    removed = set(raw.get("remove") or [])
    for table in ("components", "connections"):
        document[table] = [each for each in document[table] if each["id"] not in removed]
        document[table] += list((raw.get("add") or {}).get(table) or [])
    document["connections"] = [
        each for each in document["connections"] if each["from"] not in removed and each["to"] not in removed
    ]
    for name, settings in (raw.get("change") or {}).items():
        if not _apply(document, name, settings):
            complaints.add(file, line_of(lines, f"change.{name}"), f'There is no component or connection "{name}".')
            return None
    return document


def _apply(document: dict[str, Any], name: str, settings: Any) -> bool:
    if not isinstance(settings, Mapping):
        return False
    for each in document["components"]:
        if each["id"] == name:
            own = {key: value for key, value in settings.items() if key in ("place", "label", "position")}
            each |= own
            each["parameters"] = each["parameters"] | {key: value for key, value in settings.items() if key not in own}
            return True
    for each in document["connections"]:
        if each["id"] == name:
            policies = (each.get("policies") or {}) | dict(settings.get("policies") or {})
            policies = {name: kept for name, kept in policies.items() if kept is not None}
            retry = (each.get("retry") or {}) | dict(settings.get("retry") or {})
            each |= dict(settings) | {"policies": policies, "retry": retry}
            return True
    return False
