"""Mermaid flowcharts, as READMEs and wikis draw them: components, places and arrows, without parameters."""

from __future__ import annotations

import re
from typing import Any

from apps.common.words import lazy
from apps.designs.drawing.geometry import label_of
from apps.designs.formats import Format
from engine.design.discovery import component_types

# How a family looks: the brackets around a label.
SHAPES = {
    "traffic": ("([", "])"),
    "entry": ("{{", "}}"),
    "storage": ("[(", ")]"),
    "messages": ("[[", "]]"),
    "control": ("[/", "/]"),
}
BOX = ("[", "]")
LINES = {"stream": "==>", "control": "-.->", "copy": "<-->"}
CALL, OPTIONAL = "-->", "-.->"
RESERVED = {"end", "default", "graph", "flowchart", "subgraph", "style", "class", "click", "call", "href", "direction"}
UNSAFE = re.compile(r"[^A-Za-z0-9_]")


def write(document: dict[str, Any], _theme: str = "light") -> bytes:
    """A flowchart from left to right; the class of a box is its kind, so that an import knows it again."""
    names = _names([each["id"] for each in document.get("components") or []])
    lines = [f"%% {_comment(document.get('name', ''))}", "flowchart LR"]
    lines += _boxes(document, names, None, "    ")
    lines += [_arrow(each, names) for each in document.get("connections") or []]
    return ("\n".join(lines) + "\n").encode()


def _names(ids: list[str]) -> dict[str, str]:
    """Names that Mermaid takes, each its own: letters, digits and low lines, and none of its words."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for each in ids:
        plain = UNSAFE.sub("_", each)
        # Mermaid reads "o" and "x" right after a line as the shape of its tip.
        plain = f"n_{plain}" if plain.lower() in RESERVED or not plain[:1].isalpha() or plain[0] in "ox" else plain
        name, count = plain, 2
        while name in taken:
            name, count = f"{plain}_{count}", count + 1
        taken.add(name)
        names[each] = name
    return names


def _boxes(document: dict[str, Any], names: dict[str, str], within: str | None, indent: str) -> list[str]:
    """What lies in a place, and the places in it; outermost what lies in none."""
    inside = [each for each in document.get("components") or [] if each.get("place") == within]
    lines = [indent + _box(each, names) for each in inside]
    for number, place in enumerate(document.get("places") or []):
        if place.get("within") == within and len(indent) < 40:
            lines.append(f'{indent}subgraph place_{number}["{_quoted(label_of(place))}"]')
            lines += [*_boxes(document, names, place["id"], indent + "    "), f"{indent}end"]
    return lines


def _box(component: dict[str, Any], names: dict[str, str]) -> str:
    kind = component_types().get(component["type"])
    left, right = SHAPES.get(kind.family if kind else "", BOX)
    return f'{names[component["id"]]}{left}"{_quoted(label_of(component))}"{right}:::{component["type"]}'


def _arrow(connection: dict[str, Any], names: dict[str, str]) -> str:
    line = LINES.get(connection.get("kind", ""), OPTIONAL if connection.get("optional") else CALL)
    share = connection.get("share")
    said = f'|"{_quoted(_per_cent(share))}"|' if share is not None else ""
    return f"    {names[connection['from']]} {line}{said} {names[connection['to']]}"


def _per_cent(share: object) -> str:
    return f"{share * 100:.4g} %" if isinstance(share, int | float) else str(share)


def _quoted(text: str) -> str:
    """Text between double quotes: Mermaid knows entities by name, and takes markup for markup."""
    plain = " ".join(text.split())
    for sign, name in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        plain = plain.replace(sign, "\x00" if sign == "#" else name)
    return plain.replace("\x00", "#35;")


def _comment(text: str) -> str:
    return " ".join(text.split()).replace("{", "(").replace("}", ")")


FORMAT = Format(
    "mermaid",
    30,
    "Mermaid",
    "mmd",
    "text/plain",
    lazy("A flowchart for READMEs and wikis: boxes and arrows, without parameters."),
    write,
)
