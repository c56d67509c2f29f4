"""What the editor of a draft sent, read into the draft: fields named `checks.3.title`, and one thing to do besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from apps.authoring.drafting import Raw, free_name, listed, plain, rows
from apps.authoring.phrases import FIRST_CHECK, JOINS, MENUS, Phrase, read_phrase
from apps.common.words import t
from engine.design.discovery import failure_types, workload_types
from engine.design.kinds import Parameter

DEEPEST = 6
EXPERIMENT_TEXTS = ("name", "title", "text")
EXPERIMENT_TIMES = ("duration", "warm_up")
FLAGS = ("hidden", "partial", "merit")
EXPERIMENT = (*EXPERIMENT_TEXTS, *EXPERIMENT_TIMES, "traffic", "schedule", "requirements", "hidden")
CHECK = ("id", "title", "that", "experiment", "points", *FLAGS)
HINT = ("id", "about", "text", "when", "experiment", "strength", "fires_on")


def nested(fields: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """Fields with dots in their names as mappings in mappings, in the order in which they were sent."""
    found: dict[str, Any] = {}
    for name, values in fields:
        here, parts = found, name.split(".")[:DEEPEST]
        for part in parts[:-1]:
            here = here.setdefault(part, {})
            if not isinstance(here, dict):
                break
        else:
            here[parts[-1]] = values if parts[-1] in ("may_add", "banned") else values[-1]
    return found


def filled(raw: Raw, sections: Mapping[str, str], sent: Mapping[str, Any]) -> tuple[Raw, dict[str, str]]:
    """The draft with what was sent in the place of what the form shows; the rest stays, and so does what was not sent
    at all: rows are taken away one by one (`done`)."""
    changed = dict(raw)
    head = _inner(sent, "head")
    for name in ("title", "summary"):
        changed[name] = str(head.get(name, raw.get(name, "")))[:600].strip()
    for name in ("minutes", "attempts", "time_limit"):
        _set(changed, name, plain(str(head.get(name, raw.get(name) or ""))))
    if "vary" in sent:
        _set(changed, "vary", _varied(_inner(sent, "vary")))
    if "locks" in sent:
        changed["locks"] = _locks(_inner(sent, "locks"))
    if "experiments" in sent:
        changed["experiments"] = [_experiment(*each) for each in _with_known(sent, raw, "experiments")]
    if "checks" in sent:
        changed["checks"] = [_kept(known, CHECK) | _check(said) for said, known in _with_known(sent, raw, "checks")]
    if "hints" in sent:
        _set(changed, "hints", [_kept(known, HINT) | _hint(said) for said, known in _with_known(sent, raw, "hints")])
    _set(changed, "pitfalls", _pitfalls(rows(raw.get("pitfalls")), _inner(sent, "pitfalls")))
    changed["steps"], texts = _steps(rows(raw.get("steps")), sections, _inner(sent, "steps"))
    return changed, texts


def _steps(steps: list[Raw], sections: Mapping[str, str], sent: Mapping[str, Any]) -> tuple[list[Raw], dict[str, str]]:
    changed, texts = [], dict(sections)
    for index, step in enumerate(steps):
        said = _inner(sent, str(index))
        own = dict(step)
        if "title" in said:
            own["title"] = str(said["title"]).strip()
        if "experiment" in said and step.get("kind") == "run":
            own["experiment"] = str(said["experiment"])
        if "questions" in said:
            own["questions"] = [each.strip() for each in str(said["questions"]).splitlines() if each.strip()]
        if "text" in said:
            # A heading in a text would begin another step.
            lines = str(said["text"]).replace("\r", "").split("\n")
            texts[str(step.get("id"))] = "\n".join(f"#{line}" if line.startswith("# ") else line for line in lines)
        changed.append(own)
    return changed, texts


def _experiment(said: Mapping[str, Any], known: Raw) -> Raw:
    texts = {name: str(said.get(name, "")).strip() for name in EXPERIMENT_TEXTS}
    found = _kept(known, EXPERIMENT) | {name: text for name, text in texts.items() if text}
    for name in EXPERIMENT_TIMES:
        _set(found, name, plain(str(said.get(name, ""))))
    found["traffic"] = [_traffic(*each) for each in _with_known(said, known, "traffic")]
    _set(found, "schedule", [_failure(*each) for each in _with_known(said, known, "schedule")])
    _set(found, "requirements", [_asked(each) for each, _ in _with_known(said, known, "requirements")])
    _set(found, "hidden", "hidden" in said)
    return found


def _traffic(said: Mapping[str, Any], known: Raw) -> Raw:
    shape = str(said.get("shape", ""))
    kind = workload_types().get(shape)
    before = known.get("parameters") or {} if known.get("shape") == shape else {}
    parameters = _parameters(said, before, kind.parameters if kind else ())
    return {"source": str(said.get("source", "")), "shape": shape, "parameters": parameters}


def _failure(said: Mapping[str, Any], known: Raw) -> Raw:
    found: Raw = {name: str(said.get(name, "")).strip() for name in ("name", "failure", "target")}
    found["at"] = plain(str(said.get("at", "")))
    _set(found, "for", plain(str(said.get("for", ""))))
    kind = failure_types().get(found["failure"])
    before = known.get("parameters") or {} if known.get("failure") == found["failure"] else {}
    _set(found, "parameters", _parameters(said, before, kind.parameters if kind else ()))
    return found


def _asked(said: Mapping[str, Any]) -> Raw:
    return {
        "name": str(said.get("name", "")).strip(),
        "at": plain(str(said.get("at", ""))),
        "text": str(said.get("text", "")).strip(),
    }


def _check(said: Mapping[str, Any]) -> Raw:
    """Whichever was changed counts: the menus, or what is written."""
    found: Raw = {"id": str(said.get("id", "")).strip(), "title": str(said.get("title", "")).strip()}
    parts = [each for each in _inner(said, "menu").values() if isinstance(each, dict)]
    join = "OR" if said.get("join") == "OR" else JOINS[0][0]
    chosen = Phrase(join, tuple({name: str(each.get(name, "")) for name in MENUS} for each in parts)).text
    found["that"] = chosen if chosen and chosen != said.get("was", "") else str(said.get("that", "")).strip()
    _set(found, "experiment", str(said.get("experiment", "")))
    _set(found, "points", plain(str(said.get("points", ""))))
    for flag in FLAGS:
        _set(found, flag, flag in said)
    return found


def _hint(said: Mapping[str, Any]) -> Raw:
    found: Raw = {name: str(said.get(name, "")).strip() for name in ("id", "about", "text", "when", "experiment")}
    found = {name: value for name, value in found.items() if value or name in ("id", "text", "when")}
    _set(found, "strength", plain(str(said.get("strength", ""))))
    _set(found, "fires_on", str(said.get("fires_on", "")))
    return found


def _pitfalls(known: list[Raw], sent: Mapping[str, Any]) -> list[Raw]:
    return [
        each | {"title": str(_inner(sent, str(index)).get("title", each.get("title", "")))}
        for index, each in enumerate(known)
    ]


def _locks(said: Mapping[str, Any]) -> Raw:
    found: Raw = {}
    if said.get("adding") == "none":
        found["may_add"] = []
    elif said.get("adding") == "some":
        found["may_add"] = list(said.get("may_add", []))
    _set(found, "banned", list(said.get("banned", [])))
    elements = {name: each for name, each in _inner(said, "at").items() if isinstance(each, dict)}
    _set(found, "keep", [each["id"] for each in elements.values() if each.get("how") in ("keep", "open")])
    opened = {
        each["id"]: listed(each.get("open", "")) or ["*"] for each in elements.values() if each.get("how") == "open"
    }
    _set(found, "may_change", opened)
    _set(found, "hidden", [each["id"] for each in elements.values() if "hidden" in each])
    _set(found, "budget_per_h", plain(str(said.get("budget_per_h", ""))))
    return found


def _varied(said: Mapping[str, Any]) -> Raw:
    found = {}
    for each in said.values():
        name = str(each.get("name", "")).strip() if isinstance(each, dict) else ""
        if name:
            found[name] = [plain(value) for value in listed(str(each.get("values", "")))]
    return found


def _parameters(said: Mapping[str, Any], before: Raw, known: Sequence[Parameter]) -> Raw:
    """What was sent of the parameters that this kind has; those that the form does not show stay."""
    names = {each.name for each in known}
    sent = {name: plain(str(value)) for name, value in _inner(said, "p").items() if str(value).strip()}
    return {name: value for name, value in ({**before} | sent).items() if name in names}


def _inner(sent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The fields below a name; none where something else was sent."""
    found = sent.get(name)
    return found if isinstance(found, dict) else {}


