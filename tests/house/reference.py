"""The reference part of docs/design-format.md, drawn from the tables of the engine.

`python -m tests.house.reference` writes it into the page, between its two marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.catalogue import FAMILIES, components, failures, policies, workloads
from engine.design.fields import (
    COMPONENT,
    CONNECTION,
    DESIGN,
    NOTE,
    OBJECTIVE,
    OBJECTIVE_METRICS,
    PLACE,
    RETRY,
    SCHEDULED,
    TRAFFIC,
    WORKLOAD,
    Field,
)
from engine.design.kinds import Parameter
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "design-format.md"
BEGIN = "<!-- The part below is written by `python -m tests.house.reference`. -->"
END = "<!-- The part above is written by `python -m tests.house.reference`. -->"

TABLES: tuple[tuple[str, Sequence[Field]], ...] = (
    ("The design", DESIGN),
    ("places", PLACE),
    ("components", COMPONENT),
    ("connections", CONNECTION),
    ("connections.retry", RETRY),
    ("workload", WORKLOAD),
    ("workload.traffic", TRAFFIC),
    ("schedule", SCHEDULED),
    ("objectives", OBJECTIVE),
    ("notes", NOTE),
)


def reference() -> str:
    """Every field, kind and parameter as Markdown."""
    parts = [BEGIN, "", "## Reference: fields", ""]
    for title, fields in TABLES:
        parts += [f"### {title}", "", *_table(fields), ""]
    parts += ["What an objective may measure: " + ", ".join(f"`{each}`" for each in OBJECTIVE_METRICS) + ".", ""]
    parts += ["## Reference: component types", ""]
    for family, label in FAMILIES.items():
        for kind in components().values():
            if kind.family == family:
                parts += [f"### `{kind.name}`: {kind.label} ({label.lower()})", "", kind.help, ""]
                parts += [*_table(kind.parameters), ""]
    parts += ["## Reference: failures", ""]
    for failure in failures().values():
        needs = f" with a {failure.needs}" if failure.needs else ""
        ends = f'Ends with "{failure.heal_verb}".' if failure.heal_verb else "Cannot be undone."
        parts += [
            f"### `{failure.name}`: {failure.label}",
            "",
            f"{failure.help} Hits a {failure.targets}{needs}. {ends}",
            "",
        ]
        parts += [*_table(failure.parameters), ""]
    parts += ["## Reference: policies of connections", ""]
    for policy in policies().values():
        parts += [f"### `{policy.name}`: {policy.label}", "", policy.help, "", *_table(policy.parameters), ""]
    parts += ["## Reference: traffic shapes", ""]
    for shape in workloads().values():
        parts += [f"### `{shape.name}`: {shape.label}", "", shape.help, "", *_table(shape.parameters), ""]
    return "\n".join([*parts, END])


def _table(rows: Iterable[Field | Parameter]) -> list[str]:
    listed = [f"| `{each.name}` | {_value(each)} | {_default(each)} | {each.help} |" for each in rows]
    return (
        ["| name | value | default | meaning |", "|---|---|---|---|", *listed] if listed else ["It has no parameters."]
    )


def _value(each: Field | Parameter) -> str:
    if each.choices:
        return ", ".join(f"`{choice}`" for choice in each.choices)
    bounds = f" from {each.low:,g} to {each.high:,g}" if each.low is not None and each.high is not None else ""
    unit = f" in {each.unit}" if each.unit not in ("", "count", "ratio", "x") else ""
    return f"{WORDS[each.kind]}{unit}{bounds}"


WORDS = {
    "id": "name",
    "connection_id": "name",
    "text": "text",
    "lines": "text, several lines allowed",
    "number": "quantity",
    "measure": "quantity",
    "count": "whole number",
    "flag": "true or false",
    "points": "text of pairs",
    "numbers": "text of numbers",
    "type": "name of the catalogue",
    "position": "two numbers",
    "parameters": "mapping",
    "policies": "mapping",
    "object": "mapping",
    "list": "list",
}


def _default(each: Field | Parameter) -> str:
    if isinstance(each, Field) and each.required:
        return "**needed**"
    if each.default in (None, "") or each.kind == "position":
        return ""
    return f"`{str(each.default).lower() if isinstance(each.default, bool) else each.default}`"


def with_reference(page: str) -> str:
    """The page with its reference part drawn anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + reference() + after


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text()))
