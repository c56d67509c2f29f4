"""The caller's side in the plain twin: calls, attempts, timeouts, answers, retries, fallbacks."""

from __future__ import annotations

import heapq

import numpy as np

from engine.kernel import random, service
from engine.kernel.backoff import backoff_time
from engine.kernel.state import JITTERS
from tests.engine.twin import memory, replicas
from tests.engine.twin.cancelling import Cancelling
from tests.engine.twin.parts import GOOD, Call, Link, Team, Work
from tests.engine.twin.selecting import chosen


class Caller(Cancelling):
    """Connections."""

    def go_on(self, work: Work) -> None:
        """Makes the next group of calls; ends well when no group is left."""
        node = work.node
        if work.state != "calling":
            return
        if work.group < len(node.groups) and self.is_past_deadline(work):
            self.refuse(work, "deadline_exceeded")
            return
        while work.group < len(node.groups) and work.pending == 0:
            links = node.groups[work.group]
            work.group += 1
            order = links[0].connection
            made = chosen(work, links, self.share_streams[order.source, order.order])
            self.begin_order(work, made, max(each.connection.enough or 0 for each in links))
        if work.pending == 0:
            self.end(work, "ok")
        elif work.deadline_ns is not None and not work.is_timed:
            work.is_timed = True
            self.at_the_end_of(work.deadline_ns, lambda: self.run_out(work))

    def begin_order(self, work: Work, links: list[Link], enough: int) -> None:
        """Makes the calls of an order; with `enough` that many must go well, else all."""
        group, calls = None, sum(link.producer is None for link in links)
        if enough and calls:
            needed = min(enough, calls)
            group = Team("group", needed, calls - needed, None)
            work.pending = 1
        else:
            work.pending = calls
        for link in links:
            if link.producer is not None:
                self.publish(work, link)
                continue
            told, team = link.connection, group
            if told.copies > 1:
                needed = told.needed or told.copies
                team = Team("copies", needed, told.copies - needed, group)
            copies = [Call(link, work, self.now, team=team, copy=copy) for copy in range(told.copies)]
            replicas.begin(copies, self.now)
            for call in copies:
                link.calls += 1
                self.later(0, lambda call=call: self.attempt(call))  # type: ignore[misc]

    def attempt(self, call: Call) -> None:
        """Makes one attempt, unless nobody needs the call any more."""
        link, parent = call.link, call.parent
        if not call.is_needed:
            return
        key = np.uint64(random.below(parent.key, link.stream, call.number))
        outcome = link.gates.admit(call, key, self.now)
        if outcome == "ok":
            self.send(call)
        elif outcome != "waits":
            self.note_call("concluded", call, outcome)
            self.fail(call, outcome, is_sent=False, is_counted=True)

    def let_next_go(self, link: Link) -> None:
        """The call that waits for a permit has its turn, and the next one after it."""
        if not link.gates.may_release():
            return
        call = link.gates.release()
        if not call.is_needed:
            link.gates.forget(call)
        if link.gates.may_release():
            self.later(0, lambda: self.let_next_go(link))
        if call.is_needed:
            self.send(call)

    def send(self, call: Call) -> None:
        """Sends one attempt."""
        link, parent = call.link, call.parent
        link.gates.sends(call.attempt)
        call.sent_ns = self.now
        if link.hedge and link.hedge.wait_ns() and not (call.team and call.team.kind == "hedged"):
            call.plan += 1
            plan = call.plan
            self.later(link.hedge.wait_ns(), lambda: self.hedge(call) if call.plan == plan else None)
        link.attempts += 1
        self.number += 1
        key = np.uint64(random.below(parent.key, link.stream, call.number))
        work = Work(link.target, key, parent.item, self.number, call, priority=parent.priority, person=parent.person)
        work.is_traced = parent.is_traced
        call.awaits, call.chosen = work, None
        work.version = call.version
        first = parent.node.instances[0] if parent.instance is None else parent.instance
        work.from_zone = first.zone
        self.note_call("sent", call)
        if link.connection.timeout_s is not None:
            wait_ns = max(round(link.connection.timeout_s * 1e9), 1)
            work.expires_ns = self.now + wait_ns
            timer = (work.expires_ns, 1, link.row, work.number, lambda: self.time_out(call, work))
            heapq.heappush(self.events, timer)
        work.deadline_ns = self.deadline_of(link, work, parent)
        if link.cancels or (link.hedge and link.hedge.cancels):
            parent.tied.append(call)
        drawn = random.uniform(key, random.LOSS)
        if link.is_cut or drawn < link.loss:
            work.is_lost = True
            return
        if link.connection.writes:
            link.target.writes.append(work)
        work.answer_gets_lost = drawn < 1.0 - (1.0 - link.loss) * (1.0 - link.loss)
        self.later(round(link.connection.delay_s * 1e9) + link.extra_ns, lambda: self.arrive(work))

    def deadline_of(self, link: Link, work: Work, parent: Work) -> int | None:
        """The earliest of the timeout, what the caller was told, and what the callee allows itself."""
        ends = [work.expires_ns, parent.deadline_ns] if link.passes_deadline else []
        ahead_ns = parent.node.skew_ns - work.node.skew_ns
        ends = [None if each is None else each + ahead_ns for each in ends]
        if work.node.deadline is not None and work.node.deadline.limit_s is not None:
            arrives_ns = self.now + round(link.connection.delay_s * 1e9)
            ends.append(arrives_ns + max(round(work.node.deadline.limit_s * 1e9), 1))
        return min((each for each in ends if each is not None), default=None)

    def time_out(self, call: Call, work: Work) -> None:
        """The deadline of an attempt; nothing if it was answered."""
        if call.awaits is work:
            call.link.timeouts += 1
            if call.link.cancels:
                self.call_off(work)
            self.conclude(call, "cut" if work.is_lost else "timeout")

    def answer(self, work: Work) -> None:
        """An answer reaches the caller, who may have stopped waiting."""
        call = work.call
        assert call is not None
        work.state = "gone"
        if call.link.is_cut or (call.awaits is work and work.answer_gets_lost):
            work.is_lost = True
            return
        self.note("returned", work, work.outcome)
        if call.awaits is work:
            if work.outcome in GOOD:
                call.answers.append(work.version)
            self.conclude(call, work.outcome)

    def conclude(self, call: Call, outcome: str) -> None:
        """An attempt has an outcome: answer, try again, or give up."""
        link, parent = call.link, call.parent
        is_wanted, is_counted = call.is_needed, self.counts(call, outcome)
        call.plan += 1
        if is_wanted:
            self.note_call("concluded", call, outcome)
        call.awaits = None
        if call in parent.tied:
            parent.tied.remove(call)
        if outcome == "cancelled":
            link.gates.forget(call)
        else:
            link.gates.settle(call, outcome in GOOD, self.now)
            self.tell_balancer(call, outcome in GOOD)
        if link.gates.may_release():
            self.later(0, lambda: self.let_next_go(link))
        if outcome not in GOOD:
            self.fail(call, outcome, is_sent=True, is_counted=is_counted)
            return
        if is_counted:
            link.answered += 1
            link.latency_ns += self.now - call.started_ns
            link.latencies.append(self.now - call.started_ns)
            if link.hedge:
                link.hedge.learn(self.now - call.started_ns)
        if is_wanted:
            if outcome == "miss" and link.is_lookup:
                parent.missed.add(link.connection.target)
            if outcome == "ok":
                memory.remember(link, parent.item, self.now)
                self.keep_answer(link, parent, self.now - call.started_ns)
            self.go_well(call)

    def tell_balancer(self, call: Call, is_good: bool) -> None:
        """An attempt came to an end at the instance that took it."""
        balancer = self.balancers[call.link.connection.id]
        if balancer is not None and call.chosen is not None:
            balancer.learn(call.chosen, is_good, self.now - call.sent_ns, self.now)

    def counts(self, call: Call, outcome: str) -> bool:
        """A call and its hedge are counted once: the first good one, else the last."""
        team = call.team
        if team is None or team.kind != "hedged":
            return True
        if team.is_settled:
            return False
        if call.is_needed:
            return True
        if outcome in GOOD:
            team.needed = 0
            return True
        team.spare -= 1
        return team.spare < 0

    def go_well(self, call: Call) -> None:
        """A call that is needed went well: it may be made again, and the teams that it is in may have had enough."""
        if call.team is not None and call.team.kind == "hedged":
            call.team.needed = 0
            self.abandon_team(call.team, call.parent)
            call.team = call.team.outer
        if call.time + 1 < call.link.connection.times:
            call.time, call.attempt, call.backoff_ns, call.is_hedge = call.time + 1, 0, 0.0, False
            call.started_ns = self.now
            call.link.calls += 1
            self.later(0, lambda: self.attempt(call))
        else:
            self.count_success(call)
            if call.link.target.replicas is not None:
                replicas.conclude(call)

    def count_success(self, call: Call) -> None:
        """The caller goes on when every team around the call has had enough."""
        enough = None
        for team in call.teams:
            team.needed -= 1
            if not team.is_settled:
                break
            enough = team
        is_met = all(each.is_settled for each in call.teams)
        if enough is not None:
            self.abandon_team(enough, call.parent)
        if is_met:
            self.meet(call.parent)

    def fail(self, call: Call, outcome: str, *, is_sent: bool, is_counted: bool) -> None:
        """An attempt failed or was refused: try again, or give up."""
        link, is_wanted = call.link, call.is_needed
        link.errors[outcome] = link.errors.get(outcome, 0) + 1
        may_retry = is_sent and is_wanted and not call.is_hedge and call.attempt + 1 < link.connection.retry.attempts
        if may_retry and link.gates.may_retry():
            self.retry(call)
            return
        if is_wanted:
            is_counted = not (call.team is not None and call.team.kind == "hedged" and call.team.spare > 0)
            is_wanted = self.fails_with_its_teams(call)
        link.failures += is_counted and outcome != "cancelled"
        if is_wanted:
            self.give_back(link, call.parent)
            self.give_in(call, outcome)

    def fails_with_its_teams(self, call: Call) -> bool:
        """False when the others of a team of copies or hedges may still do."""
        failed = None
        inner = [each for each in call.teams if each.kind != "group"]
        for team in inner:
            if team.spare > 0:
                team.spare -= 1
                return False
            team.needed, failed = 0, team
        if failed is not None:
            self.abandon_team(failed, call.parent)
            call.team = failed.outer
        return True

    def give_in(self, call: Call, outcome: str) -> None:
        """A call has failed for good."""
        link, parent = call.link, call.parent
        if link.is_lookup:
            parent.missed.add(link.connection.target)
            self.count_success(call)
        elif memory.recalls(link, parent.item, self.now):
            self.later_always(round(link.connection.fallback_s * 1e9), lambda: self.fall_back(call))
        elif link.connection.fallback_to is not None:
            parent.is_degraded = True
            other = self.links[link.connection.fallback_to]
            other.calls += 1
            instead = Call(other, parent, self.now, team=call.team)
            replicas.begin([instead], self.now)
            self.later(0, lambda: self.attempt(instead))
        elif link.connection.optional or link.gates.is_open:
            self.later_always(round(link.connection.fallback_s * 1e9), lambda: self.fall_back(call))
        elif call.team is not None and call.team.spare > 0:
            call.team.spare -= 1
        else:
            if parent.call is not None or parent.link is not None:  # neither a request nor what refreshes
                parent.node.fail(self.kind_of_failure(parent, "dependency"))
            self.end(parent, self.kind_of_failure(parent, outcome))

    def fall_back(self, call: Call) -> None:
        """The substitute for a failed optional call is ready."""
        if call.is_needed:
            call.parent.is_degraded = True
            self.count_success(call)

    def meet(self, parent: Work) -> None:
        """One call of the group is done."""
        parent.pending -= 1
        if parent.pending == 0:
            self.later(0, lambda: self.go_on(parent))

    def retry(self, call: Call) -> None:
        """Plans the next attempt."""
        link = call.link
        told = link.connection.retry
        call.attempt += 1
        link.retries += 1
        key = np.uint64(random.below(call.parent.key, link.stream, call.number))
        call.backoff_ns = backoff_time(
            JITTERS[told.jitter],
            told.backoff_s * 1e9,
            told.backoff_cap_s * 1e9,
            call.attempt,
            call.backoff_ns,
            random.uniform(key, random.BACKOFF),
        )
        self.later(int(service.to_nanoseconds(call.backoff_ns)), lambda: self.attempt(call))
