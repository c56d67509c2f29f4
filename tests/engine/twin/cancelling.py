"""Giving up in the plain twin: hedges and their losers, teams that have enough, callers whose time is over."""

from __future__ import annotations

from tests.engine.twin.crashes import Crashes
from tests.engine.twin.parts import Call, Team, Work


class Cancelling(Crashes):
    """Calls whose answer is needed no more."""

    def run_out(self, work: Work) -> None:
        """The deadline of work that waits for its calls."""
        if work.state == "calling":
            self.refuse(work, "deadline_exceeded")

    def abandon(self, parent: Work) -> None:
        """Gives up every call that would be cancelled, the newest first."""
        while parent.tied:
            call = parent.tied.pop()
            if call.link.cancels:
                self.give_up(call)

    def abandon_team(self, team: Team, parent: Work) -> None:
        """Gives up the calls of a team that would be cancelled, the newest first."""
        for call in reversed(list(parent.tied)):
            is_loser = team.kind == "hedged" and call.link.hedge is not None and call.link.hedge.cancels
            if team in call.teams and (call.link.cancels or is_loser):
                parent.tied.remove(call)
                self.give_up(call)

    def give_up(self, call: Call) -> None:
        """Stops waiting for an attempt."""
        assert call.awaits is not None
        self.call_off(call.awaits)
        call.awaits = None
        self.later(0, lambda: self.conclude(call, "cancelled"))

    def hedge(self, call: Call) -> None:
        """A call has taken long."""
        link = call.link
        assert link.hedge is not None
        if not call.is_needed or not link.hedge.may(link.calls):
            return
        call.team = Team("hedged", 1, 1, call.team)
        other = Call(link, call.parent, call.started_ns, call.attempt + 1, team=call.team, is_hedge=True)
        other.copy, other.time = call.copy, call.time
        self.later(0, lambda: self.attempt(other))

    def call_off(self, work: Work) -> None:
        """Tells the callee that its answer is needed no more; over a cut connection that is never learnt."""
        assert work.call is not None
        link = work.call.link

        def send() -> None:
            if not link.is_cut:
                self.later_always(round(link.connection.delay_s * 1e9), lambda: self.cancel(work))

        if not work.is_lost:
            self.later(0, send)

    def cancel(self, work: Work) -> None:
        """The callee learns that its answer is needed no more."""
        assert work.call is not None
        if work.call.link.is_cut or work.state not in ("queued", "serving", "calling"):
            return
        if work.state == "queued":
            assert work.instance is not None
            work.instance.queue.remove(work)
        self.refuse(work, "cancelled")

    def attempt(self, call: Call) -> None:
        """See `caller`."""
        raise NotImplementedError

    def conclude(self, call: Call, outcome: str) -> None:
        """See `caller`."""
        raise NotImplementedError
