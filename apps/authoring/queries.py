"""Reads of drafts: the list, the editor with everything that its menus offer, and the table of a proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.accounts.models import Person
from apps.authoring import drafting, phrases
from apps.authoring.drafting import Raw, Texts, rows
from apps.authoring.items import digest_of, read_texts
from apps.authoring.models import Authored, Proof, Stage
from apps.common.words import lazy, t
from apps.designs.queries import designs_of, template_labels
from content.reading import ItemError
from engine.design.discovery import component_types, failure_types, workload_types
from engine.design.kinds import Parameter
from engine.design.model import Design

LIST_MOST = 200
# Parameters whose values are several numbers in one text.
LISTS = ("points", "numbers")
HEAD = ("title", "summary", "minutes", "attempts", "time_limit")
ROLES = {
    "reference": lazy("A right answer"),
    "start": lazy("The start design"),
    "empty": lazy("An empty one"),
    "doubled": lazy("A doubled one"),
    "wrong": lazy("A wrong answer"),
}
LOCKS = (
    ("free", lazy("may be changed and taken away")),
    ("keep", lazy("must stay as it is")),
    ("open", lazy("must stay, and these settings may change:")),
)
SECTIONS = {"vary": "steps", "locks": "locks", "experiments": "experiments", "checks": "checks", "hints": "hints"}
Choice = tuple[str, str]


def authored_by(person: Person | None) -> list[dict[str, Any]]:
    """The drafts of a person, with what was published of them."""
    found = Authored.objects.owned_by(person).defer("files")[:LIST_MOST]
    return [{"row": each, "edition": each.editions.first()} for each in found]


def designs_to_take(person: Person | None) -> list[Choice]:
    """The designs that an author can take into a draft: their own, then the shipped ones."""
    own = [(str(each.pk), each.name) for each in designs_of(person)]
    return [*own, *((name, t("%(label)s (shipped)", label=label)) for name, label in template_labels())]


def editor(authored: Authored, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything that the editor shows of a draft, or of texts that could not be kept."""
    shown: Texts = dict(authored.files if texts is None else texts)
    raw, sections = drafting.opened(shown)
    item, errors = read_texts(shown, authored.pk)
    base = {
        "authored": authored,
        "edition": authored.editions.first(),
        "designs": designs_to_take(authored.owner),
        "is_whole": item is not None,
        "errors": [_error(each) for each in errors],
        "names": sorted(shown),
        **proof_of(authored),
    }
    return base | (_sections(raw, sections, shown) if raw is not None else {"is_unreadable": True})


def proof_of(authored: Authored) -> dict[str, Any]:
    """The newest proof: how far it is, or its table; and whether the draft may be published as it stands."""
    digest = digest_of(authored.files)
    proof: Proof | None = authored.proofs.first()
    told: dict[str, Any] = {
        "authored": authored,
        "proof": proof,
        "is_proven": authored.proofs.filter(stage=Stage.DONE, digest=digest, holds=True).exists(),
        "is_newest": authored.editions.filter(digest=digest).exists(),
        "is_old": proof is not None and proof.digest != digest,
    }
    if proof is None:
        return told
    runs = proof.runs.select_related("run").defer("run__document", "run__summary", "run__layout")
    done = [each.run.has_ended for each in runs] if proof.is_running else []
    table = [each | {"label": ROLES.get(each["role"], "")} for each in proof.table]
    surprises = sum(not each["holds"] for each in table)
    return told | {"done": sum(done), "all": len(done), "table": table, "surprises": surprises}


def _sections(raw: Raw, sections: Mapping[str, str], texts: Texts) -> dict[str, Any]:
    start = drafting.design_in(texts, "start")
    experiments = rows(raw.get("experiments"))
    names = [(str(each.get("name", "")), str(each.get("title", ""))) for each in experiments]
    return {
        "head": {name: raw.get(name, "") for name in HEAD},
        "start": start,
        "steps": [_step(each, sections) for each in rows(raw.get("steps"))],
        "vary": [
            {"name": name, "values": ", ".join(map(str, values)) if isinstance(values, list) else values}
            for name, values in (raw.get("vary") or {}).items()
        ],
        "locks": _locks(raw.get("locks") or {}, start),
        "experiments": [_experiment(each, start) for each in experiments],
        "experiment_names": names,
        "checks": [_check(each, _around(start, experiments, each)) for each in rows(raw.get("checks"))],
        "check_names": [str(each.get("id", "")) for each in rows(raw.get("checks"))],
        "hints": rows(raw.get("hints")),
        "rights": [_answer(each, texts) for each in raw.get("exemplars") or [] if isinstance(each, str)],
        "wrongs": [_answer(str(each.get("design", "")), texts, each) for each in rows(raw.get("pitfalls"))],
        "words": phrases.words(),
        "places": [each for choices in _places(start).values() for each in choices],
    }


def _step(step: Raw, sections: Mapping[str, str]) -> dict[str, Any]:
    name = str(step.get("id", ""))
    questions = step.get("questions")
    return {
        "id": name,
        "kind": step.get("kind", ""),
        "title": step.get("title", ""),
        "text": sections.get(name, ""),
        "experiment": step.get("experiment", ""),
        "questions": "\n".join(map(str, questions)) if isinstance(questions, list) else "",
    }


def _experiment(experiment: Raw, start: Design | None) -> dict[str, Any]:
    return {
        **{name: experiment.get(name, "") for name in ("name", "title", "duration", "warm_up", "text", "hidden")},
        "traffic": [_traffic(each, start) for each in rows(experiment.get("traffic"))],
        "schedule": [_failure(each, start) for each in rows(experiment.get("schedule"))],
        "requirements": rows(experiment.get("requirements")),
    }


