"""Reads of sittings: the shelf, and the panel beside the canvas. What is not told yet stays here."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import Person
from apps.common.words import t
from apps.glossary.items import explained
from apps.interviews.items import (
    Item,
    Prompt,
    first_with,
    inside,
    interviews,
    is_open,
    item_of,
    minutes_of,
    place_of,
    stage_of,
)
from apps.interviews.models import Kind, Sitting, Throw
from apps.interviews.outcomes import Outcome, outcome
from apps.interviews.scoring import Estimated, answered, estimated, judgements
from apps.progress.limits import sentences, terms_of
from apps.progress.models import Submission
from grading.rubric import LEVELS
from grading.sentences import amount

SPEEDS = ((1, "1×"), (2, "2×"), (5, "5×"))
SELF, INTERVIEWER = "self", "interviewer"
WORDS = {"": "below mid", "none": "below mid", "mid": "mid", "senior": "senior", "staff": "staff"}


def shelf(person: Person | None) -> dict[str, Any]:
    """What can be begun, and the sittings of this person."""
    sittings = Sitting.objects.owned_by(person).select_related("attempt")
    led = Sitting.objects.led_by(person).select_related("attempt").filter(successor=None)
    return {
        "interviews": [
            {
                "uuid": each.uuid,
                "title": each.title,
                "question": each.summary,
                "minutes": each.minutes,
                "stages": [f"{one.title} {minutes_of(one):g}'" for one in each.steps],
            }
            for each in interviews()
        ],
        "sittings": [_entry(each) for each in sittings[:50]],
        "led": [_entry(each) for each in led[:50]],
    }


def page(sitting: Sitting, item: Item) -> dict[str, Any]:
    """Everything that the candidate's page needs, and nothing of the item beyond that."""
    terms = terms_of(item)
    return panel(sitting, item) | {"attempt": sitting.attempt, "terms": terms, "has_palette": terms["offered"] != []}


def panel(sitting: Sitting, item: Item) -> dict[str, Any]:
    """What stands beside the canvas in the present stage."""
    stage = stage_of(item, sitting)
    role, place = stage.settings.get("role"), place_of(item, sitting.stage)
    throws, sums = list(sitting.throws.select_related("run")), _sums(sitting, item, place)
    return {
        "sitting": sitting,
        "item": {"title": item.title, "question": item.summary},
        "clock": clock(sitting, item),
        "stage": {"title": stage.title, "html": explained(stage.text), "role": role},
        "limits": sentences(item),
        "is_last": place == len(item.steps) - 1,
        "topics": _topics(item),
        "asked": asked_so_far(sitting),
        "sums": [each for each in sums if each["is_open"]],
        "past_sums": [each for each in sums if not each["is_open"]],
        "are_sums_news": place == first_with(item, "estimates") + 1,
        "prompts": told_prompts(sitting, [each for each in inside(item).prompts if each.stage == stage.id]),
        "decisions": decisions_of(sitting),
        "curveballs": _curveballs(item, throws) if place >= first_with(item, "curveballs") else [],
        "alive": next((each for each in reversed(throws) if not each.run.has_ended), None),
        "speeds": SPEEDS,
        "latest": latest_check(sitting),
    }


def clock(sitting: Sitting, item: Item) -> dict[str, Any]:
    """The stages with the minutes they should take and have taken; the browser counts on from here."""
    here = place_of(item, sitting.stage)
    stages = [
        {
            "title": each.title,
            "minutes": minutes_of(each),
            "spent": in_minutes(sitting.spent_s(each.id)),
            "is_over": sitting.spent_s(each.id) > 60.0 * minutes_of(each),
            "state": "done" if place < here else "here" if place == here else "ahead",
        }
        for place, each in enumerate(item.steps)
    ]
    left_s = 60.0 * minutes_of(stage_of(item, sitting)) - sitting.spent_s(sitting.stage)
    return {
        "stages": stages,
        "left_s": round(left_s),
        "left": in_minutes(abs(left_s)),
        "all": in_minutes(sitting.clock_s()),
        "is_running": sitting.since is not None and sitting.ended is None,
        "number": here + 1,
        "count": len(item.steps),
    }


def news(sitting: Sitting, viewer: Person | None) -> dict[str, Any]:
    """What both browsers look at again and again: little, and it changes with whatever they have to draw anew."""
    last = sitting.entries.order_by("-pk").values_list("pk", flat=True).first()
    alive = next(
        (each for each in sitting.throws.select_related("run").order_by("-pk") if not each.run.has_ended), None
    )
    following = sitting.successor
    is_next = following is not None and viewer is not None and following.owner_id == viewer.pk
    page = "" if following is None else f"/interviews/{following.pk}/" + ("" if is_next else "desk/")
    return {
        "mark": f"{last} {sitting.stage} {sitting.since is not None} {sitting.guest_id} {alive is not None}",
        "version": sitting.attempt.design.version,
        "run": str(alive.run_id) if alive else None,
        "ended": sitting.ended is not None,
        "next": page,
    }


def latest_check(sitting: Sitting) -> Submission | None:
    """The check that ended the interview."""
    found: Submission | None = sitting.attempt.submissions.first()
    return found


def _entry(sitting: Sitting) -> dict[str, Any]:
    item = item_of(sitting.attempt.item)
    state = "done" if sitting.ended else "running" if sitting.since else "paused"
    title = item.title if item else t("An interview that is not there any more")
    return {"sitting": sitting, "title": title, "state": state, "spent": in_minutes(sitting.clock_s())}


