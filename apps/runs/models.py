"""A run and what belongs to it. The row is the truth: queue, stream and processes are its servants."""

from __future__ import annotations

import hashlib
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.common.words import lazy
from apps.designs.models import Design


class State(models.TextChoices):
    """Where a run is in its life."""

    QUEUED = "queued", lazy("Queued")
    RUNNING = "running", lazy("Running")
    DONE = "done", lazy("Done")
    FAILED = "failed", lazy("Failed")
    CANCELLED = "cancelled", lazy("Cancelled")


class Recheck(models.TextChoices):
    """Whether a run is computed once more, and what came of it; see `execution/recheck.py`."""

    NO = ""
    DUE = "due"
    AGREES = "agrees"
    DIFFERS = "differs"


MOVES: dict[State, frozenset[State]] = {
    # A run that waited for another of the same inputs is done when that one is (see `fairness/shared.py`).
    State.QUEUED: frozenset({State.RUNNING, State.DONE, State.CANCELLED, State.FAILED}),
    # A run whose worker died is taken up again: it stays running, with attempt + 1.
    State.RUNNING: frozenset({State.RUNNING, State.DONE, State.FAILED, State.CANCELLED}),
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}
ENDED = frozenset(state for state, moves in MOVES.items() if not moves)
ALIVE = frozenset(State) - ENDED

# The ratio of simulated to real time; 0 is as fast as possible.
SPEEDS = (1, 2, 5, 20, 0)
AS_FAST_AS_POSSIBLE = 0


class RunQuerySet(OwnedQuerySet):
    """Runs, by who may see them and by what a worker may do with them. A sealed one is judged, and read by nobody."""

    def owned_by(self, person: Any) -> Self:
        return super().owned_by(person).filter(is_sealed=False)

    def visible_to(self, person: Any) -> Self:
        public = Q(is_public=True)
        return self.filter(public | Q(pk__in=self._of(person))) if person is not None else self.filter(public)

    def shared_with(self, person: Any) -> Self:
        """The runs of this person, and those to which they were let in as a guest."""
        return self.filter(pk__in=self._of(person)) if person is not None else self.none()

    def _of(self, person: Any) -> Any:
        guests = Run.guests.through.objects.filter(person=person).values("run")
        return Run.objects.filter(Q(owner=person) | Q(pk__in=guests), is_sealed=False).values("pk")

    def hand_over(self, giver: Any, taker: Any) -> int:
        through = Run.guests.through.objects
        known = through.filter(person=taker).values_list("run", flat=True)
        through.filter(person=giver).exclude(run__in=list(known)).update(person=taker)
        # Idempotency keys are short-lived and unique for each owner: the taker's own stay.
        return self.filter(owner=giver).update(owner=taker, key=None)

    def alive(self) -> Self:
        return self.filter(state__in=ALIVE)

    def fenced(self, run_id: Any, attempt: int) -> Self:
        """The run, as long as this attempt is the one that computes it: every write of a worker goes through here."""
        return self.filter(pk=run_id, attempt=attempt, state=State.RUNNING)