def _traffic(traffic: Raw, start: Design | None) -> dict[str, Any]:
    shape = workload_types().get(str(traffic.get("shape", "")))
    sources = {each.source for each in start.workload.traffic} if start else set()
    return {
        "source": traffic.get("source", ""),
        "shape": traffic.get("shape", ""),
        "sources": [(each.id, each.label or each.id) for each in start.components if each.id in sources]
        if start
        else [],
        "shapes": [(each.name, each.label) for each in workload_types().values()],
        "parameters": _parameters(shape.parameters if shape else (), traffic.get("parameters") or {}),
    }


def _failure(failure: Raw, start: Design | None) -> dict[str, Any]:
    kind = failure_types().get(str(failure.get("failure", "")))
    return {
        **{name: failure.get(name, "") for name in ("name", "at", "for", "failure", "target")},
        "failures": [(each.name, each.label) for each in failure_types().values()],
        "targets": _targets(kind.targets if kind else "component", start),
        "help": kind.help if kind else "",
        "parameters": _parameters(kind.parameters if kind else (), failure.get("parameters") or {}),
    }


def _targets(sort: str, start: Design | None) -> list[Choice]:
    if start is None:
        return []
    if sort == "connection":
        return [(each.id, each.id) for each in start.connections]
    if sort == "place":
        return [(each.id, each.label or each.id) for each in start.places]
    return [(each.id, each.label or each.id) for each in start.components]


def _parameters(known: Sequence[Parameter], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "label": each.label,
            "unit": each.unit if each.unit not in ("count", "ratio", "x") else "",
            "help": each.help,
            "value": given.get(each.name, each.default),
            "choices": [(one, one) for one in each.choices],
            "is_long": each.kind in LISTS,
        }
        for each in known
        if each.kind in (*LISTS, "number", "count", "choice")
    ]


def _check(check: Raw, around: phrases.Surroundings) -> dict[str, Any]:
    that = str(check.get("that", ""))
    phrase = phrases.read_phrase(that)
    return {
        **{name: check.get(name, "") for name in ("id", "title", "experiment", "points", "hidden", "partial", "merit")},
        "that": that,
        "parts": [_condition(index, each, around) for index, each in enumerate(phrase.parts if phrase else ())],
        "join": phrase.join if phrase else "",
        "joins": phrases.JOINS,
        "was": phrase.text if phrase else "",
    }


def _condition(index: int, menus: Mapping[str, str], around: phrases.Surroundings) -> dict[str, Any]:
    choices = phrases.choices_for(menus, around)
    return {"index": index, "tag": f"-{index}" if index else "", "menus": menus, "choices": choices}


def _around(start: Design | None, experiments: list[Raw], check: Raw) -> phrases.Surroundings:
    mine = [each for each in experiments if each.get("name") == check.get("experiment")]
    moments = [
        str(one.get("name", ""))
        for each in mine
        for table in ("schedule", "requirements")
        for one in rows(each.get(table))
    ]
    return phrases.Surroundings(_places(start), moments)


def _places(start: Design | None) -> dict[str, list[Choice]]:
    if start is None:
        return {}
    classes = sorted(
        {str(each.parameters["request_class"]) for each in start.components if "request_class" in each.parameters}
    )
    return {
        "component": [(f"component={each.id}", t("at %(id)s", id=each.label or each.id)) for each in start.components],
        "connection": [
            (f"connection={each.id}", t("on %(source)s → %(target)s", source=each.source, target=each.target))
            for each in start.connections
        ],
        "class": [(f"class={each}", t("of “%(each)s” requests", each=each)) for each in classes],
        "region": [(f"region={each.id}", t("in %(id)s", id=each.label or each.id)) for each in start.places],
    }


def _locks(locks: Raw, start: Design | None) -> dict[str, Any]:
    may_add, banned = locks.get("may_add"), locks.get("banned") or []
    offered = may_add if isinstance(may_add, list) else []
    types = component_types().values()
    return {
        "adding": "any" if may_add is None else "some" if offered else "none",
        "types": [
            {"name": each.name, "label": each.label, "may_add": each.name in offered, "banned": each.name in banned}
            for each in types
        ],
        "elements": _elements(locks, start) if start else [],
        "hows": LOCKS,
        "budget_per_h": locks.get("budget_per_h", ""),
    }


def _elements(locks: Raw, start: Design) -> list[dict[str, Any]]:
    keep, changes = locks.get("keep") or [], locks.get("may_change") or {}
    names = [(each.id, each.label or each.id, True) for each in start.components]
    names += [(each.id, f"{each.source} → {each.target}", False) for each in start.connections]
    found = []
    for name, label, is_component in names:
        is_kept = name in keep or "*" in keep
        settings = [str(each) for each in [*(changes.get(name) or []), *(changes.get("*") or [])]]
        how = "open" if is_kept and settings else "keep" if is_kept else "free"
        found.append(
            {
                "id": name,
                "label": label,
                "how": how,
                "open": ", ".join(settings),
                "hidden": name in (locks.get("hidden") or []),
                "may_hide": is_component,
            }
        )
    return found


def _answer(name: str, texts: Texts, pitfall: Raw | None = None) -> dict[str, Any]:
    design = drafting.design_in(texts, name)
    own = str((pitfall or {}).get("title", ""))
    return {"name": name, "title": own or (design.name if design else name), "is_whole": design is not None}


def _error(error: ItemError) -> dict[str, str]:
    """An error with the section of the form in which it can be mended."""
    path = error.message.split(":")[0] if error.file == drafting.FILE else ""
    place = f"{error.file}:{error.line}" if error.line else error.file
    return {"place": place, "message": error.message, "section": SECTIONS.get(path.split("[")[0].split(".")[0], "")}