def _with_known(sent: Mapping[str, Any], raw: Raw, name: str) -> list[tuple[Mapping[str, Any], Raw]]:
    """The entries that were sent, each with what stood there: their keys are the places they were shown at."""
    known = rows(raw.get(name))
    return [
        (each, known[int(key)] if key.isdigit() and int(key) < len(known) else {})
        for key, each in _inner(sent, name).items()
        if isinstance(each, dict)
    ]


def _kept(known: Raw, shown: Sequence[str]) -> Raw:
    """What the form does not show of an entry."""
    return {name: value for name, value in known.items() if name not in shown}


def _set(raw: Raw, name: str, value: Any) -> None:
    """Keeps a value; what is empty is left out."""
    if value is None or value is False or (isinstance(value, str | list | dict) and not value):
        raw.pop(name, None)
    else:
        raw[name] = value


def done(raw: Raw, what: str, sources: list[tuple[str, str]]) -> Raw:
    """The draft after "add checks", "remove checks.2", "add experiments.0.schedule" and the like; unknown words do
    nothing. `sources` are those who send requests, with the shape that they begin with."""
    verb, _, path = what.partition(" ")
    place = _table(raw, path.removesuffix("." + path.rpartition(".")[2]) if verb == "remove" else path)
    if verb == "add" and place is not None:
        place.append(_new(path.rpartition(".")[2], raw, place, sources))
    elif verb == "remove" and place is not None:
        index = path.rpartition(".")[2]
        if index.isdigit() and int(index) < len(place):
            place.pop(int(index))
    elif path.split(".")[2:3] == ["menu"] and path.startswith("checks."):
        _change_conditions(raw, verb, path.split("."))
    elif verb == "menus" and (table := _table(raw, path.partition(".")[0])) is not None:
        index = path.partition(".")[2]
        if index.isdigit() and int(index) < len(table):
            table[int(index)]["that"] = FIRST_CHECK
    elif verb == "add" and path == "vary":
        varied = raw.setdefault("vary", {})
        varied[free_name("value", list(varied))] = [100]
    return raw


