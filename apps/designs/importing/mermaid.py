"""Mermaid flowcharts: boxes become components, lines calls, subgraphs places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from apps.common.words import lazy, t
from apps.designs.importing import ARROWS_MOST, COMPONENTS_MOST, Arrow, Found, Importer, Sketch, complaint
from apps.designs.importing.flowchart import Box, Line, Malformed, chain, statements
from apps.designs.importing.guessing import Guess, of_words
from apps.designs.importing.names import id_of
from engine.design.discovery import component_types
from engine.design.limits import LABEL_CHARACTERS
from engine.design.model import DesignError

HEADER = re.compile(r"^(?:flowchart|graph)\b", re.IGNORECASE)
OTHER = re.compile(r"^(\w+(?:-\w+)*)")
PASSED_OVER = re.compile(r"^(?:classDef|style|linkStyle|click|direction|accTitle|accDescr)\b")
SUBGRAPH = re.compile(r"^subgraph\s+(?:(?P<id>[\w.-]+)\s*\[\s*\"?(?P<label>[^\]\"]*)\"?\s*\]|(?P<words>.+))$")
CLASS = re.compile(r"^class\s+(?P<ids>[\w\s,.-]+?)\s+(?P<name>[\w-]+)$")
CYLINDERS = ("[(", "cyl", "cylinder", "database", "db")


def recognises(text: str) -> bool:
    """A flowchart's header begins one of its lines."""
    return any(HEADER.match(line) for _, line in statements(text))


def read(text: str) -> Sketch | list[DesignError]:
    """The boxes and lines of one flowchart."""
    try:
        return _Reader().read(text)
    except Malformed as malformed:
        return [complaint(malformed.line, malformed.path, str(malformed))]


