"""Asking for things: a run, a pause, an intervention. Doing them is `execution`'s part."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.words import lazy, t
from apps.designs.models import Design as StoredDesign
from apps.designs.queries import STARTER, computing_s, template_document
from apps.runs import tasks
from apps.runs.fairness import quotas, shared
from apps.runs.fairness.lanes import lane_of
from apps.runs.fairness.served import joined
from apps.runs.live.bell import ring
from apps.runs.models import ALIVE, AS_FAST_AS_POSSIBLE, Run, RunCommand, State, hash_of
from apps.runs.queries import showcase
from engine.design.check import check_runnable
from engine.design.model import Design, DesignError
from engine.design.read import read_document
from engine.design.write import canonical, to_document
from engine.plan.agenda import Action
from engine.plan.changes import Change
from engine.version import VERSION

COMMANDS_MOST = 500
ENGINE_GONE = lazy("This run was made by engine %(engine)s, which is no longer here.")
SHOWCASE_SEED = 1
TITLE_CHARACTERS = 120


@dataclass(frozen=True)
class Asked:
    """What a person chose when pressing Run."""

    seed: int
    speed: int
    duration_s: float | None
    key: str
    # A lane by name; empty for the one that goes with who asks.
    lane: str = ""


@dataclass(frozen=True)
class Graded:
    """One run of a group: its design, and the seed that was chosen for it. Nobody reads a sealed one."""

    read: Design
    seed: int
    key: str
    is_sealed: bool = False
    title: str = ""


@dataclass(frozen=True)
class Wanted:
    """An intervention that makes sense for a design; `sentence` is what the log says."""

    action: Action | Change
    key: str
    sentence: str
    # The number of the intervention that this one undoes.
    undoes: int | None = None


class RunNotAllowed(Exception):
    """The state of a run forbids it; the message says why, for the person."""

    status = 409


class TooMany(RunNotAllowed):
    """A limit forbids it; the message says which, and when it resets; `reset_s` is that in seconds."""

    status = 429

    def __init__(self, limit: str, sentence: str, reset_s: float) -> None:
        super().__init__(sentence)
        self.limit, self.reset_s = limit, reset_s


def start_run(owner: Person, design: StoredDesign, asked: Asked) -> Run | list[DesignError]:
    """Freezes the design into a run and queues it. The same key twice gives the same run."""
    read, errors = read_document(design.document)
    if read is not None and asked.duration_s is not None:
        read, errors = read_document(_lasting(read, asked.duration_s))
    if read is None:
        return errors
    return start_read(owner, design, read, asked)


def start_read(owner: Person, design: StoredDesign | None, read: Design, asked: Asked) -> Run | list[DesignError]:
    """As `start_run`, of a design that was read already, such as an experiment on a stored one."""
    problems = check_runnable(read)
    return problems or _queue(owner, _frozen(read, asked) | _whose(owner, design, asked))


def start_graded(
    owner: Person, design: StoredDesign | None, wanted: Sequence[Graded], lane: str = "grading"
) -> list[Run]:
    """The runs of one check or of one experiment, all or none; they count as computing, not as presses of Run."""
    values = [
        _frozen(each.read, asked := Asked(each.seed, AS_FAST_AS_POSSIBLE, None, each.key, lane))
        | _whose(owner, design, asked)
        | {"is_sealed": each.is_sealed, "title": each.title}
        for each in wanted
    ]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=owner.pk)
        try:
            quotas.take_for_group(owner, sum(each["cost_s"] for each in values), timezone.now(), lane)
        except quotas.QuotaMet as met:
            raise TooMany(met.limit, str(met), met.reset_s) from met
        return [_put_in_line(owner, each) for each in values]


def replay_run(owner: Person, original: Run, asked: Asked) -> Run | list[DesignError]:
    """The same document, seed and stamped log again: the same result, bit for bit."""
    values = {
        "owner": owner,
        "design": original.design,
        "replay_of": original,
        "name": original.name,
        "document": original.document,
        "inputs_hash": original.inputs_hash,
        "engine_version": original.engine_version,
        "duration_s": original.duration_s,
        "seed": original.seed,
        "speed": asked.speed,
        "key": asked.key,
        "cost_s": original.cost_s,
    } | _lane(owner, asked.lane)
    if not original.has_ended:
        raise RunNotAllowed(t("Wait until the run has ended; then its log is complete."))
    if original.engine_version != VERSION:
        return [DesignError("", t(ENGINE_GONE, engine=original.engine_version))]
    return _queue(owner, values, _stamped(original))


@dataclass(frozen=True)
class Fork:
    """From which frame a fork goes its own way, what is changed there, and whether it waits for more."""

    frame: int
    speed: int
    paused: bool
    changes: list[Wanted]
    key: str


def fork_run(owner: Person, original: Run, asked: Fork) -> Run:
    """A run that is another one up to a frame: the same document, seed and log so far, and its own log from there.

    What is behind the horizon is settled (later interventions are stamped beyond it), so a run can be forked while it
    goes on.
    """
    original.refresh_from_db()
    known = original.frames_done if original.has_ended else original.horizon
    if asked.frame > known:
        raise RunNotAllowed(t("The run has come to frame %(known)s; fork it there or before.", known=known))
    if original.frames_count and asked.frame >= original.frames_count:
        raise RunNotAllowed(t("Nothing comes after the last frame: fork the run before it."))
    if original.engine_version != VERSION:
        raise RunNotAllowed(t(ENGINE_GONE, engine=original.engine_version))
    stamped = original.commands.filter(apply_at_frame__lte=asked.frame, refusal="").order_by("apply_at_frame", "number")
    log = [_copied(each) for each in stamped] + [_command(each, 0, owner, asked.frame + 1) for each in asked.changes]
    values = {
        "owner": owner,
        "design": original.design if original.owner_id == owner.pk else None,
        "fork_of": original,
        "forked_at_frame": asked.frame,
        "horizon": asked.frame,
        "name": original.name,
        "document": original.document,
        "inputs_hash": _with_log(original.inputs_hash, log),
        "engine_version": original.engine_version,
        "duration_s": original.duration_s,
        "seed": original.seed,
        "speed": asked.speed,
        "paused": asked.paused,
        "key": asked.key,
        "cost_s": original.cost_s,
    } | _lane(owner)
    return _queue(owner, values, log)


def _with_log(inputs_hash: str, log: list[RunCommand]) -> str:
    """The hash of a run that begins with a log: nobody else computes the same."""
    entries = [(each.apply_at_frame, each.failure, each.target, each.parameters, each.heal) for each in log]
    text = json.dumps(entries, sort_keys=True)
    return hashlib.sha256(f"{inputs_hash}|{text}".encode()).hexdigest() if entries else inputs_hash


def name_run(run: Run, title: str) -> None:
    """What its owner calls a run in the history; an empty title gives it the name of its design again."""
    Run.objects.filter(pk=run.pk).update(title=" ".join(title.split())[:TITLE_CHARACTERS])


def start_showcase() -> Run:
    """The public run of the starter design; at most one is alive, whoever asks."""
    alive = showcase()
    if alive is not None:
        return alive
    read, errors = read_document(template_document(STARTER))
    assert read is not None, errors
    values = _frozen(read, Asked(SHOWCASE_SEED, 1, None, "")) | {"key": None, "is_public": True} | _lane(None)
    try:
        with transaction.atomic():
            run = Run.objects.create(**values, **joined(None, timezone.now()))
            transaction.on_commit(lambda: _announce(run))
    except IntegrityError:
        # Somebody else was quicker; the constraint lets one live.
        return showcase() or start_showcase()
    return run


def control_run(run: Run, action: str, value: int | None) -> None:
    """Writes the wish into the row; the worker reads it at its next slice edge."""
    wishes: dict[str, dict[str, Any]] = {
        # Whoever wants more than the result leaves the computation to the others and has one of their own.
        "pause": {"paused": True, "is_shared": False},
        "resume": {"paused": False},
        "speed": {"speed": value, "is_shared": False},
        "cancel": {"cancel_requested": True},
    }
    if not Run.objects.filter(pk=run.pk, state__in=ALIVE).update(**wishes[action]):
        raise RunNotAllowed(t("The run has ended."))
    if action == "cancel":
        _cancel_waiting(run)
    ring(run.pk)


def _cancel_waiting(run: Run) -> None:
    """A run that nobody computes yet ends at once, and its cost is given back."""
    now = timezone.now()
    if Run.objects.filter(pk=run.pk, state=State.QUEUED).update(state=State.CANCELLED, finished=now):
        quotas.correct(run.owner_id, run.cost_s, 0.0, now)


def intervene(run: Run, author: Person | None, wanted: Wanted) -> RunCommand:
    """Writes an intervention into the run's log. What is committed will act, whatever dies meanwhile."""
    if run.replay_of_id is not None:
        raise RunNotAllowed(t("This run repeats another one, with its log; start a run of your own to break things."))
    with transaction.atomic():
        # The update takes the row, so numbers follow each other and nothing is written to a run that has ended.
        changes = {"log_version": F("log_version") + 1, "is_shared": False}
        alive = Run.objects.filter(pk=run.pk, state__in=ALIVE).update(**changes)
        known = RunCommand.objects.filter(run=run, key=wanted.key).first()
        if known is not None:
            return known
        if not alive:
            raise RunNotAllowed(t("The run has ended."))
        count = RunCommand.objects.filter(run=run).count()
        if count >= COMMANDS_MOST:
            raise RunNotAllowed(t("A run takes %(most)s interventions; this one has had them all.", most=COMMANDS_MOST))
        command = _command(wanted, count + 1, author, None)
        command.run = run
        command.save(force_insert=True)
    ring(run.pk)
    return command