def _topics(item: Item) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, str]]] = {}
    for each in inside(item).questions:
        found.setdefault(each.topic, []).append({"id": each.id, "text": each.text})
    return [{"title": title, "questions": questions} for title, questions in found.items()]


def asked_so_far(sitting: Sitting) -> list[dict[str, Any]]:
    entries = sitting.entries.filter(kind=Kind.ASKED).order_by("-pk")
    return [
        {
            "text": each.text,
            "meant": each.value.get("meant", ()),
            "says": each.value["says"],
            "is_met": bool(each.value["met"]),
        }
        for each in entries
    ]


def decisions_of(sitting: Sitting) -> list[dict[str, Any]]:
    entries = sitting.entries.filter(kind=Kind.DECISION).order_by("-pk")
    return [{"at": in_minutes(each.clock_s), "text": each.text, "why": each.value["why"]} for each in entries]


def _sums(sitting: Sitting, item: Item, place: int) -> list[dict[str, Any]]:
    """The numbers of this stage: those of paper while one calculates, those about the own design while one draws."""
    estimates, ending = first_with(item, "estimates"), first_with(item, "curveballs")
    shown = []
    for each in estimated(sitting, item, None):
        is_measured = each.sum.value is None
        if place < estimates or (is_measured and not first_with(item, "design") <= place < ending):
            continue
        shown.append(told_sum(each, not is_open(item, sitting, each.sum)))
    return shown


def told_sum(each: Estimated, is_told: bool) -> dict[str, Any]:
    size = each.sum.unit_size
    told: dict[str, Any] = {
        "id": each.sum.id,
        "question": each.sum.question,
        "unit": each.sum.unit,
        "said": "" if each.said is None else in_words(each.said / size),
        "said_words": "" if each.said is None else f"{in_words(each.said / size)} {each.sum.unit}".strip(),
        "is_open": not is_told,
        "is_measured": each.sum.value is None,
    }
    if not is_told:
        return told
    right = None if each.right is None else in_words(each.right / size)
    words = {"right": right, "right_words": right and f"{right} {each.sum.unit}".strip()}
    return told | words | {"holds": each.holds, "worked": explained(each.sum.worked)}


def told_prompts(sitting: Sitting, prompts: list[Prompt], *, told: bool = False) -> list[dict[str, Any]]:
    """Questions in words with the answer; the examples come when the interview is over."""
    texts, found = answered(sitting), judgements(sitting)
    shown = []
    for each in prompts:
        answer = texts.get(each.id)
        row: dict[str, Any] = {"id": each.id, "question": each.question, "text": answer.text if answer else ""}
        if told and sitting.ended is not None:
            row["examples"] = [{"level": level, "text": each.examples[level]} for level in LEVELS]
            row["self"] = WORDS.get(found.get((each.id, SELF), "-"), "")
            row["interviewer"] = WORDS.get(found.get((each.id, INTERVIEWER), "-"), "")
        shown.append(row)
    return shown


def _curveballs(item: Item, throws: list[Throw]) -> list[dict[str, Any]]:
    shown = []
    for number, each in enumerate(inside(item).curveballs, 1):
        mine = [one for one in throws if one.curveball == each.id]
        is_known = any(one.run.summary for one in mine)
        experiment = item.experiment(each.experiment)
        shown.append(
            {
                "id": each.id,
                "number": number,
                "title": each.title if is_known else "",
                "says": explained(each.says),
                "reveals": explained(each.reveals) if is_known else "",
                "length": f"{experiment.duration_s:,.0f} s" if experiment else "",
                "tries": [told_throw(one, item) for one in mine],
            }
        )
    return shown


def told_throw(throw: Throw, item: Item) -> dict[str, Any]:
    """One try, in words."""
    curveball = inside(item).curveball(throw.curveball)
    found = outcome(throw, item)
    return {
        "run": throw.run_id,
        "state": throw.run.get_state_display().lower(),
        "title": curveball.title if curveball else throw.curveball,
        "noticed": throw.noticed,
        "lines": [] if found is None else _lines(found, throw),
    }


def _lines(found: Outcome, throw: Throw) -> list[tuple[str, str]]:
    lines = []
    if found.began_s is not None:
        early = throw.noticed_s is not None and found.notice_s is None
        unseen = t("before it began") if early else t("not said")
        after = (t("Noticed after"), amount(found.notice_s or 0.0, "s"))
        lines.append((t("Noticed"), unseen) if found.notice_s is None else after)
        never = t("not within this run")
        calm = t("nothing was amiss")
        back = never if found.recover_s is None else calm if not found.recover_s else amount(found.recover_s, "s")
        lines.append((t("Well again after"), back))
    lines.append((t("Went well"), f"{100 * found.ok_ratio:.2f} %"))
    lines.append((t("Of a month's error budget"), f"{100 * found.budget:.3g} %"))
    return [*lines, (t("Cost"), t("%(cost_per_h)s credits an hour", cost_per_h=f"{found.cost_per_h:.4g}"))]


def in_words(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def in_minutes(seconds: float) -> str:
    sign, whole = ("−" if seconds < 0 else ""), int(abs(seconds))
    return f"{sign}{whole // 60}:{whole % 60:02d}"