class _Reader:
    """What was read so far; `open` holds the subgraphs around the present line."""

    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}
        self.within: dict[str, str] = {}
        self.classes: dict[str, str] = {}
        self.lines: list[tuple[str, str, Line, int]] = []
        self.places: dict[str, tuple[str, str]] = {}
        self.open: list[str] = []
        self.notices: list[str] = []

    def read(self, text: str) -> Sketch | list[DesignError]:
        found = iter(statements(text))
        line, first = next(found, (1, ""))
        if not HEADER.match(first):
            kind = OTHER.match(first)
            name = f"“{kind.group(1)[:40]}”" if kind else "this"
            return [complaint(line, "header", t("Begin with flowchart LR; %(name)s is not a flowchart.", name=name))]
        for line, statement in found:
            self._statement(line, statement)
        if self.open:
            return [complaint(line, "subgraph", t("%(count)s subgraph has no end.", count=len(self.open)))]
        if not self._members():
            return [complaint(line, "document", t("There is no box in this flowchart."))]
        if len(self.boxes) > COMPONENTS_MOST or len(self.lines) > ARROWS_MOST:
            most = t(
                "%(components_most)s boxes and %(arrows_most)s lines are the most that are imported.",
                components_most=COMPONENTS_MOST,
                arrows_most=ARROWS_MOST,
            )
            return [complaint(line, "document", most)]
        return self._sketch()

    def _statement(self, line: int, statement: str) -> None:
        if PASSED_OVER.match(statement):
            return
        subgraph, classes = SUBGRAPH.match(statement), CLASS.match(statement)
        if subgraph:
            self._begin(subgraph)
        elif statement == "end":
            if not self.open:
                raise Malformed(line, "subgraph", t("This end has no subgraph."))
            self.open.pop()
        elif classes:
            for each in re.split(r"[\s,]+", classes["ids"].strip()):
                self.classes[each] = classes["name"]
        else:
            self._chain(line, statement)

    def _begin(self, found: re.Match[str]) -> None:
        words = (found["words"] or found["label"] or found["id"]).strip().strip('"')
        name = found["id"] or words
        self.places.setdefault(name, (_plain(words), self.open[-1] if self.open else ""))
        self.open.append(name)

    def _chain(self, line: int, statement: str) -> None:
        for groups, link in chain(line, statement):
            for box in groups[-1]:
                self._box(box)
            if link is None:
                continue
            self.lines += [(a.name, b.name, link, line) for a in groups[0] for b in groups[1]]
            if len(self.lines) > ARROWS_MOST:
                raise Malformed(
                    line,
                    "document",
                    t("%(arrows_most)s lines are the most that are imported.", arrows_most=ARROWS_MOST),
                )

    def _box(self, box: Box) -> None:
        known = self.boxes.get(box.name)
        if known is None or box.label:
            self.boxes[box.name] = box if known is None else box._replace(line=known.line)
        if box.kind:
            self.classes[box.name] = box.kind
        if self.open:
            self.within.setdefault(box.name, self.open[-1])

    def _members(self) -> dict[str, Box]:
        """The boxes; a name that is a subgraph's is none."""
        return {name: box for name, box in self.boxes.items() if name not in self.places}

    def _sketch(self) -> Sketch:
        ids: dict[str, str] = {}
        for name in self._members():
            ids[name] = id_of(name, ids.values())
        places: dict[str, str] = {}
        for name in self.places:
            places[name] = id_of(name, [*places.values(), *ids.values()])
        arrows = tuple(self._arrows(ids))
        called = {each.target for each in arrows}
        found = tuple(
            self._found(box, ids[name], places.get(self.within.get(name, ""), ""), ids[name] in called)
            for name, box in self._members().items()
        )
        kept = tuple((places[name], label, places.get(around, "")) for name, (label, around) in self.places.items())
        return Sketch(t("Imported flowchart"), found, arrows, kept, tuple(self.notices))

    def _found(self, box: Box, own_id: str, place: str, is_called: bool) -> Found:
        label = _plain(box.label) or box.name
        guess = self._guess(box, label)
        takes_calls = guess.kind not in component_types() or component_types()[guess.kind].accepts_calls
        is_entry = not is_called and takes_calls
        return Found(own_id, label, box.line, guess.kind, guess.because, is_entry=is_entry, place=place)

    def _guess(self, box: Box, label: str) -> Guess:
        kind = self.classes.get(box.name, "")
        if kind in component_types():
            return Guess(kind, t("its class says %(kind)s", kind=kind))
        known = of_words(label) or of_words(box.name)
        if known is None and box.shape in CYLINDERS:
            return Guess("store", t("it is drawn as a cylinder"))
        return known or Guess("", t("nothing in the text says what it is"))

    def _arrows(self, ids: dict[str, str]) -> Iterator[Arrow]:
        seen: set[tuple[str, str]] = set()
        for source, target, link, line in self.lines:
            if source in self.places or target in self.places:
                self.notices.append(
                    t("Line %(line)s: a line from or to a subgraph is left out; draw it to a box.", line=line)
                )
                continue
            ways = [(source, target, link.has_tip, link.why)]
            ways += [(target, source, False, t("the line has tips at both ends"))] if link.is_both_ways else []
            for start, stop, is_sure, why in ways:
                if start != stop and (start, stop) not in seen and not link.is_invisible:
                    seen.add((start, stop))
                    yield Arrow(ids[start], ids[stop], line, why, is_sure, link.is_dotted)


def _plain(label: str) -> str:
    """A label without markup, on one line."""
    text = re.sub(r"<[^<>]{0,200}>", " ", label.replace("\\n", " "))
    text = re.sub(r"#(\w{1,8});", lambda found: f"&{'#' if found[1].isdigit() else ''}{found[1]};", text)
    plain = html.unescape(text).replace("`", "").replace("**", "")
    return " ".join("".join(each if each.isprintable() else " " for each in plain).split())[:LABEL_CHARACTERS]


IMPORTER = Importer("mermaid", 30, lazy("Mermaid flowchart"), lazy("Boxes, lines and subgraphs."), recognises, read)
