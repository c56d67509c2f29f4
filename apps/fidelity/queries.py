"""Reads the record of validation and the page on mechanisms, which are files of the program."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from apps.common.words import lazy, t

DOCS = settings.ROOT / "docs" / "engine"
SECTIONS = {
    "3A": lazy("Queues"),
    "3B": lazy("Fan-out and tails"),
    "3C": lazy("Overload"),
    "3D": lazy("Caches"),
    "3E": lazy("Players"),
    "3F": lazy("Events and scaling"),
}
VERDICTS = ("holds", "too wide", "fails", "not measured")
SORTS = {"number": "Number", "verdict": "Verdict", "title": "Title"}
BAND_SHARE = 0.5
"""How much of a drawing the band takes; the rest is room for what lies outside."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the rows is shown, and in which order; empty for all."""

    section: str
    verdict: str
    sort: str

    @property
    def query(self) -> str:
        """The words of an address that choose this."""
        words = {"section": self.section, "verdict": self.verdict, "sort": self.sort if self.sort != "number" else ""}
        return urlencode({name: word for name, word in words.items() if word})


def chosen(section: str, verdict: str, sort: str) -> Chosen:
    """What was asked for, as far as it is there."""
    return Chosen(
        section if section in SECTIONS else "",
        verdict if verdict in VERDICTS else "",
        sort if sort in SORTS else "number",
    )


@functools.cache
def record() -> dict[str, Any]:
    """The record of the last validation."""
    read: dict[str, Any] = json.loads((DOCS / "validation.json").read_text())
    return read


def rows(wanted: Chosen) -> list[dict[str, Any]]:
    """The rows that were chosen, in order, each check with its drawing."""
    found = [
        each
        for each in record()["rows"]
        if wanted.section in ("", each["section"]) and wanted.verdict in ("", each["verdict"])
    ]
    if wanted.sort == "title":
        found.sort(key=lambda each: str(each["title"]).casefold())
    elif wanted.sort == "verdict":
        found.sort(key=lambda each: -VERDICTS.index(each["verdict"]))
    return [
        {**row, "checks": [{**check, "drawing": drawing(check)} for check in row["checks"]], "measured": _seeds(row)}
        for row in found
    ]


def counts() -> list[tuple[str, int]]:
    """How many rows have each verdict."""
    found = Counter(each["verdict"] for each in record()["rows"])
    return [(verdict, found[verdict]) for verdict in VERDICTS if found[verdict]]


def filters(now: Chosen) -> list[dict[str, Any]]:
    """The choices, each as links: what it would show, and whether it does already."""
    sections = {each["section"] for each in record()["rows"]}
    named = {name: f"{name} {label}" for name, label in SECTIONS.items() if name in sections}
    found = {each["verdict"] for each in record()["rows"]}
    return [
        _filter(t("Section"), {"": t("All")} | named, now, "section"),
        _filter(
            t("Verdict"),
            {"": t("All")} | {each: each.capitalize() for each in VERDICTS if each in found},
            now,
            "verdict",
        ),
        _filter(t("Order"), SORTS, now, "sort"),
    ]


def _filter(label: str, choices: dict[str, str], now: Chosen, field: str) -> dict[str, Any]:
    links = [
        {"label": text, "query": replace(now, **{field: value}).query, "is_chosen": getattr(now, field) == value}
        for value, text in choices.items()
    ]
    return {"label": label, "links": links}


def drawing(check: dict[str, Any]) -> dict[str, float] | None:
    """The band in the middle of a strip of width 100, with interval and mean where they lie; None without them."""
    low, high = check["band"]
    ends = check.get("interval")
    if not ends or None in ends or low is None or high is None or high <= low:
        return None
    scale = 100.0 * BAND_SHARE / (high - low)
    begin, end, mean = (
        min(max((each - low) * scale + 100.0 * (1.0 - BAND_SHARE) / 2.0, 0.0), 100.0) for each in (*ends, check["mean"])
    )
    return {"begin": round(begin, 2), "width": round(max(end - begin, 0.6), 2), "mean": round(mean, 2)}


def _seeds(row: dict[str, Any]) -> str:
    if not row["seeds"]:
        return t("Not measured yet")
    many = t(
        "%(count)s runs, seeds %(first)s to %(last)s",
        count=len(row["seeds"]),
        first=row["seeds"][0],
        last=row["seeds"][-1],
    )
    return many if len(row["seeds"]) > 1 else t("1 run, seed %(first)s", first=row["seeds"][0])


@functools.cache
def mechanisms() -> Sequence[tuple[str, Sequence[SafeString]]]:
    """The sections of docs/engine/mechanisms.md with their points, as HTML."""
    found: list[tuple[str, list[str]]] = []
    for line in (DOCS / "mechanisms.md").read_text().splitlines():
        if line.startswith("## "):
            found.append((line.removeprefix("## "), []))
        elif found and line.startswith(("* ", "- ")):
            found[-1][1].append(line[2:])
        elif found and line.strip():
            points = found[-1][1]
            points[-1:] = [f"{points[-1]} {line.strip()}"] if points and line.startswith("  ") else [*points[-1:], line]
    return tuple((title, tuple(_marked(each) for each in points)) for title, points in found)


def _marked(text: str) -> SafeString:
    """Code, strong and emphasis of Markdown; everything else is text."""
    safe = str(escape(text))
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", safe)
    safe = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", safe)
    return mark_safe(re.sub(r"(?<!\*)\*([^*\s][^*]*)\*(?!\*)", r"<em>\1</em>", safe))  # noqa: S308 - escaped above
