"""Predict: commit to a number, a choice or a sketched curve before any run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.kinds import Known, StepType
from content.reading import Reader
from engine.design.quantity import DIMENSIONS, dimension_of, size_of
from grading.language import Misread, read_call

FORMS = ("number", "choice", "curve")
CHOICES = 8


def read(reader: Reader, known: Known) -> Mapping[str, Any]:
    """`question`, `form`, and what belongs to the form.

    A number has a `unit` and `measured`, the measurement of an `experiment` that it is held against (or `value`, the
    right answer of a sum), with a `tolerance`. A choice has `choices` (id, text, says) and `right`. A curve has
    `measured` (a measurement over time) and the highest value of its axis.
    """
    form = reader.choice("form", FORMS)
    told: dict[str, Any] = {"form": form, "question": reader.text("question"), "unit": reader.text("unit", default="")}
    if told["unit"] and told["unit"] not in [unit for units in DIMENSIONS.values() for unit in units]:
        reader.complain("unit", "Write a unit such as ms, s, req/s or %.")
    told["unit_size"] = float(size_of(told["unit"])) if dimension_of(told["unit"]) != "count" else 1.0
    if form == "choice":
        return told | _choice(reader)
    told["experiment"] = reader.choice("experiment", known.experiments, default="")
    told["tolerance"] = reader.number("tolerance", "ratio", default=0.15, high=10.0)
    told["measured"] = _measurement(reader)
    told["highest"] = reader.number("highest", default=0.0)
    if form == "number" and not told["measured"]:
        told["value"] = reader.number("value")
    elif not told["experiment"]:
        reader.complain("", 'Add the field "experiment": what is measured there.')
    return told


def _choice(reader: Reader) -> dict[str, Any]:
    choices = []
    for each in reader.items("choices", most=CHOICES):
        choices.append({"id": each.text("id"), "text": each.text("text"), "says": each.text("says", default="")})
        each.finish()
    right = reader.choice("right", [each["id"] for each in choices])
    return {"choices": tuple(choices), "right": right}


def _measurement(reader: Reader) -> str:
    text = reader.text("measured", default="")
    if text:
        try:
            read_call(text)
        except Misread as wrong:
            reader.complain("measured", f"{wrong} (column {wrong.column})")
    return text


STEP = StepType(
    name="predict", label="Predict", help="A number, a choice or a curve, before any run.", read=read, waits=True
)
