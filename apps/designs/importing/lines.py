"""YAML of elsewhere with the line of every value: anchors and merge keys are followed, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from apps.common.words import t

EVENTS_MOST = 20_000
DEPTH_MOST = 24
NODES_MOST = 60_000
MERGE = "<<"


class Unreadable(Exception):
    """The text is not YAML that can be followed; carries the line and the sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class Node:
    """A mapping (of names to nodes), a list of nodes, or a text; nothing is an empty text."""

    value: Any
    line: int

    def items(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping; none of anything else."""
        yield from self.value.items() if isinstance(self.value, dict) else ()

    def get(self, name: str) -> Node | None:
        """An entry of a mapping by its name."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def entries(self) -> list[Node]:
        """The entries of a list; none of anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """A plain value as text; empty for lists and mappings."""
        return self.value if isinstance(self.value, str) else ""


def read_lines(text: str) -> Node:
    """The only document of a YAML text. Raises Unreadable."""
    try:
        _check_size(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = str(getattr(error, "problem", None) or t("it cannot be read"))[:120]
        raise Unreadable(mark.line + 1 if mark else 1, t("This is not YAML: %(said)s.", said=said)) from None
    return Node("", 1) if root is None else _Reader().read(root, 0)


def _check_size(text: str) -> None:
    """Counts before anything is built: depth, and how much there is."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MOST:
            raise Unreadable(
                line, t("Lists and mappings lie deeper than %(depth_most)s in one another.", depth_most=DEPTH_MOST)
            )
        if count > EVENTS_MOST:
            raise Unreadable(
                line,
                t(
                    "The file holds more than %(events_most)s values; leave out what is not drawn.",
                    events_most=f"{EVENTS_MOST:,}",
                ),
            )


class _Reader:
    """Follows aliases; what they multiply is counted each time."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, node: yaml.Node, depth: int) -> Node:
        line = node.start_mark.line + 1
        self.count += 1
        if self.count > NODES_MOST or depth > DEPTH_MOST:
            raise Unreadable(line, t("Aliases make this file far larger than it looks; write it out."))
        if isinstance(node, yaml.MappingNode):
            return Node(self._mapping(node, depth), line)
        if isinstance(node, yaml.SequenceNode):
            return Node([self.read(each, depth + 1) for each in node.value], line)
        return Node(str(node.value), line)

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Node]:
        merged: dict[str, Node] = {}
        own: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            read = self.read(value, depth + 1)
            if name == MERGE:
                for each in read.entries() or [read]:
                    merged |= {inner: entry for inner, entry in each.items() if inner not in merged}
            else:
                # The line of an entry is that of its name, where people look for it.
                own[name] = Node(read.value, key.start_mark.line + 1)
        return merged | own
