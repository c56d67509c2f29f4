"""One run in one worker process: computed in slices, paced, published up to the horizon."""

from __future__ import annotations

import contextlib
import logging
import time
from collections import deque
from typing import Any

import orjson
import redis

from apps.runs.execution import blame, checkpoints, limits, row
from apps.runs.execution.pace import Pace
from apps.runs.live.bell import ring
from apps.runs.live.stream import ANYWHERE, CALL_FRAMES, Outcome, Writer
from apps.runs.models import Run, RunCommand, State
from engine.design.read import read_text
from engine.repeat import Repetition
from engine.simulate import DesignInvalid, Intervention

logger = logging.getLogger(__name__)


class Ended(Exception):
    """The run has reached a final state."""


class Session:
    """A run that this process computes. `next_at` is the wall time (monotonic) at which it wants its next slice."""

    def __init__(self, run: Run, writer: Writer) -> None:
        design, errors = read_text(run.document)
        assert design is not None, errors
        self.run = run
        self.writer = writer
        found = checkpoints.standing(run, design)
        self.simulation, self.frames = found.simulation, found.frames
        self._stand_clear()
        self.frames_count: int = self.simulation.frames_count
        layout = self.simulation.layout
        row.begin(run, dict(layout), self.frames_count)
        checkpoints.resumed(run, found)
        self.keeper = checkpoints.Keeper(run, found)
        self.is_mid_frame = found.is_mid_frame
        done = self.frame + self.is_mid_frame
        stamped = row.stamped_commands(run)
        self.commands: deque[RunCommand] = deque(each for each in stamped if (each.apply_at_frame or 0) > done)
        self.horizon = self.old_horizon = run.horizon
        # The last frame is offered once more: if the stream has lost what lies before, it says so.
        self.published = max(self.frame - 1, 0)
        self.noted = 0
        self.repetition: Repetition | None = None
        self.stride = 1
        self.events = limits.EVENTS_FIRST
        self.compute_s = self.spent_s = found.computed_s
        self.opened_at = self.renewed_at = self.next_at = self.computed_at = time.monotonic()
        self.pace = Pace(layout["frame_s"], run.speed, run.paused, self.frame, self.opened_at)

    @property
    def frame(self) -> int:
        """Frames finished so far."""
        return int(self.simulation.frame_index)

    @property
    def is_unpaced(self) -> bool:
        return self.pace.is_unpaced

    def slice(self, was_rung: bool) -> None:
        """Does what is due, for about `SLICE_S` at most. Raises Ended or Fenced when there is nothing left to do."""
        now, cpu_before = time.monotonic(), time.thread_time()
        target = self._target(now)
        if was_rung or target > self.horizon or now - self.renewed_at >= limits.RENEW_S:
            self._edge(max(self.horizon, target))
        self._compute(min(target, self.horizon))
        self._publish()
        self._keep_if_due()
        self.spent_s += time.thread_time() - cpu_before
        self._end_if_over()
        self.next_at = self._next_at(target)

    def hand_back(self) -> None:
        """Puts the run down so that another worker can take it up at once."""
        if not self.simulation.finished and self.compute_s > self.keeper.kept_s:
            self._keep()
        row.give_back(self.run)
        ring(self.run.pk)

    def _place(self) -> int:
        """Where the next call of the engine begins."""
        return blame.place(self.frame, self.simulation.events)

    def _stand_at(self, place: int) -> None:
        """Announces where the run stands, or that it is busy with something else."""
        with contextlib.suppress(redis.RedisError):
            self.writer.mark_computing(self.run.worker, self.run.pk, place)

    def _stand_clear(self) -> None:
        """What is waited for (the database, the broker) is not the run's doing."""
        with contextlib.suppress(redis.RedisError):
            self.writer.mark_computing(self.run.worker, "")

    def _keep_if_due(self) -> None:
        if self.keeper.is_due(self.compute_s) and not self.simulation.finished:
            self._keep()

    def _keep(self) -> None:
        """Puts the run aside; the transaction renews the lease as every edge does."""
        now = checkpoints.Standing(self.simulation, self.frames, self.is_mid_frame, self.compute_s)
        self._stand_at(ANYWHERE)
        self.keeper.keep(now)
        self._stand_clear()

    def _target(self, now: float) -> int:
        """The frame that this slice should reach. What was seen before is made again without waiting."""
        if self.frame < self.old_horizon:
            self.pace.restart(self.old_horizon, now)
            return self.old_horizon
        due = self.frame + self.stride if self.is_unpaced else self.pace.due(self.frame, now)
        return max(min(due, self.frames_count), self.horizon)

    def _edge(self, horizon: int) -> None:
        """The transaction at a slice edge; commands act after everything that may have been seen so far."""
        before = (self.run.speed, self.run.paused)
        is_past = self.frame > self.old_horizon
        wishes = row.at_slice_edge(
            self.run,
            stamp_at=max(self.horizon, self.frame) + 1,
            horizon=horizon,
            frames_done=self.frame,
            frames_count=self.frames_count,
            is_cleared=is_past and blame.is_suspect(self.run),
            notes=self._new_notes(),
            computed_s=self.compute_s,
        )
        self.renewed_at = time.monotonic()
        self.horizon = horizon
        if is_past:
            self.run.tries, self.run.stopped_at, self.run.stops_there = 1, None, 0
        self.commands.extend(wishes.stamped)
        if wishes.stamped:
            ring(self.run.pk)
        if wishes.cancel_requested:
            self._finish(State.CANCELLED, "")
        self.run.speed, self.run.paused = wishes.speed, wishes.paused
        if before != (wishes.speed, wishes.paused):
            self.pace.change(wishes.speed, wishes.paused, self.frame, self.renewed_at)

    def _notes(self) -> list[dict[str, Any]]:
        """What controllers said; an entry is first shown by the frame that was not finished then."""
        return [
            {"frame": each["frame"] + 1, **{name: each[name] for name in ("clock_s", "sentence", "target")}}
            for each in self.simulation.log
            if each["origin"] == "controller"
        ]

    def _new_notes(self) -> list[dict[str, Any]] | None:
        """All notes when there are more than before; what was seen before is not told again."""
        if self.frame < self.old_horizon or len(self.simulation.log) == self.noted:
            return None
        self.noted = len(self.simulation.log)
        return self._notes()

    def _compute(self, target: int) -> None:
        began = time.monotonic()
        spent = 0.0
        while self.frame < target and spent < limits.SLICE_S and not self.simulation.finished:
            self._stand_at(self._place())
            if not self.is_mid_frame:
                self._apply_commands()
            frame = self.simulation.advance(max_events=min(self.events, blame.events_left(self.simulation.events)))
            self.is_mid_frame = frame is None
            if frame is not None:
                self.frames.append(orjson.dumps(frame))
                self.computed_at = began
            spent = self._timed(began, spent, frame is None)
        self._stand_clear()
        self.compute_s += spent
        if self.frame >= target and spent < limits.SLICE_S / 2:
            self.stride = min(self.stride * 2, limits.SLICE_FRAMES_MOST)
        elif self.frame < target:
            self.stride = max(1, self.stride // 2)

    def _timed(self, began: float, before: float, used_all_events: bool) -> float:
        """Keeps one call of the engine well within a slice, whatever the design costs per event."""
        spent = time.monotonic() - began
        if spent - before > limits.SLICE_S / 2:
            self.events = max(limits.EVENTS_LEAST, self.events // 2)
        elif used_all_events and spent - before < limits.SLICE_S / 8:
            self.events = min(limits.EVENTS_MOST, self.events * 2)
        return spent

    def _apply_commands(self) -> None:
        while self.commands and (self.commands[0].apply_at_frame or 0) <= self.frame + 1:
            command = self.commands.popleft()
            assert command.apply_at_frame == self.frame + 1, "a command was stamped within what may have been seen"
            wanted = Intervention(
                failure=command.failure, target=command.target, parameters=command.parameters, heal=command.heal
            )
            try:
                self.simulation.intervene(wanted)
            except DesignInvalid as refusal:
                row.refuse_command(self.run, command, str(refusal))

    def _publish(self) -> None:
        """Brings the stream up to what is computed; a broker that is away is caught up with later."""
        if self.published == len(self.frames):
            return
        if time.monotonic() - self.renewed_at > limits.LEASE_TRUSTED_S:
            self._edge(self.horizon)
        try:
            while self.published < len(self.frames):
                self._append()
        except redis.RedisError as error:
            logger.warning("run %s: frames wait for the broker: %s", self.run.pk, error)

    def _append(self) -> None:
        first = self.published + 1
        batch = [frame for frame, _ in zip(self.frames.from_number(first), range(CALL_FRAMES), strict=False)]
        outcome, last = self.writer.append(self.run.pk, self.run.attempt, first, batch)
        if outcome is Outcome.FENCED:
            raise row.Fenced
        self.published = last if outcome is Outcome.GAP else self.published + len(batch)

    def _end_if_over(self) -> None:
        if self.simulation.finished and not self._is_repeated():
            return
        if self.simulation.limit:
            self._finish(State.FAILED, self.simulation.limit)
        if self.simulation.finished:
            self._finish(State.DONE, "")
        if self.compute_s > limits.COMPUTE_S_MOST:
            self._finish(State.FAILED, f"The run used its {limits.COMPUTE_S_MOST:.0f} s of computing time.")
        if time.monotonic() - self.opened_at > limits.OPEN_S_MOST:
            self._finish(State.FAILED, f"The run was open for {limits.OPEN_S_MOST / 3600:.0f} hours, the longest.")
        if self.frames.size_bytes > limits.FRAMES_BYTES_MOST:
            self._finish(State.FAILED, f"The run filled its {limits.FRAMES_BYTES_MOST // 1_000_000} MB of frames.")

    def _is_repeated(self) -> bool:
        """Repeats a run that is over, a slice at a time, to trace the requests that turned out to be interesting.

        A run that stood at its end before and whose worker died then is not repeated: its result comes first.
        """
        if self.old_horizon >= self.frames_count:
            return True
        if self.repetition is None:
            self.repetition = Repetition(self.simulation, events_most=limits.REPEATED_EVENTS_MOST)
        self._stand_at(ANYWHERE)
        began, cpu_before = time.monotonic(), time.thread_time()
        while not self.repetition.finished and time.monotonic() - began < limits.SLICE_S:
            self.repetition.advance(self.events)
        self._stand_clear()
        self.spent_s += time.thread_time() - cpu_before
        return self.repetition.finished

    def _explained(self) -> dict[str, Any]:
        if self.repetition is not None and self.repetition.finished:
            return self.repetition.explanation()
        return self.simulation.explanation()

    def _finish(self, state: State, reason: str) -> None:
        self._stand_at(ANYWHERE)
        told = self._explained()
        summary = self.simulation.summary() | {"explanation": told["explanation"]}
        plain: dict[str, Any] = orjson.loads(orjson.dumps(summary))
        self._stand_clear()
        row.finish(self.run, state, reason, plain, self.frames, told["traces"], self._notes(), self.spent_s)
        try:
            self.writer.let_go(self.run.pk)
        except redis.RedisError as error:
            logger.warning("run %s: its stream stays for a day: %s", self.run.pk, error)
        ring(self.run.pk)
        raise Ended

    def _next_at(self, target: int) -> float:
        if self.frame < target or self.is_unpaced or self.simulation.finished:
            return time.monotonic()
        # Where frames are due more often than slices are made, a slice makes several.
        due_at = max(self.pace.wall_of(self.frame + 1), self.computed_at + limits.SLICE_S)
        return min(due_at, self.renewed_at + limits.RENEW_S)
