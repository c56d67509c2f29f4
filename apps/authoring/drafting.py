"""Drafts as files and as what a form shows: the same item either way; what a form does not show stays."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import yaml

from content.drawings import read_drawing
from content.reading import Complaints, Reader
from content.texts import read_texts
from content.variation import chosen, filled, read_varied
from engine.design.model import Design
from engine.design.parse import parse
from engine.design.write import to_document

FILE, TEXT, START = "scenario.yaml", "text.md", "start.yaml"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
SECTIONS = ("experiments", "checks", "hints")
STEPS = (
    {"id": "brief", "title": "What happened", "kind": "read"},
    {"id": "look", "title": "Look at it", "kind": "run", "experiment": "evening"},
    {"id": "work", "title": "Change it", "kind": "change"},
    {"id": "judge", "title": "Does it hold?", "kind": "check"},
    {"id": "debrief", "title": "Afterwards", "kind": "reflect", "questions": ["What made the difference?"]},
)
TEXTS = {
    "brief": "Say what happened, to whom, and since when.",
    "look": "Press **Run** and watch it once.",
    "work": "Say what must hold in the end, and what may be changed.",
    "judge": "Press **Check**.",
    "debrief": "Say what this was about.",
}

Raw = dict[str, Any]
Texts = dict[str, str]


def fresh(item: UUID, title: str, document: Mapping[str, Any]) -> Texts:
    """A new draft whose start is a design: one experiment with its traffic, and no checks yet."""
    traffic = copy.deepcopy((document.get("workload") or {}).get("traffic") or [])
    raw: Raw = {
        "uuid": str(item),
        "title": title,
        "summary": "What is to be found out?",
        "minutes": 30,
        "steps": [dict(each) for each in STEPS],
        "experiments": [
            {"name": "evening", "title": "The evening", "duration": "120 s", "warm_up": "10 s", "traffic": traffic}
        ],
        "checks": [],
        "exemplars": [],
        "locks": {},
    }
    return written({START: dump(dict(document) | {"name": title})}, raw, TEXTS)


def opened(texts: Mapping[str, str]) -> tuple[Raw | None, dict[str, str]]:
    """The main file as plain values and the sections of the text; None where the file cannot be read at all."""
    raw, errors = parse(texts.get(FILE, "").encode())
    sections, _ = read_texts(texts.get(TEXT, "").encode(), Complaints())
    return (raw if not errors and isinstance(raw, dict) else None), sections


def written(texts: Mapping[str, str], raw: Raw, sections: Mapping[str, str]) -> Texts:
    """The files with a main file and a text made of these; designs that nothing names any more are left out."""
    named = {"start", *_names(raw)}
    body = "".join(f"# {name}\n{text.strip()}\n\n" for name, text in sections.items())
    kept = {
        name: text for name, text in texts.items() if not name.endswith(".yaml") or name.removesuffix(".yaml") in named
    }
    return {**kept, FILE: dump(raw), TEXT: body}


def design_in(texts: Mapping[str, str], name: str) -> Design | None:
    """A design of a draft, whole or as changes of another, with the first of what varies; None where it is wrong."""
    raw, _ = opened(texts)
    vary = Reader((raw or {}).get("vary") or {}, "vary", FILE, {}, Complaints())
    files = {each: text.encode() for each, text in texts.items()}
    return read_drawing(name, filled(files, chosen(read_varied(vary), 0), Complaints()), Complaints())


def dump(value: Any) -> str:
    """Plain values as YAML, in the order in which they were written."""
    return str(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110))


def with_design(texts: Mapping[str, str], name: str, document: Mapping[str, Any]) -> Texts:
    """The files with a design in them."""
    return {**texts, f"{name}.yaml": dump(dict(document))}


def renamed(texts: Mapping[str, str], raw: Raw, item: UUID, title: str) -> Texts:
    """A copy under another uuid and title."""
    changed = dict(raw) | {"uuid": str(item), "title": title}
    return {**texts, FILE: dump(changed)}


def plain(text: str) -> Any:
    """What was typed into a field: a number where it is one, otherwise the text."""
    text = text.strip()
    if NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def listed(text: str) -> list[str]:
    """Words between commas."""
    return [each.strip() for each in text.split(",") if each.strip()]


def rows(value: Any) -> list[Raw]:
    """A list of mappings, whatever stands there."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def free_name(before: str, taken: Sequence[str]) -> str:
    """The first of before1, before2, … that nothing is called."""
    return next(name for number in range(1, 1_000) if (name := f"{before}{number}") not in taken)


def document_of(design: Design) -> Raw:
    """A design as plain values."""
    return to_document(design)


def _names(raw: Raw) -> set[str]:
    """The designs that an item speaks of."""
    exemplars = [each for each in raw.get("exemplars") or [] if isinstance(each, str)]
    pitfalls = [str(each.get("design", "")) for each in rows(raw.get("pitfalls"))]
    hints = [str(each.get("fires_on", "start")) for each in rows(raw.get("hints"))]
    return {*exemplars, *pitfalls, *hints}
