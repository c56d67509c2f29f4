"""The fields of a design document: one table that the reader, the JSON Schema, the catalogue and the guide share.

Parameters of components, failures and traffic shapes are not here: they belong to their kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.design import limits
from engine.design.discovery import balancing_types
from engine.design.rows import CLASSES

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the document.

    `kind` says how its value is read: "id", "connection_id", "text", "lines" (text with line breaks), "number" (a
    quantity in `unit`), "count", "flag", "choice", "type" (a kind of component, failure or traffic shape), "position",
    "parameters", "policies" (parameters by kind of policy), "measure" (a quantity whose unit follows from the metric
    beside it), "object" or "list"; the last two are described by `fields`. `shown_unit` is what a form shows when it
    differs from `unit`. `most` is the longest text or list. What is `for_answers` means nothing to a connection that
    publishes. `said` gives choices a label and a sentence.
    """

    name: str
    kind: str
    help: str
    label: str = ""
    required: bool = False
    default: Any = None
    unit: str = ""
    shown_unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    most: int = 0
    advanced: bool = False
    for_answers: bool = False
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)


CORNER = Field(
    "position", "position", "Upper left corner on the canvas as [x, y].", default=(0.0, 0.0), high=limits.POSITION
)

PLACE = (
    Field("id", "id", "Name by which components and other places refer to this place.", required=True),
    Field("type", "choice", "What kind of place it is.", required=True, choices=("region", "zone", "isp")),
    Field("label", "text", "Name on the canvas; the id when left out.", most=limits.LABEL_CHARACTERS),
    Field("within", "id", "Id of the place around this one, such as the region of a zone."),
    Field("position", "position", "Upper left corner of a box of its own, as [x, y].", high=limits.POSITION),
    Field("size", "position", "Width and height of that box, as [width, height].", high=limits.POSITION),
    Field("collapsed", "flag", "Whether the canvas shows it as one card instead of what it holds.", default=False),
)

NOTE = (
    Field("id", "id", "Name of the note.", required=True),
    Field("text", "lines", "What it says.", required=True, most=limits.NOTE_CHARACTERS),
    CORNER,
)

COMPONENT = (
    Field("id", "id", "Name by which connections, schedule and objectives refer to this component.", required=True),
    Field("type", "type", "A component type of the catalogue.", required=True, most=limits.ID_CHARACTERS),
    Field("label", "text", "Name on the canvas; the id when left out.", most=limits.LABEL_CHARACTERS),
    Field("place", "id", "Id of the region, zone or ISP that holds it."),
    CORNER,
    Field("parameters", "parameters", "Settings of its type by name; what is left out takes its default."),
)

RETRY = (
    Field(
        "attempts",
        "count",
        "How often a call is tried in all, the first try included. 1 means no retry.",
        label="Attempts",
        default=1,
        unit="count",
        low=1,
        high=10,
        for_answers=True,
    ),
    Field(
        "backoff",
        "number",
        "Wait before the first retry; it doubles with every further retry.",
        label="Backoff",
        default=0.05,
        unit="s",
        shown_unit="ms",
        low=0.0,
        high=60.0,
        for_answers=True,
    ),
    Field(
        "cap",
        "number",
        "The longest wait before a retry.",
        label="Backoff cap",
        default=2.0,
        unit="s",
        shown_unit="ms",
        low=0.0,
        high=120.0,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "jitter",
        "choice",
        "How the wait is spread so that callers do not return together: full draws it between 0 and the backoff, "
        "equal between half of it and all of it, decorrelated between the base and three times the last wait; none "
        "takes it as it is.",
        label="Jitter",
        default="full",
        choices=("full", "equal", "decorrelated", "none"),
        advanced=True,
        for_answers=True,
    ),
)

