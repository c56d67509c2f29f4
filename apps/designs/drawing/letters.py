"""How wide words are, about: a server has no font to measure with."""

from __future__ import annotations

# How wide letters are, in the size of the font; narrow ones first.
WIDTHS = (("iIjl.,:;|!'·", 0.28), ("frt()[]-/ ", 0.36), ("mMW@%", 0.9), ("wABCDEFGHKNOPQRSTUVXYZ&", 0.66))
LETTER, WIDE_LETTER, WIDE_FROM = 0.55, 1.0, 0x2E80


def cut(words: str, size: float, width: float) -> str:
    """The words, shortened with an ellipsis so that they fit, by the widths that letters of such fonts have."""
    plain = "".join(each for each in words if each.isprintable())
    if width_of(plain, size) <= width:
        return plain
    while plain and width_of(f"{plain}…", size) > width:
        plain = plain[:-1].rstrip()
    return f"{plain}…"


def width_of(words: str, size: float) -> float:
    """About how wide words are."""
    return size * sum(_width(each) for each in words)


def _width(letter: str) -> float:
    wide = WIDE_LETTER if ord(letter) >= WIDE_FROM else LETTER
    return next((width for letters, width in WIDTHS if letter in letters), wide)
