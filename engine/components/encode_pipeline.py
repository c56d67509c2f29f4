"""Encode pipeline: makes files of titles, on workers that are shared by all titles under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count
from engine.design.encoding import DISCIPLINES, chain_min, stages_of, work_min
from engine.design.findings import share_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

SHEET = "Parameter sheet of Backlot; see docs/engine/control.md."
OWN = "Choice of Backlot."
TIGHT = 1.2


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component
    rows.role("workers")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many titles were in time, what the time was made of, and what slipped through."""
    told = row.get("controller") or {}
    if not told.get("titles"):
        return [Finding(component.id, "notice", f"No title came to {component.label}.")]
    name, label = component.id, component.label
    late = told["late"]
    text = f"{label} published {told['published']:,} of {told['titles']:,} titles, {late:,} late."
    found = [Finding(name, "warning" if late else "good", text), _bounds(component, told)]
    if told["lost_workers"]:
        text = f"{label} lost {told['lost_workers']:,} workers in the middle of a task, which was begun again."
        found.append(Finding(name, "notice", text))
    if told["escapes"]:
        share = share_for_people(told["escapes"] / max(told["published"], 1))
        text = f"{told['escapes']:,} bad titles ({share}) got past the check of {label}: viewers will find them."
        found.append(Finding(name, "warning", text))
    if told["given_up"]:
        text = f"{label} gave up {told['given_up']:,} titles that were found bad again and again."
        found.append(Finding(name, "warning", text))
    return found


def _bounds(component: Component, told: Mapping[str, Any]) -> Finding:
    """What a title could take at best."""
    stages, workers = stages_of(component.parameters), int(component.parameters["workers"])
    chain, share = chain_min(stages), work_min(stages) / workers
    mean = told["title_min_mean"]
    text = (
        f"A title alone takes {max(chain, share):.0f} to {chain + share:.0f} min: the longest chain has {chain:.0f} min"
    )
    text += f", its work over {workers:,} workers is {share:.0f} min."
    if mean is not None and mean > TIGHT * (chain + share):
        text += f" Titles took {mean:.0f} min on average, since they wait for each other."
    return Finding(component.id, "notice", text)


def _minutes(name: str, label: str, default: float, help_text: str, high: float = 600.0) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="min", low=0.0, high=high, source=SHEET)


def _ratio(name: str, label: str, default: float, help_text: str) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=SHEET)


COMPONENT = ComponentType(
    name="encode_pipeline",
    label="Encode pipeline",
    family="control",
    help="Makes files of titles: inspects, splits, encodes every chunk in every bitrate, assembles, checks, packages "
    "and publishes. All titles share its workers; it serves no requests.",
    parameters=(
        count("titles", "Titles", 10, 1, 500, "How many come.", OWN),
        _minutes("title_every_min", "A title comes every", 0.0, "0: all of them come at the begin."),
        _minutes("due_first_min", "Nearest deadline", 180.0, "After a title has come.", 100_000.0),
        _minutes("due_last_min", "Farthest deadline", 1_440.0, "Deadlines lie evenly in between.", 100_000.0),
        count("workers", "Workers", 200, 1, 4_000, "Each does one task at a time.", SHEET),
        Parameter(
            "queue_discipline",
            "Order of the queue",
            "choice",
            "edf",
            "Which task a free worker takes: one of the title that came first, one of the more urgent half of the "
            "titles, or one of the title whose deadline is nearest.",
            choices=DISCIPLINES,
            source=SHEET,
        ),
        count("chunks", "Chunks", 400, 1, 5_000, "Into which a title is split.", SHEET),
        count("rungs", "Bitrates", 10, 1, 60, "In which each chunk is encoded.", SHEET),
        _minutes("chunk_min", "Encoding a chunk", 3.0, "In one bitrate.", 60.0),
        _minutes("inspect_min", "Inspecting", 2.0, "A title, at the begin."),
        _minutes("split_min", "Splitting", 1.0, "A title."),
        _minutes("assemble_min", "Assembling", 4.0, "A title."),
        _minutes("qc_min", "Checking", 6.0, "A title."),
        _minutes("package_min", "Packaging", 3.0, "A title."),
        Parameter(
            "worker_loss_per_h",
            "Workers lost",
            "number",
            0.02,
            "How often in an hour a worker is taken away in the middle of its task, which is begun again.",
            unit="1/h",
            low=0.0,
            high=10.0,
            source=SHEET,
        ),
        _minutes("replace_min", "Another worker after", 3.0, "Until one that was lost is replaced."),
        _ratio("defect_p", "Bad titles", 0.02, "Chance that what was encoded is bad."),
        _ratio("qc_detect", "Bad ones found", 0.95, "Chance that the check finds a bad title."),
        _ratio("qc_false", "False alarms", 0.01, "Chance that the check takes a good title for a bad one."),
        count("retry", "Made again at most", 3, 0, 10, "A title found bad once more is given up.", SHEET),
        Parameter(
            "minute_s",
            "Length of a minute",
            "number",
            1.0,
            "How long a minute of the pipeline is in simulated time; a real one has 60 s, which makes runs long.",
            unit="s",
            low=0.01,
            high=60.0,
            source="Choice of Backlot: an hour a minute.",
        ),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    accepts_calls=False,
    controller="encode_pipeline",
    mechanisms=("workers",),
    acts=False,
)