CONNECTION = (
    Field("id", "connection_id", 'Name of the connection; "from-to" when left out.'),
    Field("from", "id", "Id of the component that calls.", required=True),
    Field("to", "id", "Id of the component that is called.", required=True),
    Field(
        "kind",
        "choice",
        "call waits for an answer; lookup asks a look-aside cache, which answers hit or miss; publish sends a message "
        "and waits for nothing (timeout, retry and fallback do not apply to it); control leads from a controller to "
        "what it controls, copy joins two stores that send each other what is written; stream carries bytes from an "
        "edge, an origin or a link to viewers or to an edge that misses them; these three carry no requests. "
        "Follows from the two components when left out.",
        choices=("call", "lookup", "publish", "control", "copy", "stream"),
    ),
    Field(
        "order",
        "count",
        "Calls of one caller run in rising order; calls of equal order run side by side.",
        label="Order",
        default=1,
        unit="count",
        low=1,
        high=100,
    ),
    Field(
        "probability",
        "number",
        "Chance that this call is made at all, independently of the others.",
        label="Probability",
        default=1.0,
        unit="ratio",
        low=0.0,
        high=1.0,
    ),
    Field(
        "share",
        "number",
        "Among the calls of equal order that carry a share exactly one is made, with this chance.",
        label="Share",
        unit="ratio",
        low=0.0,
        high=1.0,
        advanced=True,
    ),
    Field(
        "on_miss",
        "id",
        "Id of a cache that the same caller looked up in an earlier order: this call is made only when that lookup "
        "missed, and its answer is stored in the cache.",
        label="Only on a miss of",
        for_answers=True,
    ),
    Field(
        "optional",
        "flag",
        "A failure of this call does not fail the caller.",
        label="Optional",
        default=False,
        for_answers=True,
    ),
    Field(
        "fallback",
        "number",
        "What the substitute for a failed optional call costs.",
        label="Fallback time",
        default=0.0,
        unit="s",
        shown_unit="ms",
        low=0.0,
        high=60.0,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "timeout",
        "number",
        "How long the caller waits for one attempt; it waits for ever when left out.",
        label="Timeout",
        unit="s",
        shown_unit="ms",
        low=0.001,
        high=600.0,
        for_answers=True,
    ),
    Field(
        "delay",
        "number",
        "Network delay one way.",
        label="Delay",
        default=0.0,
        unit="s",
        shown_unit="ms",
        low=0.0,
        high=10.0,
    ),
    Field(
        "balancing",
        "choice",
        "How the caller chooses among the instances of the called component.",
        label="Balancing",
        default="round_robin",
        choices=tuple(balancing_types()),
        said={each.name: (each.label, each.help) for each in balancing_types().values()},
    ),
    Field(
        "enough",
        "count",
        "Of the calls of this order so many must go well; then the caller goes on, and the others are losers. "
        "1 is a race. Said by one of the order, it holds for all; all must go well when it is left out.",
        label="Enough of this order",
        unit="count",
        low=1,
        high=1_000,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "copies",
        "count",
        "The call is made so many times side by side, at different instances as far as there are.",
        label="Copies",
        default=1,
        unit="count",
        low=1,
        high=20,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "needed",
        "count",
        "So many of the copies must go well, such as a quorum of replicas; all of them when left out.",
        label="Copies needed",
        unit="count",
        low=1,
        high=20,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "times",
        "count",
        "The call is made so many times, one after another; one that fails for good ends them.",
        label="Times",
        default=1,
        unit="count",
        low=1,
        high=100,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "fallback_to",
        "connection_id",
        "Id of another connection of the same caller that is called instead when this call has failed for good. "
        "That one is not called otherwise.",
        label="Calls instead when it fails",
        advanced=True,
        for_answers=True,
    ),
    Field(
        "only_for",
        "choice",
        "Makes this call for requests of one priority class only; for all of them when left out.",
        label="Only for",
        choices=CLASSES,
        advanced=True,
    ),
    Field(
        "passes_deadline",
        "flag",
        "Tells the callee by when its answer is of use: the timeout, or what is left of the caller's own deadline. "
        "Whoever is past its deadline fails instead of starting work or calls.",
        label="Passes its deadline on",
        default=False,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "cancels",
        "flag",
        "Tells the callee when its answer is needed no more, after a timeout or because the caller has failed: it "
        "stops working on it. Without this the work is done for nobody.",
        label="Cancels what it needs no more",
        default=False,
        advanced=True,
        for_answers=True,
    ),
    Field(
        "writes",
        "flag",
        "The call writes its key to a store that keeps replicas: it goes to all of them and waits for the write "
        "quorum. Without this it reads. Nothing else tells one from the other.",
        label="Writes",
        default=False,
        for_answers=True,
    ),
    Field("retry", "object", "How a failed call is tried again.", fields=RETRY, for_answers=True),
    Field(
        "policies", "policies", "Further policies by name, each with its settings; an empty mapping takes the defaults."
    ),
)

