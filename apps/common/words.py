"""What people read, in the language they chose: a sentence of the sources with its places filled."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext, gettext_lazy


def t(text: str, /, **places: object) -> str:
    """The text in the language of whoever asks; each `%(name)s` is filled from `places`."""
    said = gettext(str(text))
    return said % places if places else said


def lazy(text: str) -> str:
    """The same for what is written once and read by many: it becomes a text of their language when it is shown."""
    return cast(str, gettext_lazy(text))
