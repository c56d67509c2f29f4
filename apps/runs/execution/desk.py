"""The desk of one worker process: many runs side by side, each waiting for its time without holding a core."""

from __future__ import annotations

import contextlib
import logging
import time

import redis
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from apps.runs.execution import blame, checkpoints, family, recheck, row
from apps.runs.execution.claim import claim, give_up, hand_out
from apps.runs.execution.leaving import Leaving
from apps.runs.execution.load import Load
from apps.runs.execution.row import Fenced, finish
from apps.runs.execution.session import Ended, Session
from apps.runs.fairness.places import BUSY_SHARE_MOST, SESSIONS_MOST, UNPACED_MOST, Places
from apps.runs.live.archive import Frames
from apps.runs.live.bell import Ear, ring
from apps.runs.live.connections import connect
from apps.runs.live.stream import Writer
from apps.runs.models import Run, State
from engine.simulate import DesignInvalid

logger = logging.getLogger(__name__)

POLL_S = 0.5
LISTEN_S = 0.25
# A busy desk lets an idle one go first.
COURTESY_S = 0.01
COURTESY_MOST_S = 0.1


class Desk:
    """Claims runs and serves each when it is due."""

    def __init__(self) -> None:
        self.name = family.desk_name()
        self.sessions: dict[str, Session] = {}
        self.writer = Writer(connect())
        self.ear = Ear()
        self.leaving = Leaving()
        self.claim_at = 0.0
        self.load = Load(time.monotonic())

    def work(self) -> None:
        """Works until there is nothing left to claim, or this process should stop."""
        close_old_connections()
        checkpoints.prune()
        try:
            while not self.leaving.is_due():
                self._claim_if_due()
                if self.sessions:
                    self._serve()
                elif not recheck.one(self._is_idle):
                    return
        finally:
            self._put_down()
            self._leave()

    def _is_idle(self) -> bool:
        """Looks whether anybody wants something, between two slices of work that nobody waits for."""
        if self.ear.listen(0.0):
            self.claim_at = 0.0
        self._claim_if_due()
        return not self.sessions and not self.leaving.is_due()

    def _serve(self) -> None:
        """One slice of the run that is due first, or a rest until one is."""
        first = min(self.sessions.values(), key=lambda session: session.next_at)
        rest = max(0.0, min(first.next_at, self.claim_at) - time.monotonic())
        rung = self.ear.listen(min(rest, LISTEN_S))
        for run_id in rung & self.sessions.keys():
            self._slice(self.sessions[run_id], was_rung=True)
        if rung - self.sessions.keys():
            self.claim_at = min(self.claim_at, time.monotonic() + self._courtesy_s())
        if first.next_at <= time.monotonic() and str(first.run.pk) in self.sessions:
            self._slice(first, was_rung=False)

    def _slice(self, session: Session, was_rung: bool) -> None:
        run_id = str(session.run.pk)
        cpu_before, is_paced = time.thread_time(), not session.is_unpaced
        try:
            session.slice(was_rung)
            if is_paced:
                self.load.add(time.thread_time() - cpu_before)
        except Fenced:
            self._forget(run_id)
        except Ended:
            self._forget(run_id)
            self._hand_out(session)
        except DatabaseError:
            # The lease runs out by itself; whoever takes the run up makes the same frames.
            self._lost_the_database(run_id)
            del self.sessions[run_id]
        except Exception:
            logger.exception("run %s: the engine stopped", run_id)
            del self.sessions[run_id]
            self._blame(session.run, blame.place(session.frame, session.simulation.events))

    def _lost_the_database(self, run_id: str) -> None:
        """That is nobody's fault, and no run's either: whoever takes it up does not count a try."""
        logger.exception("run %s: the database did not answer", run_id)
        connection.close()
        self._mark("")

    def _forget(self, run_id: str) -> None:
        del self.sessions[run_id]
        self.claim_at = 0.0

    def _hand_out(self, session: Session) -> None:
        """Those who waited for the same result get it now; if that fails, when they are next in line."""
        try:
            hand_out(session.run.inputs_hash)
        except DatabaseError:
            logger.exception("run %s: its result was not handed out", session.run.pk)
            connection.close()

    def _claim_if_due(self) -> None:
        now = time.monotonic()
        if now < self.claim_at:
            return
        self.claim_at = now + POLL_S
        if len(self.sessions) >= SESSIONS_MOST:
            return
        self._mark("")
        has_time = self.load.share(now) < BUSY_SHARE_MOST
        unpaced = sum(session.is_unpaced for session in self.sessions.values())
        left = UNPACED_MOST - unpaced
        run = claim(self.name, Places(paced=has_time, unpaced=left > 0, only_short=left == 1))
        if run is None:
            return
        self._mark(str(run.pk))
        # One at a time, so that the runs at the desk do not wait for a whole line to be taken up.
        self.claim_at = now + self._courtesy_s()
        try:
            self.sessions[str(run.pk)] = Session(run, self.writer)
            ring(run.pk)
        except Fenced:
            return
        except DesignInvalid as refusal:
            finish(run, State.FAILED, str(refusal), None, Frames())
            ring(run.pk)
        except DatabaseError:
            self._lost_the_database(str(run.pk))
        except Exception:
            logger.exception("run %s: the engine did not start", run.pk)
            self._blame(run, 0)

    def _courtesy_s(self) -> float:
        return min(COURTESY_S * len(self.sessions), COURTESY_MOST_S)

    def _mark(self, run_id: str) -> None:
        """If this process dies, whoever cleans up knows which run it was busy with."""
        with contextlib.suppress(redis.RedisError):
            self.writer.mark_computing(self.name, run_id)

    def _leave(self) -> None:
        """Every stretch of work has a name of its own: what was kept of it would lie with the broker for a day."""
        with contextlib.suppress(redis.RedisError):
            self.writer.leave(self.name)
        self.writer.close()
        self.ear.close()

    def _put_down(self) -> None:
        for session in self.sessions.values():
            self._hand_back(session)
        self.sessions.clear()

    def _hand_back(self, session: Session) -> None:
        try:
            session.hand_back()
        except DatabaseError:
            logger.exception("run %s: its lease runs out by itself", session.run.pk)
            connection.close()

    def _blame(self, run: Run, place: int) -> None:
        """A run threw an error at us: somebody else may try it, or nobody any more."""
        stop = blame.after(run, place)
        self._mark("")
        try:
            if stop.sentence:
                give_up(run, stop.sentence, stop.changes)
            else:
                row.give_back(run, stop.changes)
                ring(run.pk)
        except DatabaseError:
            self._lost_the_database(str(run.pk))