TRAFFIC = (
    Field("source", "id", "Id of the traffic source that sends it.", required=True),
    Field("shape", "type", "A traffic shape of the catalogue.", required=True, most=limits.ID_CHARACTERS),
    Field("parameters", "parameters", "Settings of the shape by name."),
)

WORKLOAD = (
    Field("duration", "number", "How long the run is.", default=300.0, unit="s", low=1.0, high=limits.DURATION_S),
    Field(
        "warm_up",
        "number",
        "First part of the run, left out of means and percentiles.",
        default=0.0,
        unit="s",
        low=0.0,
        high=limits.DURATION_S,
    ),
    Field("traffic", "list", "What each source sends.", fields=TRAFFIC, most=limits.TRAFFIC),
)

SCHEDULED = (
    Field("at", "number", "When it begins.", required=True, unit="s", low=0.0, high=limits.DURATION_S),
    Field("failure", "type", "A failure of the catalogue.", required=True, most=limits.ID_CHARACTERS),
    Field("target", "connection_id", "Id of the component or connection that it hits.", required=True),
    Field("parameters", "parameters", "Settings of the failure by name."),
    Field("for", "number", "How long it lasts; it stays when left out.", unit="s", low=0.001, high=limits.DURATION_S),
)

OBJECTIVE_METRICS = {
    "latency_s_mean": "s",
    "latency_s_p50": "s",
    "latency_s_p95": "s",
    "latency_s_p99": "s",
    "ok_ratio": "ratio",
    "error_ratio": "ratio",
    "hit_ratio": "ratio",
    "utilisation": "ratio",
    "queue_mean": "count",
}
"""What an objective may measure, with the unit of its bounds."""

OBJECTIVE = (
    Field("metric", "choice", "What is measured.", required=True, choices=tuple(OBJECTIVE_METRICS)),
    Field(
        "of", "text", "Id of a component or connection, or the class of a source's requests.", required=True, most=140
    ),
    Field(
        "at_most", "measure", "The measurement must not lie above this, in the unit of the metric.", low=0.0, high=1e12
    ),
    Field(
        "at_least", "measure", "The measurement must not lie below this, in the unit of the metric.", low=0.0, high=1e12
    ),
)

DESIGN = (
    Field("format", "count", "Version of this format: 1.", required=True, low=FORMAT, high=FORMAT),
    Field("name", "text", "Name of the design.", required=True, most=limits.NAME_CHARACTERS),
    Field("description", "lines", "What it shows.", default="", most=limits.DESCRIPTION_CHARACTERS),
    Field("places", "list", "Regions and zones.", fields=PLACE, most=limits.PLACES),
    Field("components", "list", "The boxes of the drawing.", fields=COMPONENT, most=limits.COMPONENTS),
    Field("connections", "list", "The arrows of the drawing.", fields=CONNECTION, most=limits.CONNECTIONS),
    Field("workload", "object", "How long the run is and what traffic there is.", fields=WORKLOAD),
    Field("schedule", "list", "Failures and changes of traffic at set times.", fields=SCHEDULED, most=limits.SCHEDULE),
    Field("objectives", "list", "Promises held against the result.", fields=OBJECTIVE, most=limits.OBJECTIVES),
    Field("notes", "list", "What people wrote on the canvas. Runs know nothing of it.", fields=NOTE, most=limits.NOTES),
)
