"""Designs as Backlot itself writes them, in YAML or JSON."""

from __future__ import annotations

import re

from apps.common.words import lazy
from apps.designs.importing import Importer, Sketch, Whole
from engine.design.model import DesignError
from engine.design.parse import parse
from engine.design.read import read_document


def recognises(text: str) -> bool:
    """Begins with a brace, or says its format at the outermost level."""
    return text.lstrip()[:1] == "{" or re.search(r"^format\s*:", text, re.MULTILINE) is not None


def read(text: str) -> Sketch | Whole | list[DesignError]:
    """The document, if it means something."""
    document, errors = parse(text)
    read_one, errors = (None, errors) if errors else read_document(document)
    return errors if read_one is None else Whole(document)


IMPORTER = Importer(
    "backlot", 10, lazy("Backlot design"), lazy("YAML or JSON that was exported here."), recognises, read
)