def intervene_in_all(pairs: Sequence[tuple[Run, Wanted]], author: Person | None) -> dict[Any, int]:
    """As `intervene`, in many runs at once and in one transaction, so that all of them hear of it in the same moment.
    Gives the numbers in the logs by run; a run that has ended, or whose log is full, is left out."""
    ids = [run.pk for run, _ in pairs]
    with transaction.atomic():
        alive = Run.objects.filter(pk__in=ids, state__in=ALIVE, replay_of=None)
        taken = set(alive.values_list("pk", flat=True))
        Run.objects.filter(pk__in=taken).update(log_version=F("log_version") + 1, is_shared=False)
        known = {(each.run_id, each.key): each.number for each in RunCommand.objects.filter(run__in=taken)}
        counts = Counter(run for run, _ in known)
        made, numbers = [], {}
        for run, wanted in pairs:
            if run.pk not in taken or counts[run.pk] >= COMMANDS_MOST:
                continue
            numbers[run.pk] = known.get((run.pk, wanted.key), counts[run.pk] + 1)
            if (run.pk, wanted.key) not in known:
                command = _command(wanted, numbers[run.pk], author, None)
                command.run = run
                made.append(command)
        RunCommand.objects.bulk_create(made)
    for run_id in numbers:
        ring(run_id)
    return numbers


