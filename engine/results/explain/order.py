"""What failed first and what followed: injected failures, first errors of each kind, full components, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.kernel.outcomes import ERROR_NAMES
from engine.results.explain.facts import Facts
from engine.results.explain.saturation import FULL, LONG_S
from engine.results.explain.told import Number, Statement

EVENTS_MOST = 40


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that began at a time. `kind`: injected, full, error, refused or lost."""

    at_ns: int
    kind: str
    statement: Statement


def happenings(facts: Facts) -> list[Happening]:
    """All of them, the earliest first; causes stand before effects of the same instant."""
    found = [*_injected(facts), *_full(facts), *_first_errors(facts)]
    order = ("injected", "full", "error", "refused", "lost")
    return sorted(found, key=lambda each: (each.at_ns, order.index(each.kind)))


def order(facts: Facts) -> dict[str, Any]:
    """The first ones as data, and how many more there were."""
    found = happenings(facts)
    events = [
        {"clock_s": each.at_ns / 1e9, "kind": each.kind, "statement": each.statement.to_json()}
        for each in found[:EVENTS_MOST]
    ]
    return {
        "statements": [each.to_json() for each in _headline(found)],
        "events": events,
        "left_off": len(found) - len(events),
    }


def _headline(found: list[Happening]) -> list[Statement]:
    failed = next((each for each in found if each.kind not in ("injected", "full")), None)
    if failed is None:
        return [Statement("Nothing failed in this run.")]
    numbers = dict(failed.statement.numbers)
    text = "The first error came at {at}: " + _lowered(failed.statement.text)
    found_before = [each for each in found if each.kind in ("injected", "full") and each.at_ns <= failed.at_ns]
    told = [Statement(text, numbers | {"at": _time(failed.at_ns)}, failed.statement.components)]
    if found_before:
        cause = found_before[-1]
        after = Number(
            (failed.at_ns - cause.at_ns) / 1e9,
            "s",
            "time of the first error - time of what came before",
            {"first error, s": failed.at_ns / 1e9, "before, s": cause.at_ns / 1e9},
        )
        sentence = "That was {after} after this: " + cause.statement.text
        told.append(Statement(sentence, cause.statement.numbers | {"after": after}, cause.statement.components))
    return told


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:] if text and text[0] != "{" else text


def _time(at_ns: int) -> Number:
    return Number(at_ns / 1e9, "at_s", "simulated time, exact to the nanosecond")


def _injected(facts: Facts) -> list[Happening]:
    found = []
    for entry in facts.log:
        if entry.get("clock_s") is not None:
            text = str(entry["sentence"]).replace("{", "(").replace("}", ")")
            found.append(Happening(round(entry["clock_s"] * 1e9), "injected", Statement(text)))
    return found


def _full(facts: Facts) -> list[Happening]:
    return [
        Happening(
            int(at_ns),
            "full",
            Statement(
                "{component} became full: its slots were busy for {least} or longer.",
                {"least": Number(LONG_S, "s", f"frame by frame with a utilisation of {FULL:g} or more")},
                {"component": facts.component_id(row)},
            ),
        )
        for row, at_ns in enumerate(facts.saturation.since_ns.tolist())
        if at_ns >= 0
    ]


def _first_errors(facts: Facts) -> list[Happening]:
    """First errors where they happened, then what callers saw, then what people saw."""
    measures = facts.measures
    tables, state = measures.tables, measures.state
    sources = set(tables.sources["component"].tolist())
    width, found = len(tables.component_ids), []
    for row, kind in zip(*(state.trace.firsts_ns >= 0).nonzero(), strict=True):
        at_ns = int(state.trace.firsts_ns[row, kind])
        name = ERROR_NAMES[int(kind)].replace("_", " ")
        is_component = row < width
        errors = (state.component_states[row] if is_component else state.connection_states[row - width])["errors"]
        count = Number(float(errors[kind]), "count", f"errors of this kind ({name}) in the whole run")
        if not is_component:
            text = f"Calls of {{caller}} to {{callee}} began to fail ({name}, {{count}} in all)."
            told = Statement(
                text,
                {"count": count},
                facts.ends_of(row - width),
            )
            found.append(Happening(at_ns, "refused", told))
            continue
        text = (
            f"{{component}} lost its first request ({name}, {{count}} in all)."
            if row in sources
            else f"{{component}} failed for the first time ({name}, {{count}} in all)."
        )
        found.append(
            Happening(
                at_ns,
                "lost" if row in sources else "error",
                Statement(text, {"count": count}, {"component": facts.component_id(int(row))}),
            )
        )
    return found
