"""Reads a document into a `Design`: everything that makes a document meaningless is found here, all of it at once.

What an editor may save half-way (a source without traffic, a schedule that hits nothing yet) is found in `check`.
"""

from __future__ import annotations

from typing import Any

from engine.design import course, drawing
from engine.design.fields import DESIGN
from engine.design.model import Design, DesignError
from engine.design.parse import parse
from engine.design.structure import Complaints, read_object


def read_text(text: str | bytes) -> tuple[Design | None, list[DesignError]]:
    """Reads a design from JSON or YAML text, whoever wrote it.

    Gives (design, []) or (None, errors); never half a design, never an exception for any text.
    """
    parsed, errors = parse(text)
    return (None, errors) if errors else read_document(parsed)


def read_document(document: Any) -> tuple[Design | None, list[DesignError]]:
    """Reads a design from parsed JSON or YAML: a mapping with the fields of format 1.

    Gives (design, []) or (None, errors); at most `limits.ERRORS` errors, each with its path.
    """
    complaints = Complaints()
    values = read_object(DESIGN, document, "", complaints)
    places = drawing.read_places(values["places"] or [], complaints)
    components = drawing.read_components(values["components"] or [], places, complaints)
    connections = drawing.read_connections(values["connections"] or [], components, complaints)
    workload = course.read_workload(values["workload"], complaints)
    schedule = course.read_schedule(values["schedule"] or [], complaints)
    objectives = course.read_objectives(values["objectives"] or [], complaints)
    notes = drawing.read_notes(values["notes"] or [], complaints)
    if complaints.errors:
        return None, complaints.errors
    design = Design(
        name=values["name"],
        description=values["description"],
        places=places,
        components=components,
        connections=connections,
        workload=workload,
        schedule=schedule,
        objectives=objectives,
        notes=notes,
    )
    return design, []