class Served(models.Model):
    """What a key (a person, a group of people, or the floor of either) was served lately; see `fairness/served.py`."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=64, blank=True)
    level = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_account_for_each_key")]


class Quota(models.Model):
    """How much of one kind a subject has used in the window that began then; see `fairness/quotas.py`."""

    subject = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    began = models.DateTimeField()
    used = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "kind"], name="one_quota_of_each_kind")]


class Run(Row):
    """One simulation of one frozen design with one seed. `document` and `seed` never change."""

    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="runs")
    design = models.ForeignKey(Design, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    replay_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replays")
    # A fork is its parent up to a frame: the same document, seed and log so far; another log from there on.
    fork_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="forks")
    forked_at_frame = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=120)
    # What its owner calls it in the history; empty for the name of the design.
    title = models.CharField(max_length=120, blank=True, default="")
    document = models.TextField()
    inputs_hash = models.CharField(max_length=64, db_index=True)
    # True as long as nobody has asked for more than the result: equal inputs are then computed once.
    is_shared = models.BooleanField(default=False)
    seed = models.BigIntegerField()
    engine_version = models.CharField(max_length=40)
    duration_s = models.FloatField()
    is_public = models.BooleanField(default=False)
    # Who may watch and break it besides its owner, such as the interviewer of whoever drew it.
    guests = models.ManyToManyField(Person, related_name="+", blank=True)
    # What it is put through is not to be known: it is a run of a check in an experiment that its author hides.
    is_sealed = models.BooleanField(default=False)
    key = models.CharField(max_length=64, null=True, blank=True)

    # Where it stands in line, and what it is expected to cost and has cost, in seconds of a core.
    lane = models.CharField(max_length=20, default="interactive")
    lane_rank = models.PositiveSmallIntegerField(default=10)
    group_key = models.CharField(max_length=64, blank=True, default="")
    group_served = models.ForeignKey(Served, null=True, on_delete=models.SET_NULL, related_name="+")
    person_served = models.ForeignKey(Served, null=True, on_delete=models.SET_NULL, related_name="+")
    cost_s = models.FloatField(default=0.0)
    spent_s = models.FloatField(default=0.0)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.TextField(blank=True, default="")
    attempt = models.PositiveIntegerField(default=0)
    # One and how often its workers stopped while they were busy with it; the last place, and how often in a row there.
    tries = models.PositiveIntegerField(default=0)
    stopped_at = models.BigIntegerField(null=True, blank=True)
    stops_there = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)

    speed = models.PositiveSmallIntegerField(default=1)
    paused = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    # Rises with every change of the interventions or of the notes, so that viewers know when to read them again.
    log_version = models.PositiveIntegerField(default=0)

    # What controllers of the design said so far: entries of the log that nobody asked for.
    notes = models.JSONField(default=list, blank=True)
    layout = models.JSONField(null=True, blank=True)
    horizon = models.PositiveIntegerField(default=0)
    frames_done = models.PositiveIntegerField(default=0)
    frames_count = models.PositiveIntegerField(default=0)

    # Seconds of computing that led here, how often a worker went on from a checkpoint, and what it had to do again.
    computed_s = models.FloatField(default=0.0)
    resumptions = models.PositiveIntegerField(default=0)
    repeated_s = models.FloatField(default=0.0)

    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    summary = models.JSONField(null=True, blank=True)
    result_digest = models.CharField(max_length=64, blank=True, default="")
    recheck = models.CharField(max_length=8, choices=Recheck.choices, blank=True, default=Recheck.NO)

    # The version of the log that the worker who computes this run has read; not a column.
    log_seen: int | None = None

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="one_run_for_each_key"),
            models.UniqueConstraint(
                fields=["is_public"],
                condition=Q(is_public=True, owner=None, state__in=["queued", "running"]),
                name="one_showcase_alive",
            ),
            models.UniqueConstraint(
                fields=["inputs_hash"],
                condition=Q(is_shared=True, state="running"),
                name="one_shared_computation",
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="a_known_state"),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"]),
            models.Index(
                fields=["lane_rank", "group_served", "person_served", "created"],
                condition=Q(state="queued"),
                name="waiting_by_account",
            ),
            models.Index(
                fields=["recheck", "finished"], condition=Q(recheck__in=["due", "differs"]), name="rechecked_runs"
            ),
            models.Index(fields=["owner", "state"]),
            models.Index(fields=["design", "-created"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def forked_at_s(self) -> float:
        """The clock at which a fork left its parent, whose frames are as long as its own."""
        layout = (self.fork_of and self.fork_of.layout) or {}
        return float((self.forked_at_frame or 0) * layout.get("frame_s", 0.0))


def hash_of(document: str, seed: int, engine_version: str) -> str:
    """What runs of equal inputs have in common."""
    return hashlib.sha256(f"{document}\n{seed}\n{engine_version}".encode()).hexdigest()


class RunCommand(models.Model):
    """One intervention of a run: what somebody did, and from which frame it acts."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="commands")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    failure = models.CharField(max_length=60)
    target = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    heal = models.BooleanField(default=False)
    sentence = models.TextField()
    # The number of the intervention that this one takes back.
    undoes = models.PositiveIntegerField(null=True, blank=True)
    accepted_at = models.DateTimeField(default=timezone.now)
    # The first frame that shows it; None until a worker stamps it beyond everything that may have been seen.
    apply_at_frame = models.PositiveIntegerField(null=True, blank=True)
    refusal = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_command_for_each_number"),
            models.UniqueConstraint(fields=["run", "key"], name="one_command_for_each_key"),
        ]


class RunTraces(models.Model):
    """The traces of single requests of a run that has ended, as compressed JSON."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, primary_key=True, related_name="traces")
    packed = models.BinaryField()


class RunArchive(models.Model):
    """All frames of a run that has ended, compressed in blocks; the first archive stands."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, primary_key=True, related_name="archive")
    blocks = models.JSONField()
    frames = models.BinaryField()
    frames_count = models.PositiveIntegerField()


class RunCheckpoint(models.Model):
    """A run put aside by its worker: where it stood, and the frames since the last full block. The newest is the one
    that a successor takes; older ones are for forks."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="checkpoints")
    frame = models.PositiveIntegerField()
    is_mid_frame = models.BooleanField()
    computed_s = models.FloatField()
    state = models.BinaryField()
    tail = models.BinaryField()

    class Meta:
        ordering = ["frame", "pk"]


class RunBlock(models.Model):
    """A full block of frames of a run that is under way; the archive takes its place when the run has ended."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="blocks")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_block_for_each_number")]
