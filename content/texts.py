"""The Markdown of an item: one file, cut at its first-level headings, each the id of a step."""

from __future__ import annotations

import re

from content import limits
from content.reading import Complaints

FILE = "text.md"
HEADING = re.compile(r"# ([A-Za-z][A-Za-z0-9_-]{0,79})\s*")


def read_texts(raw: bytes, complaints: Complaints) -> tuple[dict[str, str], dict[str, int]]:
    """The sections of the text by id, and the line of each. Lines in code fences are no headings."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        complaints.add(FILE, 0, f"This file is not UTF-8 text (byte {wrong.start + 1}).")
        return {}, {}
    sections: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    name, is_code = "", False
    for number, line in enumerate(text.splitlines(), 1):
        is_code ^= line.startswith("```")
        heading = None if is_code else HEADING.fullmatch(line)
        if heading is not None:
            name = heading.group(1)
            if name in sections:
                complaints.add(FILE, number, f'There are two sections "{name}".')
            sections[name], lines[name] = [], number
        elif name:
            sections[name].append(line)
        elif line.strip():
            complaints.add(FILE, number, "Begin with a heading that names a step, such as # begin.")
    read = {each: "\n".join(found).strip() for each, found in sections.items()}
    for each, found in read.items():
        if len(found) > limits.TEXT_CHARACTERS:
            complaints.add(FILE, lines[each], f"Keep a section within {limits.TEXT_CHARACTERS:,} characters.")
    return read, lines
