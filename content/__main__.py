"""`python -m content [L02 …] [--short]`: proves that items can be done, as a table; exit code 1 if not all can.

`python -m content glossary` proves what terms say of their experiments, which is done too when nothing is named.

`--words` prints everything that was found, not only what is wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from content.library import Library, library, prerequisite_errors
from content.model import Item
from content.proof import Proof, prove
from content.term_proof import proofs
from content.terms import FOLDER, glossary

WIDTH = 46


def main(words: Sequence[str]) -> int:
    """Proves, prints, gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m content")
    parser.add_argument("items", nargs="*", help="numbers or folders; all when left out")
    parser.add_argument("--short", action="store_true", help="a check's seeds; one for what is wrong")
    parser.add_argument("--words", action="store_true", help="what was found, also where all is well")
    asked = parser.parse_args(words)
    found = library()
    chosen = [each for each in found.items if not asked.items or {each.number, each.slug} & set(asked.items)]
    wrong = _library(found)
    for item in chosen:
        wrong += _item(item, short=asked.short, words=asked.words)
    is_glossary = not asked.items or FOLDER in asked.items
    wrong += _glossary(words=asked.words) if is_glossary else 0
    print(f"{len(chosen)} items, {wrong} things do not hold.")
    return 1 if wrong or not (chosen or is_glossary) else 0


def _glossary(*, words: bool) -> int:
    """The sentences of all terms; how many do not hold."""
    found = list(proofs(glossary()))
    wrong = [each for each in found if not each.holds]
    for bad in glossary().bad:
        print(f"bad: {bad}")
    for each in found if words else wrong:
        print(f"  {'ok   ' if each.holds else 'WRONG'} {each.term}: {each.says} {each.found}")
    print(f"{len(glossary().terms)} terms, {len(found)} sentences about experiments, {len(wrong)} wrong", flush=True)
    return len(wrong) + len(glossary().bad)


def _library(found: Library) -> int:
    for bad in found.bad:
        print(f"bad: {bad.kind} {bad.slug}")
        for error in bad.errors:
            print(f"    {error}")
    circles = prerequisite_errors(found.items)
    for sentence in circles:
        print(f"prerequisites: {sentence}")
    return len(found.bad) + len(circles)


def _item(item: Item, *, short: bool, words: bool) -> int:
    begun = time.monotonic()
    proofs = []
    for proof in prove(item, short=short, progress=_progress):
        _clear()
        proofs.append(proof)
        if words or not proof.holds:
            print(_line(proof), flush=True)
    wrong = [each for each in proofs if not each.holds]
    verdict = "holds" if not wrong else f"{len(wrong)} wrong"
    seconds = time.monotonic() - begun
    print(
        f"{item.number or '-':5} {item.title[:WIDTH]:{WIDTH}} {len(proofs):3} proofs  {verdict:8} {seconds:6.1f} s",
        flush=True,
    )
    return len(wrong)


def _line(proof: Proof) -> str:
    return f"  {'ok   ' if proof.holds else 'WRONG'} {proof.what}: {proof.found}"


def _progress(text: str) -> None:
    """One line that is written over again and again; nothing where nobody looks on."""
    if sys.stderr.isatty():
        print(f"\r{text:70}", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r" + " " * 72 + "\r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
