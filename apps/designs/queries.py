"""Reads of designs, and the templates that new ones start from."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

import orjson
from django.conf import settings
from django.utils import translation
from django.utils.http import quote_etag

from apps.accounts.models import Person
from apps.common.words import t
from apps.designs.models import Block, Design, Revision
from engine.catalogue import FAMILIES, catalogue_json
from engine.design import schema as design_schema
from engine.design.check import check_runnable, target_refusal
from engine.design.cost import estimate as expected_cost
from engine.design.discovery import component_types, failure_types
from engine.design.kinds import FailureType
from engine.design.model import Design as DesignRead
from engine.design.model import DesignError
from engine.design.parse import parse
from engine.design.read import read_document, read_text
from engine.design.write import to_document
from engine.estimate.estimate import MEAN, MOMENTS, estimate
from engine.estimate.result import Estimate
from engine.estimate.work import EVENTS_A_CALL, Work, work
from engine.plan.agenda import label_of
from words.catalogue import translated

STARTER = "mini-streaming"
EMPTY = "empty"
FOLDER = settings.ROOT / "content" / "designs"
LIST_LENGTH = 200
CONNECTIONS_ESTIMATED = 2_000

# What computing costs, in seconds of a core of 2024, fitted to the shipped designs. Runs of at most
# REPEATED_EVENTS_MOST events are computed twice, to explain them.
START_COMPUTING_S = 0.05
EVENT_COMPUTING_S = 0.35e-6
VIEWER_STEP_COMPUTING_S = 20e-9
FRAME_COMPUTING_S = 0.4e-3
COMPONENT_COMPUTING_S = 10e-6
REPEATED_EVENTS_MOST = 4_000_000
FRAMES_MOST, FRAME_LEAST_S = 1_200, 0.25


def designs_of(person: Person | None) -> list[Design]:
    """The person's designs, the last saved first, without their documents."""
    return list(Design.objects.visible_to(person).filter(purpose="").defer("document")[:LIST_LENGTH])


def versions_of(design: Design) -> list[dict[str, Any]]:
    """The kept versions, the newest first, without their documents."""
    rows = Revision.objects.filter(design=design).order_by("-version").values("version", "name", "created")
    return [row | {"created": row["created"].isoformat()} for row in rows]


def blocks_of(person: Person | None) -> list[dict[str, Any]]:
    """The parts that a person keeps, by name, without their documents."""
    rows = Block.objects.visible_to(person).values("id", "name", "created")
    return [row | {"id": str(row["id"]), "created": row["created"].isoformat()} for row in rows]


@functools.cache
def template_names() -> tuple[str, ...]:
    """The designs that a new one can start from."""
    return (EMPTY, *sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != EMPTY))


@functools.cache
def template_labels() -> tuple[tuple[str, str], ...]:
    """The templates with the names that people know them by."""
    return tuple((name, template_document(name)["name"]) for name in template_names())


def template_document(name: str) -> dict[str, Any]:
    """The document of a template; a fresh one each time."""
    assert name in template_names()
    design, errors = read_text((FOLDER / f"{name}.yaml").read_bytes())
    assert design is not None, errors
    return to_document(design)


@functools.cache
def kind_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The kinds that take part in requests, as (family, ((name, label), …)): what something imported may be."""
    families: dict[str, list[tuple[str, str]]] = {}
    for kind in component_types().values():
        takes_part = kind.connection_kind != "stream" and (kind.accepts_calls or kind.family == "traffic")
        if takes_part:
            families.setdefault(FAMILIES[kind.family], []).append((kind.name, kind.label))
    known = [each for each in FAMILIES.values() if each in families]
    return tuple((family, tuple(families[family])) for family in known)


def failure_choices(design: DesignRead) -> list[dict[str, str]]:
    """What can be broken in a design as `failure@target` with its label, usual things first."""
    found = []
    for name, kind in failure_types().items():
        for target in _targets(design, kind):
            label = f"{kind.label}: {label_of(design, target)}"
            found.append((not kind.is_usual, label, f"{name}@{target}"))
    return [{"value": value, "label": label} for _, label, value in sorted(found)]


def _targets(design: DesignRead, kind: FailureType) -> list[str]:
    """The parts of a design that a failure may hit."""
    if kind.targets == "place":
        return [each.id for each in design.places]
    if kind.targets == "connection":
        return [each.id for each in design.calls]
    fitting = (each for each in design.components if not target_refusal(design, kind, each.id))
    return [each.id for each in fitting]


def drawn(design: Design) -> dict[str, Any]:
    """The document with everything in it that may be left out, as pictures need it; as it is if it cannot be read."""
    read, _ = read_document(design.document)
    return dict(design.document) if read is None else to_document(read)


def estimate_of(text: bytes, at: str) -> tuple[dict[str, Any] | None, list[DesignError]]:
    """What to expect of a document, saved or not: (estimate, []) or (None, what keeps it from being run)."""
    if at not in MOMENTS:
        return None, [DesignError("at", t("Ask for one of %(names)s.", names=", ".join(MOMENTS)))]
    document, errors = parse(text)
    read, errors = (None, errors) if errors else read_document(document)
    errors = errors if read is None else _too_large(read) or check_runnable(read)
    if read is None or errors:
        return None, errors
    told = estimate(read, at)
    return told.to_json() | {"computing_s": round(computing_s(read, told if at == MEAN else None), 2)}, []


def computing_s(design: DesignRead, told: Estimate | None = None) -> float:
    """Seconds of a core that a run of this design is expected to take, its schedule not counted.

    `told` is its estimate at the mean, where that is known already.
    """
    events, viewer_steps = _work(design, told)
    again = events if events <= REPEATED_EVENTS_MOST else 0.0
    frames = min(FRAMES_MOST, design.workload.duration_s / FRAME_LEAST_S)
    each_s = FRAME_COMPUTING_S + COMPONENT_COMPUTING_S * len(design.components)
    watched_s = viewer_steps * VIEWER_STEP_COMPUTING_S
    return START_COMPUTING_S + (events + again) * EVENT_COMPUTING_S + watched_s + frames * each_s


def _work(design: DesignRead, told: Estimate | None) -> Work:
    """Of the largest designs only calls are counted, as if every one were made and went well."""
    if len(design.connections) <= CONNECTIONS_ESTIMATED:
        return work(design, told)
    cost = expected_cost(design)
    return Work((cost.requests + cost.calls) * EVENTS_A_CALL, 0.0)


def _too_large(design: DesignRead) -> list[DesignError]:
    """A page must not wait for seconds: the largest designs are estimated from the terminal only."""
    count = len(design.connections)
    if count <= CONNECTIONS_ESTIMATED:
        return []
    sentence = t(
        "%(count)s connections are too many to be estimated while drawing; %(connections_estimated)s is the limit.",
        count=f"{count:,}",
        connections_estimated=f"{CONNECTIONS_ESTIMATED:,}",
    )
    return [DesignError("connections", sentence)]


@functools.cache
def catalogue(language: str) -> tuple[bytes, str]:
    """All kinds, as the browser draws them, with what people read of them in their language; and the tag of that."""
    with translation.override(language):
        text = orjson.dumps(translated(catalogue_json(), translation.gettext))
    return text, quote_etag(hashlib.sha256(text).hexdigest()[:32])


@functools.cache
def schema() -> dict[str, Any]:
    """The JSON Schema of the design format."""
    return design_schema.schema()
