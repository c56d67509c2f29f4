"""What a check may be made of, as data: for menus and for completion."""

from __future__ import annotations

from typing import Any

from grading.discovery import judges
from grading.language import AGGREGATES, PLACES

WINDOWS = (
    ("", "after the warm-up"),
    ("in steady", "before the first failure"),
    ("in whole", "the whole run"),
    ("before F1", "before a failure"),
    ("during F1", "while a failure lasts"),
    ("after F1", "after a failure"),
    ("within 30 s after F1", "the first seconds after a failure"),
    ("from 30 s after F1", "what comes some seconds after a failure"),
    ("from 30 s into F1", "what is left of a failure when it has lasted some seconds"),
    ("after recovery", "from the first five seconds in which 99 % went well"),
)


def vocabulary() -> dict[str, Any]:
    """Plain values: judges with their aggregates, places and units, windows, operators."""
    return {
        "judges": [
            {
                "name": each.name,
                "label": each.label,
                "help": each.help,
                "sort": each.sort,
                "unit": each.unit,
                "aggregates": list(each.aggregates),
                "places": list(each.places),
                "needs_place": each.needs_place,
                "words": list(each.words),
                "takes_path": each.takes_path,
                "is_claim": each.is_claim,
            }
            for each in judges().values()
        ],
        "aggregates": list(AGGREGATES),
        "places": list(PLACES),
        "windows": [{"text": text, "label": label} for text, label in WINDOWS],
        "operators": ["<=", ">=", "<", ">", "=", "!="],
        "joins": ["AND", "OR", "NOT"],
    }