def _change_conditions(raw: Raw, verb: str, path: Sequence[str]) -> None:
    """After "add checks.0.menu" or "remove checks.0.menu.1": a check always has a condition."""
    known = _table(raw, "checks") or []
    check = known[int(path[1])] if path[1].isdigit() and int(path[1]) < len(known) else {}
    phrase = read_phrase(str(check.get("that", "")))
    if phrase is None:
        return
    if verb == "add":
        check["that"] = f"{phrase.text} {phrase.join} {FIRST_CHECK}"
    elif verb == "remove" and len(phrase.parts) > 1:
        left = [each for index, each in enumerate(phrase.parts) if path[3:4] != [str(index)]]
        check["that"] = Phrase(phrase.join, tuple(left)).text


def _table(raw: Raw, path: str) -> list[Any] | None:
    """The list at a path such as `experiments.0.schedule`; made where it is missing."""
    parts = path.split(".")
    if parts[0] not in ("experiments", "checks", "hints", "pitfalls", "exemplars") or len(parts) not in (1, 3):
        return None
    table: list[Any] = raw.setdefault(parts[0], [])
    if len(parts) == 1:
        return table
    is_known = parts[2] in ("traffic", "schedule", "requirements") and parts[1].isdigit() and int(parts[1]) < len(table)
    inner: list[Any] | None = table[int(parts[1])].setdefault(parts[2], []) if is_known else None
    return inner


def _new(table: str, raw: Raw, there: list[Any], sources: list[tuple[str, str]]) -> Raw:
    experiments = [str(each.get("name", "")) for each in rows(raw.get("experiments"))]
    first = experiments[0] if experiments else ""
    source, shape = sources[0] if sources else ("", "constant")
    names = [str(each.get("name", each.get("id", ""))) for each in rows(there)]
    made: dict[str, Raw] = {
        "experiments": {
            "name": free_name("part", names), "title": t("Another part"), "duration": "120 s", "warm_up": "10 s",
            "traffic": [{"source": each, "shape": kind, "parameters": {}} for each, kind in sources],
        },
        "traffic": {"source": source, "shape": shape, "parameters": {}},
        "schedule": {"name": free_name("F", names), "at": "60 s", "failure": "slow_down", "target": "", "for": "30 s"},
        "requirements": {"name": free_name("R", names), "at": "60 s", "text": ""},
        "checks": {
            "id": free_name("check-", names), "title": "", "that": FIRST_CHECK, "experiment": first, "points": 1,
        },
        "hints": {"id": free_name("hint-", names), "text": "", "when": "goodput < 99 %", "experiment": first},
    }  # fmt: skip
    return made.get(table, {})
