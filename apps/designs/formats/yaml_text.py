"""YAML, as people write designs by hand: what comes out is read back as the same document."""

from __future__ import annotations

from typing import Any

import yaml

from apps.common.words import lazy, t
from apps.designs.formats import Format, TooLarge
from engine.design import limits
from engine.design.parse import WORDS, parse
from engine.design.quantity import NUMBER

WIDTH = 120


class _Dumper(yaml.CSafeDumper):
    """Writes every value where it stands: an alias would not be read back."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    # Our reader takes more scalars for numbers and words than YAML does, such as 1e3.
    is_taken_for_more = text in WORDS or NUMBER.fullmatch(text) is not None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if is_taken_for_more else None)


_Dumper.add_representer(str, _text)


def write(document: dict[str, Any], _theme: str = "light") -> bytes:
    """The document as YAML, a line for each component and connection."""
    text = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=None
    )
    if len(text) > limits.YAML_BYTES or parse(text)[1]:
        raise TooLarge(t("This design is too large to be read back from YAML: take JSON."))
    return text.encode()


FORMAT = Format(
    "yaml",
    10,
    "YAML",
    "yaml",
    "application/yaml",
    lazy("The whole design as text that people read and write; can be imported again."),
    write,
)