def _command(wanted: Wanted, number: int, author: Person | None, frame: int | None) -> RunCommand:
    return RunCommand(
        number=number,
        key=wanted.key,
        author=author,
        failure=wanted.action.failure,
        target=wanted.action.target,
        parameters=dict(wanted.action.parameters),
        heal=wanted.action.heal,
        sentence=wanted.sentence,
        undoes=wanted.undoes,
        apply_at_frame=frame,
    )


def _lasting(read: Design, duration_s: float) -> dict[str, Any]:
    document = to_document(read)
    document["workload"]["duration"] = duration_s
    return document


def _frozen(read: Design, asked: Asked) -> dict[str, Any]:
    text = canonical(read).decode()
    return {
        "name": read.name,
        "document": text,
        "inputs_hash": hash_of(text, asked.seed, VERSION),
        "seed": asked.seed,
        "engine_version": VERSION,
        "duration_s": read.workload.duration_s,
        "speed": asked.speed,
        "key": asked.key,
        "cost_s": computing_s(read),
    }


def _whose(owner: Person, design: StoredDesign | None, asked: Asked) -> dict[str, Any]:
    is_shared = asked.speed == AS_FAST_AS_POSSIBLE
    return {"owner": owner, "design": design, "is_shared": is_shared} | _lane(owner, asked.lane)


def _lane(owner: Person | None, asked: str = "") -> dict[str, Any]:
    lane = lane_of(has_account=owner is not None and owner.user_id is not None, asked=asked)
    return {"lane": lane.name, "lane_rank": lane.rank}


def _queue(owner: Person, values: dict[str, Any], log: Sequence[RunCommand] = ()) -> Run:
    with transaction.atomic():
        # Two tabs that press at once wait here for each other, so no limit is passed twice.
        Person.objects.select_for_update().get(pk=owner.pk)
        known: Run | None = Run.objects.filter(owner=owner, key=values["key"]).first()
        if known is not None:
            return known
        _refuse_too_many(owner, values["cost_s"], timezone.now())
        return _put_in_line(owner, values, log)


def _put_in_line(owner: Person, values: dict[str, Any], log: Sequence[RunCommand] = ()) -> Run:
    run = Run.objects.create(**values, **joined(owner, timezone.now()))
    for number, command in enumerate(log, start=1):
        command.run, command.number = run, number
        command.save(force_insert=True)
    _give_what_is_known(run)
    transaction.on_commit(lambda: _announce(run))
    return run


def _give_what_is_known(run: Run) -> None:
    """A run of inputs that were computed before is done at once."""
    result = shared.result_of(run.inputs_hash) if run.is_shared else None
    if result is not None and shared.give(run, result):
        run.refresh_from_db()


def _refuse_too_many(owner: Person, cost_s: float, now: datetime) -> None:
    try:
        quotas.take_for_run(owner, cost_s, now)
    except quotas.QuotaMet as met:
        raise TooMany(met.limit, str(met), met.reset_s) from met
    if Run.objects.filter(state=State.QUEUED).count() >= quotas.WAITING_MOST:
        sentence = lazy("%(most)s runs are waiting here, as many as the line holds: try again in a minute.")
        raise TooMany("waiting", t(sentence, most=f"{quotas.WAITING_MOST:,}"), 60.0)


def _stamped(original: Run) -> list[RunCommand]:
    return [_copied(each) for each in original.commands.filter(apply_at_frame__isnull=False, refusal="")]


def _copied(command: RunCommand) -> RunCommand:
    """The same for the log of another run, which numbers and keeps it for itself; what it undoes has its old number."""
    command.pk, command.undoes = None, None
    return command


def _announce(run: Run) -> None:
    if not run.has_ended:
        tasks.knock(run.lane)
    ring(run.pk)
