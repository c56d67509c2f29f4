# mypy: disable-error-code="assignment,operator"
"""The event loop: one compiled dispatcher over flat arrays.

Every turn takes one thing to do, from the ring of zero-delay actions while it holds any, else the first event of the
heap, and handles it in up to six stages, each of which may hand one row to the next:

    the event itself -> a call sends an attempt -> an attempt concluded -> a work ended -> a slot fell vacant
    -> a work starts service

The order of events is total: by time, then by the order in which they were planned; timeouts come last in their
nanosecond, in the order of connections. What each mechanism means stands in docs/engine/mechanisms.md; the plain twin
is tests/engine/reference.py.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.actions import plan_now
from engine.kernel.admission import admit, forget, settle
from engine.kernel.area import integrate
from engine.kernel.arms import choose_in_arm, count_in_arm
from engine.kernel.arrivals import NEVER, next_exposure, time_of_exposure
from engine.kernel.backoff import backoff_time
from engine.kernel.balance import choose_instance, choose_shard
from engine.kernel.budget import pay_in, pay_retry
from engine.kernel.cache import NO_DRAW, copy_of, look_up, store
from engine.kernel.choosing import ZONE_AWARE, choose_informed
from engine.kernel.compiled import loop
from engine.kernel.deadline import is_too_late, lateness
from engine.kernel.driven import GIVEN_KEY, NO_TAG, is_due, take_given, tell_end
from engine.kernel.events import (
    ANSWER,
    ARRIVAL,
    ARRIVE,
    ATTEMPT,
    CALL_OFF,
    CANCEL,
    DEADLINE,
    DEPART,
    DROP,
    FALLBACK,
    GIVE_UP,
    GIVEN,
    HEDGE,
    INDEX_MASK,
    KIND_BITS,
    KIND_MASK,
    PUBLISH,
    READY,
    REBALANCE,
    RELEASE,
    RESUME,
    SEQUENCE_BITS,
    SERVED,
    STEP,
    TAKE,
    TIMER,
    TIMERS_LAST,
    UNBLOCK,
    USER,
    WAKE,
)
from engine.kernel.fleet import become_ready, leave
from engine.kernel.heap import NEVER_NS, close_vacancy, plan_event
from engine.kernel.hedging import hedge_after_ns, learn_latency, may_hedge
from engine.kernel.histogram import VALUE_BITS, count_samples
from engine.kernel.joints import take_in
from engine.kernel.lanes import SIZE, drop_first_of_lane, earliest_lane, push_lane
from engine.kernel.life import NEW
from engine.kernel.message_rows import COMMIT_AFTER, COMMIT_BEFORE, TO_DEAD_LETTERS, TO_KEY, TO_SAME
from engine.kernel.messages import (
    NONE_WAITS,
    assign_partitions,
    is_given_up,
    is_outdated,
    is_poisoned,
    next_partition,
    put_first,
    put_last,
    waiting_for,
)
from engine.kernel.network import fate_of
from engine.kernel.outcomes import (
    CANCELLED,
    CUT,
    DEAD_LETTERED,
    DEADLINE_EXCEEDED,
    DEPENDENCY,
    DROPPED,
    EXPIRED,
    FAILED,
    FIRST_ERROR,
    MISDIRECTED,
    MISS,
    OK,
    QUEUE_FULL,
    REFUSED,
    TIMEOUT,
    TURNED_AWAY,
    UNAVAILABLE,
)
from engine.kernel.peers import learn, welcome
from engine.kernel.permits import may_release, release_first
from engine.kernel.policies import GATED, INFORMED, OPTIONAL, PUBLISHES, REMEMBERS, TEAMED, TIED, WAITS
from engine.kernel.popularity import draw_key
from engine.kernel.queue import enqueue, leave_class, leave_queue
from engine.kernel.random import (
    BACKOFF,
    COPIES,
    ERROR,
    HOT,
    PERSON,
    PROBABILITY,
    SHARE,
    below,
    mix,
    numbered,
    uniform,
    uniform_index,
)
from engine.kernel.replicas import (
    READS,
    WRITES,
    begin_replicated,
    conclude_replicated,
    lacking_replicas,
    repair_replica,
    replica_for,
    take_version,
    touch_replica,
)
from engine.kernel.selecting import is_for_others
from engine.kernel.service import service_time, to_nanoseconds
from engine.kernel.sharing import begins_at_once, join_sharing, leave_sharing, next_end
from engine.kernel.shedding import give_seat, is_turned_away, leave_seat
from engine.kernel.stampede import (
    HIT,
    REFRESHER,
    RENEWS,
    WAITS_FOR_IT,
    WOKEN,
    begin_refresher,
    consult,
    end_waiting,
    give_back,
    holder_of,
    is_unguarded,
    join_waiting,
    keep,
    leave_waiting,
    rebuild_row,
    take_lease,
)
from engine.kernel.state import (
    ANSWER_LOST,
    ANSWERING,
    ARRIVES,
    CALLING,
    CALLS_FREE,
    CALLS_LIVE,
    CALLS_TOP,
    CLOCK,
    CLOSED_REQUEST,
    CUT_OFF,
    DEGRADED,
    DISTURBED,
    DRAINING,
    DROPPING,
    EVENTS,
    FILLS,
    GONE,
    HEAP_SIZE,
    HELD,
    HOLDS_SLOT,
    IN_FLIGHT,
    IN_FLIGHT_LIMIT,
    INBOX_FIRST,
    LOST,
    MARGIN,
    MESSAGES,
    MESSAGES_LIMIT,
    NO_INSTANCE,
    POISONED,
    PRIORITY,
    PRIORITY_BIT,
    QUEUED,
    REFUSING,
    RING_FIRST,
    RING_SIZE,
    SEQUENCE,
    SERVING,
    SHARED,
    STEERED,
    SWITCHED,
    TOKENS,
    TRAVELLING,
    TURNS_AWAY,
    UNCOMMITTED,
    VARIES,
    WORKS_FREE,
    WORKS_LIVE,
    WORKS_TOP,
)
from engine.kernel.stations import BY_PRIORITY, DROPS_EXPIRED, HANDLES_MESSAGES, ORDERED, SHARES, SHEDS
from engine.kernel.teams import (
    GROUP,
    HEDGED,
    HEDGES,
    NO_TEAM,
    OF_COPIES,
    abandon_team,
    begin_call,
    count_success,
    fail_above,
    found_team,
    group_absorbs,
    has_lost,
    is_absorbed,
    is_hedged,
    is_needed,
    join_teams,
    leave_team,
    move_up,
    next_serial,
    settle_unwanted,
    take_call,
)
from engine.kernel.ties import (
    HAS_TIES,
    IN_GENERAL,
    abandon,
    call_off,
    deadline_of,
    is_running_out,
    tie_call,
    tie_work,
    untie_call,
)
from engine.kernel.timers import drop_timer
from engine.kernel.tracing import (
    NOTE_ARRIVED,
    NOTE_CONCLUDED,
    NOTE_ENDED,
    NOTE_REQUEST,
    NOTE_RETURNED,
    NOTE_SENT,
    NOTE_SERVED,
    NOTE_STARTED,
    NOTES,
    NOTES_MARGIN,
    TRACED,
    is_traced,
    note,
    note_call,
    note_work,
    remember_failed,
    remember_slow,
    trace_draw,
)
from engine.kernel.users import next_sending_ns
from engine.kernel.variation import contention, service_factor, time_to_run
from engine.kernel.wishes import wanted_key
from engine.kernel.works import commit_all, free_work, take_work
from engine.kernel.zonal import FROM_AFAR, asked_home, is_far, is_known_elsewhere, nearest_replica, store_in_all

DONE, GROW, BUDGET, IN_FLIGHT_MET, NOTES_FULL = 0, 1, 2, 3, 4


@loop
def advance(  # type: ignore[no-untyped-def]
    components,
    connections,
    groups,
    sources,
    caches,
    curve_times,
    curve_rates,
    alias,
    component_rules,
    policies,
    call_rules,
    points,
    zones,
    times_ns,
    publishing,
    consuming,
    joints,
    registers,
    states,
    instances,
    details,
    lives,
    arms,
    arm_latency,
    living,
    shards,
    ranks,
    entries,
    rebuilds,
    cache_states,
    links,
    source_states,
    policy_states,
    peers,
    publishing_states,
    consuming_states,
    consumers,
    partitions,
    window,
    octaves,
    samples,
    tally,
    tracing,
    notes,
    picks,
    slowest,
    failed,
    firsts_ns,
    lanes,
    lane_ends,
    heap,
    ring,
    works,
    sharers,
    calls,
    work_ties,
    call_ties,
    people,
    versions,
    stores,
    copies_sent,
    copy_ends,
    inbox,
    outbox,
    tags,
    until_ns,
    turns,
):
    """Runs every event before `until_ns`, at most `turns` turns; all state is in the arrays (see state.py).

    Returns DONE (the clock stands at until_ns), GROW (a pool is nearly full: double it and call again), BUDGET (`turns`
    are used up, call again), IN_FLIGHT_MET (more requests are unanswered than the run may hold) or NOTES_FULL (the log
    of the trace is: make room and call again).
    """
    now = registers[CLOCK]
    sequence = registers[SEQUENCE]
    tokens = registers[TOKENS]
    heap_size = registers[HEAP_SIZE]
    ring_first = registers[RING_FIRST]
    ring_size = registers[RING_SIZE]
    works_top = registers[WORKS_TOP]
    works_free = registers[WORKS_FREE]
    works_live = registers[WORKS_LIVE]
    calls_top = registers[CALLS_TOP]
    calls_free = registers[CALLS_FREE]
    calls_live = registers[CALLS_LIVE]
    in_flight = registers[IN_FLIGHT]
    margin = registers[MARGIN]
    works_room = works.shape[0] - margin
    calls_room = calls.shape[0] - margin
    heap_room = heap.shape[0] - 8
    ring_room = ring.shape[0] - margin
    ring_mask = ring.shape[0] - 1
    lane_room = lanes.shape[1] - 8
    lane_size = 0  # of the fullest lane
    for each in range(lane_ends.shape[0]):
        lane_size = max(lane_size, lane_ends[each, SIZE])
    lane_ns, lane_key, lane = earliest_lane(lanes, lane_ends)
    samples_room = samples.shape[1] - 2  # a turn adds at most two
    samples_count = 0
    notes_room = notes.shape[0] - NOTES_MARGIN
    has_people = people.shape[0] > 1
    has_tags = tags.shape[0] > 1
    copies_room = copies_sent.shape[1] - 8
    outbox_room = outbox.shape[0] - 8
    turns_left = turns
    status = DONE
    event = np.int64(0)
    is_vacant = False  # the first event of the heap was taken and its place is not closed yet
    front = np.int64(-1)  # the first action, kept out of the ring while it is the only one

    while True:
        # One test for all that may be short; what it is does not matter until something is.
        short = (works_room - works_live) | (calls_room - calls_live) | (heap_room - heap_size)
        short |= (ring_room - ring_size) | (lane_room - lane_size) | (notes_room - tracing[NOTES])
        short |= (samples_room - samples_count) | (turns_left - 1)
        if short < 0:
            if works_live > works_room or calls_live > calls_room or heap_size > heap_room or ring_size > ring_room:
                status = GROW
                break
            if lane_size > lane_room:
                status = GROW
                break
            if tracing[NOTES] > notes_room:
                status = NOTES_FULL
                break
            if turns_left <= 0:
                status = BUDGET
                break
            if samples_count > samples_room:
                count_samples(samples, samples_count, tally, window, octaves, states, links)
                samples_count = 0

        if front >= 0:
            kind = front >> KIND_BITS
            index = front & INDEX_MASK
            front = np.int64(-1)
        elif ring_size > 0:
            action = ring[ring_first]
            ring_first = (ring_first + 1) & ring_mask
            ring_size -= 1
            kind = action >> KIND_BITS
            index = action & INDEX_MASK
        else:
            if is_vacant:
                heap_size = close_vacancy(heap, heap_size)
                is_vacant = False
            heap_ns = heap[0].at_ns
            if min(heap_ns, lane_ns) >= until_ns:
                now = until_ns
                break
            if lane_ns < heap_ns or (lane_ns == heap_ns and lane_key < heap[0].key):
                now = lane_ns
                event = lane_key
                drop_first_of_lane(lanes, lane_ends, lane)
                lane_ns, lane_key, lane = earliest_lane(lanes, lane_ends)
            else:
                now = heap_ns
                event = heap[0].key
                is_vacant = True
            kind = (event >> KIND_BITS) & KIND_MASK
            index = event & INDEX_MASK
            # A service that a kill ended, or an arrival that a change of rate moved, left its old event behind.
            if kind == SERVED:
                if works[index].state != SERVING or works[index].awaited != event >> SEQUENCE_BITS:
                    continue
            elif kind == ARRIVAL:
                if source_states[index].awaited != event >> SEQUENCE_BITS:
                    continue
            elif kind == HEDGE:
                if call_ties[index].awaited != event >> SEQUENCE_BITS:
                    continue
            elif kind == DEADLINE:
                if not is_running_out(works, work_ties, index, event):
                    continue
            elif kind == DEPART:
                if details[index].awaited != event >> SEQUENCE_BITS:
                    continue
            elif kind == WAKE:
                if rebuilds[index].awaited != event >> SEQUENCE_BITS:
                    continue
            elif kind == GIVEN and not is_due(inbox, registers, now):
                continue
        turns_left -= 1

        sending = -1  # a call that sends an attempt
        is_sent = True  # what is concluded was sent, not refused by the connection's own gates
        concluded = -1  # a call whose attempt has the outcome `outcome`
        outcome = OK
        ended = -1  # a work that ends with the outcome works[ended].outcome
        settled = -1  # a message that is over, or that was not accepted
        vacant = -1  # an instance with a free slot
        starting = -1  # a work that begins service
        sharing = np.int64(-1)  # an instance at which somebody came or went who shares its slots
        # Events that this turn plans, at most one in each part of it.
        first_ns = second_ns = third_ns = np.int64(-1)
        first_key = second_key = third_key = np.int64(0)
        first_lane = np.int64(-1)

        if kind == DEPART:
            sharing = index
            w = np.int64(details[index].root)
            c = works[w].component
            integrate(states, c, now)
            finish_ns = sharers[w].finish_ns
            leave_sharing(states, instances, details, sharers, component_rules, c, index, components[c].slots, w, now)
            if details[index].root >= 0:
                details[index].virtual_ns = finish_ns
            works[w].flags &= ~HOLDS_SLOT
            if components[c].queue_rule & SHEDS:
                leave_seat(details, index, works[w].flags)
            kind = np.int64(SERVED)
            index = w

        if kind == ARRIVE and links[works[index].connection].line & CUT_OFF == 0:
            w = index
            c = works[w].component
            e = works[w].connection
            is_message = connections[e].rules & PUBLISHES != 0
            routing = 0
            if is_message:
                routing = publishing[e].routing
            else:
                works[w].arrived_ns = now
            links[e].arrivals += 1
            if works[w].flags & TRACED:
                note_work(tracing, notes, NOTE_ARRIVED, now, works[w])
            integrate(states, c, now)
            states[c].in_system += 1
            up = states[c].listed
            role, lacking = np.int64(0), np.int64(OK)
            if connections[e].rules & TEAMED and call_rules[e].role != 0:
                role = np.int64(call_rules[e].role)
                first = components[c].first_instance
                lacking = lacking_replicas(component_rules, instances, c, first, works[w].item, role, works[w].awaited)
            home = np.int64(-1)
            if components[c].cache >= 0 and caches[components[c].cache].replicas > 1:
                first, zone = components[c].first_instance, NO_INSTANCE - works[w].instance
                works[w].instance = NO_INSTANCE
                cache = components[c].cache
                nearest = nearest_replica(caches, cache, first, zones, zone, works[w].key)
                home = asked_home(caches, cache, first, instances, works[w].item, nearest)
                if home < 0:
                    lacking = np.int64(UNAVAILABLE)
                elif is_far(caches, cache, first, zones, home, zone, nearest):
                    works[w].flags |= FROM_AFAR
            if up == 0 and routing != TO_SAME:
                works[w].outcome = UNAVAILABLE
                states[c].errors[UNAVAILABLE] += 1
                ended = w
            elif works[w].flags & HAS_TIES and now > work_ties[w].deadline_ns:
                works[w].outcome = DEADLINE_EXCEEDED
                states[c].errors[DEADLINE_EXCEEDED] += 1
                ended = w
            elif lacking != OK:
                works[w].outcome = lacking
                states[c].errors[lacking] += 1
                ended = w
            else:
                first = components[c].first_instance
                if home >= 0:
                    i = home
                elif components[c].cache >= 0:
                    stream = caches[components[c].cache].stream
                    i = choose_shard(stream, works[w].item, first, components[c].instances, up, instances, living)
                elif role != 0:
                    i = replica_for(component_rules, instances, c, first, works[w].item, role, works[w].awaited)
                elif connections[e].rules & TEAMED and call_rules[e].copies > 1:
                    i = np.int64(living[first + works[w].awaited % up])
                elif routing == TO_KEY:
                    stream = publishing[e].stream
                    i = choose_shard(stream, works[w].item, first, components[c].instances, up, instances, living)
                elif routing == TO_SAME:
                    i = np.int64(first + works[w].pending)
                else:
                    turn = links[e].turn
                    links[e].turn = turn + 1
                    balancing, key = connections[e].balancing, works[w].key
                    if states[c].is_split != 0:
                        i = choose_in_arm(states, c, turn, key, first, up, instances, living)
                    elif connections[e].rules & INFORMED:
                        p, item, zone = connections[e].policy, works[w].item, NO_INSTANCE - works[w].instance
                        if policies[p].hashes_people != 0:
                            item = people[w]
                        i = choose_informed(
                            balancing, turn, key, item, zone, first, up, instances, living, zones, points,
                            policies, policy_states, peers, p, now,
                        )  # fmt: skip
                    else:
                        i = choose_instance(balancing, turn, key, first, up, instances, living)
                    if connections[e].rules & INFORMED:
                        works[w].instance = NO_INSTANCE
                        if calls[works[w].caller].token == works[w].token:
                            calls[works[w].caller].chosen = i - first + 1
                instances[i].arrivals += 1
                hindrance = instances[i].hindrance
                rule = components[c].queue_rule
                if (
                    rule & SHEDS
                    and hindrance & TURNS_AWAY == 0
                    and is_turned_away(component_rules, instances, details, components, c, i, works[w].flags)
                ):
                    works[w].outcome = TURNED_AWAY
                    states[c].errors[TURNED_AWAY] += 1
                    ended = w
                elif begins_at_once(components, instances, c, i):
                    works[w].instance = i
                    instances[i].in_system += 1
                    starting = w
                    if rule & SHEDS:
                        give_seat(details, i, works[w].flags)
                elif hindrance & GONE:
                    works[w].outcome = MISDIRECTED
                    states[c].errors[MISDIRECTED] += 1
                    ended = w
                elif hindrance & REFUSING and hindrance & SHARED == 0:
                    works[w].outcome = REFUSED
                    states[c].errors[REFUSED] += 1
                    ended = w
                elif instances[i].queued < components[c].queue_limit:
                    works[w].instance = i
                    instances[i].in_system += 1
                    works[w].state = QUEUED
                    works[w].next = -1
                    if rule & ORDERED:
                        enqueue(works, instances, details, component_rules, rule, c, i, w)
                    elif instances[i].queued == 0:
                        instances[i].head = w
                        instances[i].tail = w
                    else:
                        works[instances[i].tail].next = w
                        works[w].previous = instances[i].tail
                        instances[i].tail = w
                    if rule & SHEDS:
                        give_seat(details, i, works[w].flags)
                    instances[i].queued += 1
                    states[c].queued += 1
                else:
                    works[w].outcome = QUEUE_FULL
                    states[c].errors[QUEUE_FULL] += 1
                    ended = w
                if connections[e].rules & INFORMED and works[w].instance >= 0:
                    peers[policies[connections[e].policy].first_peer + i - first].own += 1
                if is_message and ended < 0:
                    # Accepted: it lies in its partition and its place in the producer's buffer is free.
                    samples[0, samples_count] = ((components.shape[0] + e) << VALUE_BITS) | (now - works[w].arrived_ns)
                    samples_count += 1
                    if routing != TO_SAME:
                        works[w].arrived_ns = now
                    publishing_states[e].buffered -= 1
                    if publishing_states[e].blocked > 0:
                        front, ring_size = plan_now(front, ring, ring_first, ring_size, (UNBLOCK << KIND_BITS) | e)
                    if hindrance & SHARED:
                        works[w].pending = 0
                        vacant = i
            if starting < 0 and ended < 0 and vacant < 0:
                continue  # It waits in the queue.

        elif kind == SERVED:
            w = index
            if works[w].state != SERVING:
                # It was cancelled in the very instant in which a service without length began.
                continue
            c = works[w].component
            ratio = states[c].error_ratio
            if instances[works[w].instance].version == NEW:
                ratio = 1.0 - (1.0 - ratio) * (1.0 - states[c].build_error_ratio)
            if works[w].flags & TRACED:
                note_work(tracing, notes, NOTE_SERVED, now, works[w])
            works[w].outcome = OK
            works[w].state = CALLING
            is_failing = ratio > 0.0 and uniform(works[w].key, ERROR) < ratio
            failure = np.int64(FAILED)
            if components[c].queue_rule & HANDLES_MESSAGES and component_rules[c].consumes >= 0:
                poison_ratio = consuming_states[component_rules[c].consumes].poison_ratio
                if works[w].caller == 0 and is_poisoned(works[w].key, poison_ratio):
                    works[w].flags |= POISONED
                is_failing |= works[w].flags & POISONED != 0 and poison_ratio > 0.0
                if is_given_up(component_rules, consuming, c, works[w].caller):
                    failure = np.int64(DEAD_LETTERED)
            if is_failing:
                works[w].outcome = failure
                states[c].errors[failure] += 1
                ended = w
            else:
                has_calls = components[c].groups_end > components[c].first_group
                is_waiting = False
                if components[c].cache >= 0:
                    states[c].lookups += 1
                    cache = components[c].cache
                    i = works[w].position if caches[cache].holder >= 0 else works[w].instance
                    if caches[cache].first_rebuild < 0:
                        is_hit = look_up(caches, shards, entries, cache, i, works[w].item, works[w].key, now)
                        if caches[cache].replicas > 1:
                            if not is_hit and caches[cache].falls_back != 0:
                                first, item, key = components[c].first_instance, works[w].item, works[w].key
                                is_hit = is_known_elsewhere(caches, shards, entries, cache, first, i, item, key, now)
                                works[w].flags |= FROM_AFAR
                            cache_states[cache].from_afar += is_hit and works[w].flags & FROM_AFAR != 0
                    else:
                        holder = holder_of(calls, works, w)
                        verdict = consult(
                            caches, cache_states, shards, entries, rebuilds,
                            cache, i, works[w].item, works[w].key, holder, now,
                        )  # fmt: skip
                        is_hit = verdict in (HIT, RENEWS)
                        is_waiting = verdict == WAITS_FOR_IT
                        r = rebuild_row(caches, cache, i, works[w].item)
                        if is_waiting:
                            join_waiting(works, rebuilds, r, w)
                        elif verdict == RENEWS:
                            m, works_free, works_top, works_live = take_work(works, works_free, works_top, works_live)
                            tokens += 1
                            begin_refresher(components, connections, works, calls, rebuilds, m, w, r, tokens, now)
                            if has_people:
                                people[m] = people[w]
                            if has_tags:
                                tags[m] = NO_TAG
                            front, ring_size = plan_now(front, ring, ring_first, ring_size, (STEP << KIND_BITS) | m)
                        if is_unguarded(rebuilds, r, now):
                            sequence += 1
                            rebuilds[r].awaited = sequence
                            first_ns = np.int64(rebuilds[r].until_ns)
                            first_key = (sequence << SEQUENCE_BITS) | (WAKE << KIND_BITS) | r
                    states[c].hits += is_hit
                    if caches[cache].looks_aside != 0:
                        has_calls = False
                        works[w].outcome = OK if is_hit else MISS
                    elif is_hit:
                        has_calls = False
                    else:
                        works[w].flags |= FILLS
                if not has_calls and not is_waiting:
                    ended = w
                else:
                    if not is_waiting:
                        front, ring_size = plan_now(front, ring, ring_first, ring_size, (STEP << KIND_BITS) | w)
                    if components[c].holds_slot == 0 or is_waiting:
                        works[w].flags &= ~HOLDS_SLOT
                        vacant = works[w].instance
                        integrate(states, c, now)
                        instances[vacant].busy -= 1
                        states[c].busy -= 1
                        if components[c].queue_rule & SHEDS:
                            leave_seat(details, vacant, works[w].flags)

        elif kind == ANSWER:
            w = index
            k = works[w].caller
            e = works[w].connection
            outcome = np.int64(works[w].outcome)
            # An answer that nobody waits for any more (its attempt timed out) is dropped.
            is_message = connections[e].rules & PUBLISHES != 0
            if is_message:
                registers[MESSAGES] -= 1
            is_awaited = not is_message and calls[k].token == works[w].token
            is_swallowed = links[e].line & CUT_OFF != 0 or (is_awaited and calls[k].fate == ANSWER_LOST)
            if works[w].flags & TRACED and not is_swallowed:
                note_work(tracing, notes, NOTE_RETURNED, now, works[w])
            if is_awaited and is_swallowed:
                calls[k].fate = LOST
            elif is_awaited:
                concluded = k
                if outcome < FIRST_ERROR and connections[e].rules & TEAMED and call_rules[e].role == READS:
                    take_version(call_ties, k, call_rules[e].copies, work_ties[w].version)
                if connections[e].timeout_ns > 0:
                    drop_timer(links, calls, e, k)
            works_free, works_live = free_work(works, work_ties, w, works_free, works_live)

        elif kind == STEP:
            w = index
            c = works[w].component
            if works[w].state == CALLING and works[w].pending == 0:
                group = works[w].position
                last_group = components[c].groups_end
                if group < last_group and works[w].flags & HAS_TIES and now > work_ties[w].deadline_ns:
                    works[w].outcome = DEADLINE_EXCEEDED
                    states[c].errors[DEADLINE_EXCEEDED] += 1
                    ended = w
                    last_group = group
                while group < last_group and works[w].pending == 0:
                    share = (
                        uniform(mix(works[w].key ^ groups[group].stream), SHARE)
                        if groups[group].has_shares != 0
                        else 2.0
                    )
                    enough = groups[group].enough
                    group_team = np.int64(NO_TEAM)
                    is_refreshing = works[w].connection == REFRESHER
                    for e in range(groups[group].first, groups[group].end):
                        if is_refreshing and connections[e].miss_bit < 0:
                            continue
                        if groups[group].is_selective != 0 and is_for_others(connections, e, works[w].flags):
                            continue
                        if connections[e].share_until >= 0.0:
                            if groups[group].has_shares == STEERED:
                                if share < links[e].share_from or share >= links[e].share_until:
                                    continue
                            elif share < connections[e].share_from or share >= connections[e].share_until:
                                continue
                        else:
                            chance = links[e].chance if links[e].line & SWITCHED else connections[e].probability
                            if chance < 1.0 and uniform(works[w].key ^ connections[e].stream, PROBABILITY) >= chance:
                                continue
                        if (
                            connections[e].miss_bit >= 0
                            and (works[w].flags >> np.uint32(connections[e].miss_bit)) & 1 == 0
                        ):
                            continue
                        if connections[e].rules & PUBLISHES:
                            if publishing[e].routing == TO_DEAD_LETTERS:
                                continue
                            links[e].calls += 1
                            has_room = (
                                publishing_states[e].buffered < publishing[e].room and publishing_states[e].blocked == 0
                            )
                            is_full = registers[MESSAGES] >= registers[MESSAGES_LIMIT]
                            if is_full or (not has_room and publishing[e].blocks == 0):
                                links[e].failures += 1
                                links[e].errors[DROPPED] += 1
                                continue
                            m, works_free, works_top, works_live = take_work(works, works_free, works_top, works_live)
                            registers[MESSAGES] += 1
                            tokens += 1
                            target = connections[e].target
                            works[m].key = below(works[w].key, connections[e].stream, 0)
                            works[m].arrived_ns = now
                            works[m].token = tokens
                            works[m].caller = 0
                            works[m].component = target
                            works[m].instance = -1
                            works[m].item = works[w].item
                            if has_people:
                                people[m] = people[w]
                            works[m].connection = e
                            works[m].position = components[target].first_group
                            works[m].flags = works[w].flags & PRIORITY
                            works[m].pending = 0
                            works[m].state = TRAVELLING
                            works[m].outcome = OK
                            if publishing[e].routing == TO_SAME:
                                partition = works[w].instance - components[c].first_instance
                                works[m].pending = publishing[e].first_partition + partition
                                works[m].arrived_ns = works[w].arrived_ns
                            if not has_room:
                                works[m].caller = w
                                works[m].awaited = works[w].token
                                works[m].next = -1
                                works[w].pending += 1
                                if publishing_states[e].blocked == 0:
                                    publishing_states[e].first_blocked = m
                                else:
                                    works[publishing_states[e].last_blocked].next = m
                                publishing_states[e].last_blocked = m
                                publishing_states[e].blocked += 1
                                continue
                            publishing_states[e].buffered += 1
                            action = (PUBLISH << KIND_BITS) | m
                            if publishing[e].publish_ns + connections[e].delay_ns == 0:
                                links[e].attempts += 1
                                action = (ARRIVE << KIND_BITS) | m
                            front, ring_size = plan_now(front, ring, ring_first, ring_size, action)
                            continue
                        if enough > 0 and group_team < 0:
                            group_team, calls_free, calls_top = take_call(calls, calls_free, calls_top)
                            calls_live += 1
                            found_team(calls, call_ties, group_team, GROUP, 0, 0, NO_TEAM)
                        team, copies, times = group_team, 1, 1
                        if connections[e].rules & TEAMED:
                            copies, times = call_rules[e].copies, call_rules[e].times
                            if copies > 1:
                                team, calls_free, calls_top = take_call(calls, calls_free, calls_top)
                                calls_live += 1
                                found_team(calls, call_ties, team, OF_COPIES, call_rules[e].needed, copies, group_team)
                                if call_rules[e].role == READS:
                                    begin_replicated(
                                        component_rules, joints, versions, call_ties, team, READS,
                                        connections[e].target, works[w].item, now,
                                    )  # fmt: skip
                        for copy in range(copies):
                            k, calls_free, calls_top = take_call(calls, calls_free, calls_top)
                            calls_live += 1
                            begin_call(calls, works, k, w, e, now)
                            if connections[e].rules & TEAMED:
                                join_teams(call_ties, k, team, copy, times, copy * connections[e].attempts)
                                if call_rules[e].role != 0:
                                    begin_replicated(
                                        component_rules, joints, versions, call_ties, k, call_rules[e].role,
                                        connections[e].target, works[w].item, now,
                                    )  # fmt: skip
                            links[e].calls += 1
                            front, ring_size = plan_now(front, ring, ring_first, ring_size, (ATTEMPT << KIND_BITS) | k)
                        if group_team >= 0:
                            call_ties[group_team].members += 1
                        else:
                            works[w].pending += 1
                    if group_team >= 0:
                        call_ties[group_team].needed = min(enough, call_ties[group_team].members)
                        call_ties[group_team].spare = call_ties[group_team].members - call_ties[group_team].needed
                        works[w].pending += 1
                    group += 1
                works[w].position = group
                if works[w].pending > 0:
                    if works[w].flags & HAS_TIES and work_ties[w].awaited == 0 and work_ties[w].deadline_ns < NEVER_NS:
                        sequence += 1
                        work_ties[w].awaited = sequence
                        first_ns = np.int64(work_ties[w].deadline_ns)
                        first_key = TIMERS_LAST | (sequence << SEQUENCE_BITS) | (DEADLINE << KIND_BITS) | w
                    if first_ns < 0:
                        continue
                elif ended < 0:
                    works[w].outcome = OK
                    ended = w

        elif kind == ATTEMPT:
            k = index
            e = calls[k].connection
            parent = calls[k].parent
            is_teamed = connections[e].rules & TEAMED != 0
            if (
                works[parent].token != calls[k].parent_token
                or works[parent].state != CALLING
                or (is_teamed and not is_needed(call_ties, k))
            ):
                # The caller has already failed, or others were enough: nobody needs this call.
                if is_teamed:
                    calls_free, calls_live = leave_team(calls, call_ties, k, calls_free, calls_live)
                calls[k].newer_timer = calls_free
                calls_free = k
                calls_live -= 1
                continue
            if connections[e].rules & GATED:
                serial = calls[k].attempt
                if is_teamed:
                    serial += call_ties[k].serial
                key = below(works[parent].key, connections[e].stream, serial)
                outcome = np.int64(admit(policies, policy_states, connections[e].policy, calls, k, key, now))
            if outcome == OK:
                sending = k
            elif outcome != WAITS:
                concluded, is_sent = k, False

        elif kind == TIMER:
            e = index
            k = links[e].oldest_timer
            if k >= 0 and calls[k].deadline_ns <= now:
                newer = calls[k].newer_timer
                links[e].oldest_timer = newer
                if newer >= 0:
                    calls[newer].older_timer = -1
                else:
                    links[e].newest_timer = -1
                links[e].timeouts += 1
                concluded = k
                if connections[e].rules & TIED and call_rules[e].cancels & IN_GENERAL:
                    front, ring_size = call_off(
                        works, calls, work_ties, call_ties, k, front, ring, ring_first, ring_size
                    )
                outcome = CUT if calls[k].fate == LOST else TIMEOUT
            k = links[e].oldest_timer
            if k >= 0:
                second_ns, second_key = calls[k].deadline_ns, TIMERS_LAST | (TIMER << KIND_BITS) | e
            else:
                links[e].is_armed = 0

        elif kind in (ARRIVAL, USER, GIVEN):
            s = index
            if kind == GIVEN:
                s = np.int64(inbox[registers[INBOX_FIRST]].source)
            c = sources[s].component
            if kind == USER and source_states[s].users > source_states[s].wanted:
                source_states[s].users -= 1
                continue
            number = source_states[s].requests
            if in_flight >= registers[IN_FLIGHT_LIMIT]:
                # The event stays where it was: whoever raises the limit may go on from here.
                is_vacant = False
                status = IN_FLIGHT_MET
                break
            integrate(states, c, now)
            states[c].in_system += 1
            in_flight += 1
            w, works_free, works_top, works_live = take_work(works, works_free, works_top, works_live)
            tokens += 1
            works[w].key = numbered(sources[s].stream, number)
            works[w].arrived_ns = now
            works[w].token = tokens
            works[w].caller = -1
            works[w].component = c
            works[w].instance = -1
            works[w].item = 0
            if sources[s].keys_count > 1:
                if source_states[s].varies == 0:
                    works[w].item = draw_key(alias, sources[s].first_alias, sources[s].keys_count, works[w].key)
                else:
                    works[w].item = wanted_key(sources, source_states, ranks, alias, s, works[w].key, now)
                if source_states[s].hot_share > 0.0 and uniform(works[w].key, HOT) < source_states[s].hot_share:
                    works[w].item = source_states[s].hot_key
            if has_people:
                people[w] = uniform_index(works[w].key, PERSON, sources[s].people)
            works[w].connection = -1
            works[w].position = components[c].first_group
            works[w].flags = np.uint32(sources[s].priority << PRIORITY_BIT)
            if has_tags:
                tags[w] = NO_TAG
            if kind == GIVEN:
                first_ns = take_given(inbox, registers, works, people, tags, w, sources[s].keys_count)
                first_key = np.int64(GIVEN_KEY)
            works[w].pending = 0
            works[w].state = CALLING
            draw = trace_draw(works[w].key)
            if is_traced(tracing, picks, draw, tokens):
                works[w].flags |= TRACED
                note(tracing, notes, NOTE_REQUEST, now, tokens, 0, c, number, draw, -1, OK)
            works[w].outcome = OK
            front, ring_size = plan_now(front, ring, ring_first, ring_size, (STEP << KIND_BITS) | w)
            number += 1
            source_states[s].requests = number
            if kind == USER:
                works[w].connection = CLOSED_REQUEST - s
            elif kind == ARRIVAL:
                phase, switching = source_states[s].phase, sources[s].switching
                exposure, phase = next_exposure(sources[s].process, sources[s].stream, number, phase, switching)
                source_states[s].exposure = exposure
                source_states[s].phase = phase
                source_states[s].since_ns = now
                first, end = sources[s].first_point, sources[s].points_end
                at = time_of_exposure(curve_times, curve_rates, first, end, source_states[s].scale, now, exposure)
                if at < NEVER:
                    sequence += 1
                    source_states[s].awaited = sequence
                    first_ns, first_key = at, (sequence << SEQUENCE_BITS) | (ARRIVAL << KIND_BITS) | s

        elif kind == FALLBACK:
            k = index
            parent = calls[k].parent
            is_teamed = connections[calls[k].connection].rules & TEAMED != 0
            if (
                works[parent].token == calls[k].parent_token
                and works[parent].state == CALLING
                and not (is_teamed and not is_needed(call_ties, k))
            ):
                works[parent].flags |= DEGRADED
                is_met = True
                if is_teamed:
                    is_met, met_team = count_success(call_ties, k)
                    if met_team >= 0 and works[parent].flags & HAS_TIES:
                        front, ring_size = abandon_team(
                            works,
                            calls,
                            call_rules,
                            work_ties,
                            call_ties,
                            met_team,
                            parent,
                            front,
                            ring,
                            ring_first,
                            ring_size,
                        )
                if is_met:
                    works[parent].pending -= 1
                    if works[parent].pending == 0:
                        front, ring_size = plan_now(front, ring, ring_first, ring_size, (STEP << KIND_BITS) | parent)
            if is_teamed:
                calls_free, calls_live = leave_team(calls, call_ties, k, calls_free, calls_live)
            calls[k].newer_timer = calls_free
            calls_free = k
            calls_live -= 1

        elif kind == DROP:
            w = index
            states[works[w].component].errors[works[w].outcome] += 1
            vacant = works[w].instance
            ended = w

        elif kind == RESUME:
            # One work a turn; the last turn finds nothing to do.
            i = index
            if components[lives[i].component].queue_rule & SHARES:
                sharing = i
            elif instances[i].hindrance & HELD == 0 and instances[i].queued > 0:
                c = works[instances[i].head].component
                if instances[i].busy < components[c].slots:
                    integrate(states, c, now)
                    vacant = i
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (RESUME << KIND_BITS) | i)

        elif kind == READY:
            c = lives[index].component
            if component_rules[c].replicas > 0:
                take_in(components, component_rules, joints, instances, versions, copies_sent, copy_ends, c, now)
            if become_ready(components, states, instances, lives, living, index, now):
                if component_rules[c].repairs != 0:
                    repair_replica(
                        components, component_rules, joints, instances, versions, copies_sent, copy_ends, c, index, now
                    )  # fmt: skip
                for e in range(connections.shape[0]):
                    if connections[e].target == c and connections[e].rules & INFORMED:
                        place = index - components[c].first_instance
                        welcome(policies, policy_states, peers, connections[e].policy, place, now)
        elif kind in (CALL_OFF, CANCEL):
            w = index
            e = works[w].connection
            if kind == CALL_OFF and links[e].line & CUT_OFF == 0 and connections[e].delay_ns > 0:
                sequence += 1
                first_ns = now + connections[e].delay_ns
                first_key = (sequence << SEQUENCE_BITS) | (CANCEL << KIND_BITS) | w
                first_lane = np.int64(connections[e].lane)
            else:
                work_ties[w].is_called_off = 0
                if works[w].state == 0:
                    # Its answer was under way at the same time and found nobody.
                    works_free, works_live = free_work(works, work_ties, w, works_free, works_live)
                elif links[e].line & CUT_OFF == 0 and QUEUED <= works[w].state <= CALLING:
                    c = works[w].component
                    if works[w].state == QUEUED:
                        integrate(states, c, now)
                        leave_queue(works, instances, details, components[c].queue_rule, works[w].instance, w)
                        states[c].queued -= 1
                        if components[c].queue_rule & SHEDS:
                            leave_seat(details, works[w].instance, works[w].flags)
                    works[w].outcome = CANCELLED
                    states[c].errors[CANCELLED] += 1
                    ended = w

        elif kind == DEADLINE:
            w = index
            works[w].outcome = DEADLINE_EXCEEDED
            states[works[w].component].errors[DEADLINE_EXCEEDED] += 1
            ended = w

        elif kind == HEDGE:
            k = index
            e = calls[k].connection
            parent = calls[k].parent
            call_ties[k].awaited = 0
            if (
                works[parent].token == calls[k].parent_token
                and works[parent].state == CALLING
                and is_needed(call_ties, k)
                and may_hedge(policies, policy_states, connections[e].policy, links[e].calls)
            ):
                team, calls_free, calls_top = take_call(calls, calls_free, calls_top)
                other, calls_free, calls_top = take_call(calls, calls_free, calls_top)
                calls_live += 2
                found_team(calls, call_ties, team, HEDGED, 1, 2, call_ties[k].team)
                call_ties[k].team = team
                begin_call(calls, works, other, parent, e, calls[k].started_ns)
                calls[other].attempt = calls[k].attempt + 1
                join_teams(
                    call_ties, other, team, call_ties[k].copy, call_ties[k].left + 1, call_ties[k].serial + HEDGES
                )
                call_ties[other].is_hedge = 1
                front, ring_size = plan_now(front, ring, ring_first, ring_size, (ATTEMPT << KIND_BITS) | other)

        elif kind == GIVE_UP:
            concluded = index
            outcome = np.int64(CANCELLED)
            if connections[calls[index].connection].timeout_ns > 0:
                drop_timer(links, calls, calls[index].connection, index)
        elif kind == RELEASE:
            # One call a turn; the last turn finds nothing to do.
            e = index
            p = connections[e].policy
            if may_release(policy_states, p):
                k = np.int64(release_first(policy_states, p, calls))
                parent = calls[k].parent
                is_teamed = connections[e].rules & TEAMED != 0
                if (
                    works[parent].token == calls[k].parent_token
                    and works[parent].state == CALLING
                    and not (is_teamed and not is_needed(call_ties, k))
                ):
                    sending = k
                else:
                    forget(policies, policy_states, p, k)
                    if is_teamed:
                        calls_free, calls_live = leave_team(calls, call_ties, k, calls_free, calls_live)
                    calls[k].newer_timer = calls_free
                    calls_free = k
                    calls_live -= 1
                if may_release(policy_states, p):
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (RELEASE << KIND_BITS) | e)

        elif kind == ARRIVE:
            # The connection is cut: it never got there. The callee knows nothing of it, and the caller not of that.
            w = index
            e = works[w].connection
            if connections[e].rules & PUBLISHES:
                works[w].outcome = CUT
                settled = w
            else:
                works[w].arrived_ns = now
                if calls[works[w].caller].token == works[w].token:
                    calls[works[w].caller].fate = LOST
                works_free, works_live = free_work(works, work_ties, w, works_free, works_live)
                continue

        elif kind == PUBLISH:
            w = index
            e = works[w].connection
            links[e].attempts += 1
            wait_ns = publishing[e].publish_ns + connections[e].delay_ns
            if wait_ns > 0:
                sequence += 1
                first_ns, first_key = now + wait_ns, (sequence << SEQUENCE_BITS) | (ARRIVE << KIND_BITS) | w
                first_lane = np.int64(connections[e].lane)
            else:
                front, ring_size = plan_now(front, ring, ring_first, ring_size, (ARRIVE << KIND_BITS) | w)

        elif kind == UNBLOCK:
            e = index
            if publishing_states[e].blocked > 0 and publishing_states[e].buffered < publishing[e].room:
                w = np.int64(publishing_states[e].first_blocked)
                publishing_states[e].first_blocked = works[w].next
                publishing_states[e].blocked -= 1
                parent = np.int64(works[w].caller)
                works[w].caller = 0
                if works[parent].token == works[w].awaited and works[parent].state == CALLING:
                    publishing_states[e].buffered += 1
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (PUBLISH << KIND_BITS) | w)
                    works[parent].pending -= 1
                    if works[parent].pending == 0:
                        front, ring_size = plan_now(front, ring, ring_first, ring_size, (STEP << KIND_BITS) | parent)
                else:
                    # Its producer failed while it waited.
                    links[e].failures += 1
                    links[e].errors[DROPPED] += 1
                    registers[MESSAGES] -= 1
                    works_free, works_live = free_work(works, work_ties, w, works_free, works_live)
                if publishing_states[e].blocked > 0:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (UNBLOCK << KIND_BITS) | e)

        elif kind == WAKE:
            # One lookup a turn: with the answer, or as the one that rebuilds the key now.
            r = index
            w = np.int64(rebuilds[r].first)
            if rebuilds[r].until_ns <= now:
                rebuilds[r].awaited = 0
            if w < 0 or (works[w].pending != WOKEN and rebuilds[r].until_ns > now):
                continue
            c = works[w].component
            is_answered = works[w].pending == WOKEN
            leave_waiting(works, rebuilds, r, w)
            states[c].hits += is_answered
            works[w].outcome = OK if is_answered else MISS
            ended = w
            if not is_answered:
                holder = holder_of(calls, works, w)
                if holder > 0:
                    take_lease(caches, rebuilds, components[c].cache, r, holder, now)
            if is_unguarded(rebuilds, r, now):
                sequence += 1
                rebuilds[r].awaited = sequence
                second_ns = np.int64(rebuilds[r].until_ns)
                second_key = (sequence << SEQUENCE_BITS) | (WAKE << KIND_BITS) | r
            w = np.int64(rebuilds[r].first)
            if w >= 0 and (works[w].pending == WOKEN or rebuilds[r].until_ns <= now):
                front, ring_size = plan_now(front, ring, ring_first, ring_size, (WAKE << KIND_BITS) | r)

        elif kind == TAKE:
            vacant = next_partition(components, consuming, consuming_states, consumers, instances, index)
            if vacant >= 0:
                integrate(states, consuming[consumers[index].group].component, now)

        elif kind == REBALANCE:
            g = index >> 1
            if index & 1 == 0:
                consuming_states[g].pauses += 1
                action = (REBALANCE << KIND_BITS) | (index + 1)
                if consuming[g].pause_ns > 0:
                    sequence += 1
                    first_ns, first_key = now + consuming[g].pause_ns, (sequence << SEQUENCE_BITS) | action
                else:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, action)
            else:
                consuming_states[g].pauses -= 1
            if consuming_states[g].pauses == 0:
                assign_partitions(components, consuming, consumers, partitions, g)
            for o in range(consuming[g].first_consumer, consuming[g].first_consumer + consuming[g].consumers):
                # Whoever gives a partition away commits what it has done in it.
                works_free, works_live = commit_all(registers, works, consumers, o, works_free, works_live)
                consumers[o].fetched = 0
            if consuming_states[g].pauses == 0:
                for o in range(consuming[g].first_consumer, consuming[g].first_consumer + consuming[g].consumers):
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (TAKE << KIND_BITS) | o)

        if sending >= 0:
            k = sending
            e = calls[k].connection
            parent = calls[k].parent
            if connections[e].rules & INFORMED:
                calls[k].sent_ns = now
                calls[k].chosen = 0
            if connections[e].rules & GATED:
                calls[k].sent_ns = now
                if calls[k].attempt == 0:
                    pay_in(policies, policy_states, connections[e].policy)
            links[e].attempts += 1
            tokens += 1
            calls[k].token = tokens
            serial = calls[k].attempt
            if connections[e].rules & TEAMED:
                serial += call_ties[k].serial
            key = below(works[parent].key, connections[e].stream, serial)
            calls[k].fate = ARRIVES if links[e].line == 0 else fate_of(links[e].line, links[e].loss, key)
            if works[parent].flags & TRACED:
                note_call(tracing, notes, NOTE_SENT, now, works[parent], calls[k], OK)
            if connections[e].timeout_ns > 0:
                deadline = now + connections[e].timeout_ns
                calls[k].deadline_ns = deadline
                newest = links[e].newest_timer
                calls[k].older_timer = newest
                calls[k].newer_timer = -1
                if newest >= 0:
                    calls[newest].newer_timer = k
                else:
                    links[e].oldest_timer = k
                links[e].newest_timer = k
                if links[e].is_armed == 0:
                    links[e].is_armed = 1
                    second_ns, second_key = deadline, TIMERS_LAST | (TIMER << KIND_BITS) | e
            if connections[e].rules & TEAMED and connections[e].policy >= 0 and not is_hedged(call_ties, k):
                wait_ns = hedge_after_ns(policies, policy_states, connections[e].policy)
                if wait_ns > 0:
                    sequence += 1
                    call_ties[k].awaited = sequence
                    third_ns, third_key = now + wait_ns, (sequence << SEQUENCE_BITS) | (HEDGE << KIND_BITS) | k
            if connections[e].rules & TIED:
                call_ties[k].work = -1
                if connections[e].rules & TEAMED == 0:
                    call_ties[k].team = NO_TEAM  # The row may have been in a team before, and is looked at by teams.
                if call_rules[e].cancels != 0:
                    if works[parent].flags & HAS_TIES == 0:
                        tie_work(works, work_ties, parent, NEVER_NS)
                    tie_call(work_ties, call_ties, k, parent)
            if calls[k].fate != LOST:
                w, works_free, works_top, works_live = take_work(works, works_free, works_top, works_live)
                target = connections[e].target
                works[w].key = key
                works[w].token = tokens
                works[w].caller = k
                works[w].component = target
                works[w].instance = NO_INSTANCE
                if connections[e].rules & INFORMED and connections[e].balancing == ZONE_AWARE:
                    # Until it arrives it carries the zone that it comes from.
                    i = works[parent].instance
                    works[w].instance -= zones[i if i >= 0 else components[works[parent].component].first_instance]
                works[w].item = works[parent].item
                if has_people:
                    people[w] = people[parent]
                works[w].connection = e
                works[w].position = components[target].first_group
                cache = components[target].cache
                if cache >= 0 and caches[cache].holder >= 0:
                    # It makes no calls, and remembers instead whose copy it looks into.
                    place = works[parent].instance - components[caches[cache].holder].first_instance
                    works[w].position = copy_of(caches, cache, place)
                elif cache >= 0 and caches[cache].replicas > 1:
                    # Until it arrives it carries the zone that it comes from.
                    i = works[parent].instance
                    zone = zones[i if i >= 0 else components[works[parent].component].first_instance]
                    works[w].instance = NO_INSTANCE - zone
                works[w].flags = works[parent].flags & (PRIORITY | TRACED)
                works[w].pending = 0
                works[w].state = TRAVELLING
                works[w].outcome = OK
                if connections[e].rules & TEAMED and call_rules[e].copies > 1:
                    place = uniform_index(works[parent].key ^ connections[e].stream, COPIES, 1 << 30)
                    works[w].awaited = place + call_ties[k].copy
                if connections[e].rules & TEAMED and call_rules[e].role != 0:
                    if call_rules[e].role == WRITES:
                        works[w].awaited = call_ties[k].copy
                        work_ties[w].version = call_ties[k].version
                    elif call_rules[e].copies == 1:
                        works[w].awaited = uniform_index(works[parent].key ^ connections[e].stream, COPIES, 1 << 30)
                if connections[e].rules & TIED:
                    call_ties[k].work = w
                    ahead_ns = states[works[parent].component].skew_ns - states[target].skew_ns
                    tie_work(
                        works,
                        work_ties,
                        w,
                        deadline_of(call_rules, connections, works, work_ties, e, parent, now, ahead_ns),
                    )
                if links[e].line & DISTURBED and links[e].extra_ns > 0:
                    # Not in a lane: those hold what is always the same time ahead.
                    sequence += 1
                    first_ns = now + connections[e].delay_ns + links[e].extra_ns
                    first_key = (sequence << SEQUENCE_BITS) | (ARRIVE << KIND_BITS) | w
                elif connections[e].delay_ns > 0:
                    sequence += 1
                    first_ns = now + connections[e].delay_ns
                    first_key = (sequence << SEQUENCE_BITS) | (ARRIVE << KIND_BITS) | w
                    first_lane = np.int64(connections[e].lane)
                else:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (ARRIVE << KIND_BITS) | w)
            if first_ns < 0 and second_ns < 0 and third_ns < 0:
                continue

        if concluded >= 0:
            k = concluded
            e = calls[k].connection
            parent = calls[k].parent
            is_wanted = works[parent].token == calls[k].parent_token and works[parent].state == CALLING
            is_teamed = connections[e].rules & TEAMED != 0
            is_counted = True  # a call and its hedge are counted once
            if is_teamed:
                call_ties[k].awaited = 0
                is_counted = not has_lost(call_ties, k)
                is_wanted = is_wanted and is_needed(call_ties, k)
                if is_counted and not is_wanted and is_hedged(call_ties, k):
                    is_counted = settle_unwanted(call_ties, k, outcome < FIRST_ERROR)
            if is_wanted and works[parent].flags & TRACED:
                note_call(tracing, notes, NOTE_CONCLUDED, now, works[parent], calls[k], outcome)
            if connections[e].rules & TIED and call_ties[k].is_tied != 0:
                untie_call(work_ties, call_ties, k, parent)
            calls[k].token = 0
            if is_sent and connections[e].rules & GATED:
                p = connections[e].policy
                if outcome == CANCELLED:
                    forget(policies, policy_states, p, k)
                else:
                    settle(policies, policy_states, p, k, outcome < FIRST_ERROR, calls[k].sent_ns, now)
                if may_release(policy_states, p):
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (RELEASE << KIND_BITS) | e)
            if connections[e].rules & INFORMED and is_sent and outcome != CANCELLED and calls[k].chosen > 0:
                c = connections[e].target
                first, place, p = components[c].first_instance, np.int64(calls[k].chosen) - 1, connections[e].policy
                is_good, took_ns, up = outcome < FIRST_ERROR, now - calls[k].sent_ns, states[c].listed
                learn(policies, policy_states, peers, p, place, is_good, took_ns, now, first, up, living)
            is_over = True
            is_met = False  # the caller may go on
            if outcome < FIRST_ERROR:
                if is_counted:
                    samples[0, samples_count] = ((components.shape[0] + e) << VALUE_BITS) | (now - calls[k].started_ns)
                    samples_count += 1
                    if is_teamed and connections[e].policy >= 0 and policies[connections[e].policy].hedge_cap > 0:
                        learn_latency(policies, policy_states, connections[e].policy, now - calls[k].started_ns)
                if is_wanted:
                    is_met = True
                    if outcome == MISS and connections[e].lookup_bit >= 0:
                        works[parent].flags |= np.uint32(1) << np.uint32(connections[e].lookup_bit)
                    if connections[e].rules & REMEMBERS:
                        cache = policies[connections[e].policy].stale_cache
                        shard, item = caches[cache].first_shard, works[parent].item
                        store(caches, shards, entries, cache, shard, item, NO_DRAW, now)
                    lookup = e
                    c = connections[e].fill if outcome == OK else np.int32(-1)
                    while c >= 0:
                        lookup = np.int64(connections[lookup].fill_over)
                        if states[c].listed > 0 and links[lookup].line & CUT_OFF == 0:
                            item = works[parent].item
                            cache = components[c].cache
                            if caches[cache].replicas > 1:
                                first, key = components[c].first_instance, works[parent].key
                                store_in_all(caches, shards, entries, instances, cache, first, item, key, now)
                                i, is_lost = np.int64(-1), True
                            elif caches[cache].holder >= 0:
                                place = works[parent].instance - components[caches[cache].holder].first_instance
                                i, is_lost = copy_of(caches, cache, place), False
                            else:
                                first, count, up = (
                                    components[c].first_instance,
                                    components[c].instances,
                                    states[c].listed,
                                )
                                i = choose_shard(caches[cache].stream, item, first, count, up, instances, living)
                                is_lost = instances[i].hindrance & GONE != 0
                            if not is_lost:
                                key, took_ns = works[parent].key, now - calls[k].started_ns
                                r = keep(caches, shards, entries, rebuilds, works, cache, i, item, key, took_ns, now)
                                if r >= 0:
                                    front, ring_size = plan_now(
                                        front, ring, ring_first, ring_size, (WAKE << KIND_BITS) | r
                                    )
                        # Where that cache was asked because another one before it had missed, both learn the answer.
                        c = connections[lookup].fill
            else:
                links[e].errors[outcome] += 1
                if firsts_ns[components.shape[0] + e, outcome] < 0:
                    firsts_ns[components.shape[0] + e, outcome] = now
                is_retried = is_sent and is_wanted and calls[k].attempt + 1 < connections[e].attempts
                if is_teamed and call_ties[k].is_hedge != 0:
                    is_retried = False
                if is_retried and connections[e].rules & GATED:
                    is_retried = pay_retry(policies, policy_states, connections[e].policy)
                if is_retried:
                    calls[k].attempt += 1
                    links[e].retries += 1
                    serial = calls[k].attempt
                    if is_teamed:
                        serial += call_ties[k].serial
                    key = below(works[parent].key, connections[e].stream, serial)
                    wait = backoff_time(
                        connections[e].jitter,
                        connections[e].backoff_ns,
                        connections[e].backoff_cap_ns,
                        calls[k].attempt,
                        calls[k].backoff_ns,
                        uniform(key, BACKOFF),
                    )
                    calls[k].backoff_ns = wait
                    is_over = False
                    wait_ns = to_nanoseconds(wait)
                    if wait_ns > 0:
                        sequence += 1
                        event = (sequence << SEQUENCE_BITS) | (ATTEMPT << KIND_BITS) | k
                        third_ns, third_key = now + wait_ns, event
                    else:
                        front, ring_size = plan_now(front, ring, ring_first, ring_size, (ATTEMPT << KIND_BITS) | k)
                else:
                    if is_wanted and is_teamed:
                        is_counted = not (is_hedged(call_ties, k) and call_ties[call_ties[k].team].spare > 0)
                        is_wanted = not is_absorbed(call_ties, k)
                        lost_team = fail_above(call_ties, k) if is_wanted else np.int64(NO_TEAM)
                        if lost_team >= 0:
                            if works[parent].flags & HAS_TIES:
                                front, ring_size = abandon_team(
                                    works,
                                    calls,
                                    call_rules,
                                    work_ties,
                                    call_ties,
                                    lost_team,
                                    parent,
                                    front,
                                    ring,
                                    ring_first,
                                    ring_size,
                                )
                            while call_ties[k].team >= 0 and call_ties[call_ties[k].team].kind != GROUP:
                                calls_free, calls_live = move_up(calls, call_ties, k, calls_free, calls_live)
                    links[e].failures += is_counted and outcome != CANCELLED
                    lookup = e
                    c = connections[e].fill if is_wanted else np.int32(-1)
                    while c >= 0:
                        # It will not be rebuilt by this caller.
                        lookup = np.int64(connections[lookup].fill_over)
                        cache = components[c].cache
                        r = give_back(components, caches, rebuilds, works, cache, parent)
                        if r >= 0:
                            front, ring_size = plan_now(front, ring, ring_first, ring_size, (WAKE << KIND_BITS) | r)
                        c = connections[lookup].fill
                    if is_wanted:
                        is_known = False  # what was answered before stands in
                        if connections[e].rules & REMEMBERS:
                            cache = policies[connections[e].policy].stale_cache
                            shard = caches[cache].first_shard
                            item = works[parent].item
                            is_known = look_up(caches, shards, entries, cache, shard, item, NO_DRAW, now)
                            policy_states[connections[e].policy].stale_answers += is_known
                        if connections[e].lookup_bit >= 0:
                            # A lookup that failed counts as a miss.
                            works[parent].flags |= np.uint32(1) << np.uint32(connections[e].lookup_bit)
                            is_met = True
                        elif not is_known and is_teamed and call_rules[e].standby >= 0:
                            instead = np.int64(call_rules[e].standby)
                            works[parent].flags |= DEGRADED
                            other, calls_free, calls_top = take_call(calls, calls_free, calls_top)
                            calls_live += 1
                            begin_call(calls, works, other, parent, instead, now)
                            join_teams(call_ties, other, call_ties[k].team, 0, 1, 0)
                            if call_rules[instead].role != 0:
                                begin_replicated(
                                    component_rules, joints, versions, call_ties, other, call_rules[instead].role,
                                    connections[instead].target, works[parent].item, now,
                                )  # fmt: skip
                            if call_ties[k].team >= 0:
                                call_ties[call_ties[k].team].members += 1
                            links[instead].calls += 1
                            front, ring_size = plan_now(
                                front, ring, ring_first, ring_size, (ATTEMPT << KIND_BITS) | other
                            )
                        elif not is_known and connections[e].rules & OPTIONAL == 0:
                            if not is_teamed or not group_absorbs(call_ties, k):
                                works[parent].outcome = outcome
                                if works[parent].connection >= 0:
                                    c = works[parent].component
                                    failure = np.int64(DEPENDENCY)
                                    if components[c].queue_rule & HANDLES_MESSAGES and is_given_up(
                                        component_rules, consuming, c, works[parent].caller
                                    ):
                                        works[parent].outcome = DEAD_LETTERED
                                        failure = np.int64(DEAD_LETTERED)
                                    states[c].errors[failure] += 1
                                ended = parent
                        elif connections[e].fallback_ns > 0:
                            is_over = False
                            sequence += 1
                            event = (sequence << SEQUENCE_BITS) | (FALLBACK << KIND_BITS) | k
                            third_ns, third_key = now + connections[e].fallback_ns, event
                        else:
                            works[parent].flags |= DEGRADED
                            is_met = True
            if is_met and is_teamed:
                if is_hedged(call_ties, k):
                    team = np.int64(call_ties[k].team)
                    call_ties[team].needed = 0
                    if works[parent].flags & HAS_TIES:
                        front, ring_size = abandon_team(
                            works,
                            calls,
                            call_rules,
                            work_ties,
                            call_ties,
                            team,
                            parent,
                            front,
                            ring,
                            ring_first,
                            ring_size,
                        )
                    calls_free, calls_live = move_up(calls, call_ties, k, calls_free, calls_live)
                if outcome < FIRST_ERROR and call_ties[k].left > 0:
                    call_ties[k].left -= 1
                    call_ties[k].is_hedge = 0
                    call_ties[k].serial = next_serial(call_rules, connections, call_ties, k, e)
                    begin_call(calls, works, k, parent, e, now)
                    links[e].calls += 1
                    is_met = is_over = False
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (ATTEMPT << KIND_BITS) | k)
                else:
                    is_met, met_team = count_success(call_ties, k)
                    if outcome < FIRST_ERROR and call_rules[e].role != 0:
                        conclude_replicated(
                            component_rules, versions, stores, call_ties, k, call_rules[e].role, call_rules[e].copies,
                            connections[e].target, works[parent].item,
                        )  # fmt: skip
                    if met_team >= 0 and works[parent].flags & HAS_TIES:
                        front, ring_size = abandon_team(
                            works,
                            calls,
                            call_rules,
                            work_ties,
                            call_ties,
                            met_team,
                            parent,
                            front,
                            ring,
                            ring_first,
                            ring_size,
                        )
            if is_met:
                works[parent].pending -= 1
                if works[parent].pending == 0:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (STEP << KIND_BITS) | parent)
            if is_over and is_teamed:
                calls_free, calls_live = leave_team(calls, call_ties, k, calls_free, calls_live)
            if is_over:
                calls[k].newer_timer = calls_free
                calls_free = k
                calls_live -= 1
            if ended < 0 and second_ns < 0 and third_ns < 0:
                continue

        if ended >= 0 and works[ended].connection == REFRESHER:
            # It was nobody's: nobody waits for it, and nothing counts it.
            w = ended
            if works[w].flags & HAS_TIES and work_ties[w].newest_call >= 0:
                front, ring_size = abandon(
                    works, calls, call_rules, work_ties, call_ties, w, front, ring, ring_first, ring_size
                )
            works_free, works_live = free_work(works, work_ties, w, works_free, works_live)
            ended = -1

        if ended >= 0:
            w = ended
            c = works[w].component
            if works[w].pending >= WOKEN and components[c].cache >= 0:
                end_waiting(caches, rebuilds, works, components[c].cache, w)
            result = np.int64(works[w].outcome)
            if works[w].flags & TRACED:
                note_work(tracing, notes, NOTE_ENDED, now, works[w])
            if works[w].flags & HAS_TIES and work_ties[w].newest_call >= 0:
                front, ring_size = abandon(
                    works, calls, call_rules, work_ties, call_ties, w, front, ring, ring_first, ring_size
                )
            integrate(states, c, now)
            states[c].in_system -= 1
            i = works[w].instance
            if i >= 0:
                instances[i].in_system -= 1
                if instances[i].is_watched != 0:
                    count_in_arm(arms, arm_latency, lives, instances, i, result, now - works[w].arrived_ns)
                if instances[i].hindrance & DRAINING and instances[i].in_system == 0:
                    leave(states, instances, lives, i, now)
                if works[w].flags & HOLDS_SLOT:
                    if components[c].queue_rule & SHARES:
                        slots = components[c].slots
                        leave_sharing(states, instances, details, sharers, component_rules, c, i, slots, w, now)
                        sharing = np.int64(i)
                    else:
                        instances[i].busy -= 1
                        states[c].busy -= 1
                        vacant = i
                    if components[c].queue_rule & SHEDS:
                        leave_seat(details, i, works[w].flags)
            if result < FIRST_ERROR:
                samples[0, samples_count] = (c << VALUE_BITS) | (now - works[w].arrived_ns)
                samples_count += 1
                if works[w].flags & FILLS and not works[w].flags & DEGRADED:
                    store(caches, shards, entries, components[c].cache, i, works[w].item, works[w].key, now)
            e = works[w].connection
            if i >= 0 and e >= 0 and connections[e].rules & INFORMED:
                place = policies[connections[e].policy].first_peer + i - components[c].first_instance
                peers[place].own -= 1
                peers[place].told_busy = instances[i].busy
                peers[place].told_ns = now
            if e < 0:
                # A request is over; the source's row tells its users' losses by their first cause.
                if result >= FIRST_ERROR:
                    states[c].errors[result] += 1
                    remember_failed(failed, result, works[w].token)
                elif now - works[w].arrived_ns > slowest[0].latency_ns:
                    remember_slow(slowest, now - works[w].arrived_ns, works[w].token)
                in_flight -= 1
                if e <= CLOSED_REQUEST:
                    s = CLOSED_REQUEST - e
                    sequence += 1
                    first_ns = next_sending_ns(works[w].key, sources[s].think_ns, works[w].arrived_ns, now)
                    first_key = (sequence << SEQUENCE_BITS) | (USER << KIND_BITS) | s
                if has_tags and tags[w] != NO_TAG:
                    told = tell_end(outbox, registers, tags[w], c, result, works[w].arrived_ns, now)
                    if told > outbox_room:
                        lane_size = lane_room + 1  # asks for more room
                works_free, works_live = free_work(works, work_ties, w, works_free, works_live)
            elif connections[e].rules & PUBLISHES:
                settled = w
            else:
                works[w].state = ANSWERING
                far_wait_ns = np.int64(0)
                if result < FIRST_ERROR and connections[e].rules & TEAMED and call_rules[e].role != 0:
                    sent = touch_replica(
                        components, component_rules, joints, instances, versions, stores, copies_sent, copy_ends,
                        work_ties, c, i, w, works[w].item, call_rules[e].role, now,
                    )  # fmt: skip
                    if sent > copies_room:
                        lane_size = lane_room + 1  # asks for more room
                    if call_rules[e].role == WRITES:
                        far_wait_ns = component_rules[c].far_wait_ns
                if works[w].flags & FROM_AFAR and components[c].cache >= 0:
                    far_wait_ns = caches[components[c].cache].crossing_ns
                if far_wait_ns > 0:
                    # Others must have it first, or were asked.
                    sequence += 1
                    first_ns = now + connections[e].delay_ns + far_wait_ns
                    first_key = (sequence << SEQUENCE_BITS) | (ANSWER << KIND_BITS) | w
                elif connections[e].delay_ns > 0:
                    sequence += 1
                    first_ns = now + connections[e].delay_ns
                    first_key = (sequence << SEQUENCE_BITS) | (ANSWER << KIND_BITS) | w
                    first_lane = np.int64(connections[e].lane)
                else:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (ANSWER << KIND_BITS) | w)

            if result >= FIRST_ERROR and firsts_ns[c, result] < 0 and states[c].errors[result] > 0:
                firsts_ns[c, result] = now
            if (vacant & settled & sharing & first_ns & second_ns & third_ns) < 0:
                continue

        if settled >= 0:
            w = settled
            c = works[w].component
            e = works[w].connection
            i = works[w].instance
            result = np.int64(works[w].outcome)
            is_over = True
            if i < 0:
                links[e].errors[result] += 1
                if publishing[e].resend_ns > 0:
                    # Its producer keeps it and sends it again.
                    links[e].retries += 1
                    works[w].outcome = OK
                    is_over = False
                    sequence += 1
                    event = (sequence << SEQUENCE_BITS) | (PUBLISH << KIND_BITS) | w
                    third_ns, third_key = now + publishing[e].resend_ns, event
                else:
                    links[e].failures += 1
                    publishing_states[e].buffered -= 1
                    if publishing_states[e].blocked > 0:
                        front, ring_size = plan_now(front, ring, ring_first, ring_size, (UNBLOCK << KIND_BITS) | e)
            elif components[c].queue_rule & HANDLES_MESSAGES:
                g = component_rules[c].consumes
                if g < 0:
                    if component_rules[c].replays != 0 and result < FIRST_ERROR:
                        # Back to the partition in which it failed, behind all others.
                        c = publishing[e].source
                        g = component_rules[c].consumes
                        i = np.int64(components[c].first_instance + works[w].pending)
                        consuming_states[g].replayed += 1
                        works[w].component = c
                        works[w].instance = i
                        works[w].position = components[c].first_group
                        works[w].pending = 0
                        works[w].caller = 0
                        works[w].arrived_ns = now
                        works[w].flags &= POISONED | PRIORITY
                        works[w].state = QUEUED
                        integrate(states, c, now)
                        states[c].in_system += 1
                        states[c].queued += 1
                        put_last(instances, works, i, w)
                        is_over = False
                        if partitions[i].owner >= 0:
                            action = (TAKE << KIND_BITS) | np.int64(partitions[i].owner)
                            front, ring_size = plan_now(front, ring, ring_first, ring_size, action)
                else:
                    o = partitions[i].server
                    if result == DEAD_LETTERED:
                        e = consuming[g].dead_letters
                        if e >= 0:
                            links[e].calls += 1
                            tokens += 1
                            works[w].token = tokens
                            works[w].connection = e
                            works[w].component = connections[e].target
                            works[w].position = components[connections[e].target].first_group
                            works[w].pending = i - components[c].first_instance
                            works[w].instance = -1
                            works[w].caller = 0
                            works[w].arrived_ns = now
                            works[w].flags &= POISONED | PRIORITY
                            works[w].state = TRAVELLING
                            works[w].outcome = OK
                            publishing_states[e].buffered += 1
                            is_over = False
                            front, ring_size = plan_now(front, ring, ring_first, ring_size, (PUBLISH << KIND_BITS) | w)
                    elif result >= FIRST_ERROR and result != DROPPED:
                        # Tried again before any other message of its partition.
                        consuming_states[g].retried += 1
                        tokens += 1
                        works[w].token = tokens
                        works[w].caller += 1
                        works[w].key = numbered(works[w].key, works[w].caller)
                        works[w].position = components[c].first_group
                        works[w].pending = 0
                        works[w].flags &= POISONED | PRIORITY
                        works[w].state = QUEUED
                        works[w].outcome = OK
                        states[c].in_system += 1
                        states[c].queued += 1
                        put_first(instances, works, i, w)
                        is_over = False
                    elif (
                        result < FIRST_ERROR
                        and consuming[g].commit == COMMIT_AFTER
                        and consuming[g].batch > 1
                        and partitions[i].owner == o
                    ):
                        works[w].state = UNCOMMITTED
                        works[w].next = -1
                        if consumers[o].uncommitted == 0:
                            consumers[o].first = w
                        else:
                            works[consumers[o].last].next = w
                        consumers[o].last = w
                        consumers[o].uncommitted += 1
                        is_over = False
                    is_taken = result < FIRST_ERROR or result == DEAD_LETTERED
                    if is_taken and o >= 0 and consumers[o].fetched > 0:
                        consumers[o].fetched -= 1
            if is_over:
                registers[MESSAGES] -= 1
                works_free, works_live = free_work(works, work_ties, w, works_free, works_live)

        if vacant >= 0 and instances[vacant].hindrance & SHARED:
            # A partition with news: the consumer that was at work on it, or else its owner, looks for a message.
            i = vacant
            o = np.int64(partitions[i].owner)
            server = np.int64(partitions[i].server)
            if kind == TAKE:
                o = index
            elif server >= 0 and instances[i].busy == 0:
                consumers[server].is_busy = 0
                partitions[i].server = -1
                if o >= 0 and o != server:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (TAKE << KIND_BITS) | o)
                o = server
            if kind != TAKE:
                vacant = np.int64(-1)
                if o >= 0:
                    vacant = next_partition(components, consuming, consuming_states, consumers, instances, o)
            uncommitted = np.int64(0)
            if o >= 0:
                uncommitted = np.int64(consumers[o].uncommitted)
            if uncommitted > 0 and (vacant == NONE_WAITS or uncommitted >= consuming[consumers[o].group].batch):
                works_free, works_live = commit_all(registers, works, consumers, o, works_free, works_live)

        if vacant >= 0 and instances[vacant].queued > 0 and instances[vacant].hindrance & HELD == 0:
            i = vacant
            w = np.int64(instances[i].head)
            c = works[w].component
            if instances[i].busy < components[c].slots:
                instances[i].head = works[w].next
                instances[i].queued -= 1
                states[c].queued -= 1
                rule = components[c].queue_rule
                if rule & BY_PRIORITY:
                    leave_class(details, i, w, works[w].flags)
                late = OK
                if works[w].flags & HAS_TIES:
                    late = lateness(work_ties, component_rules, c, rule & DROPS_EXPIRED, w, now)
                if (
                    late == OK
                    and rule & DROPS_EXPIRED
                    and is_too_late(connections, component_rules, c, works[w].connection, works[w].arrived_ns, now)
                ):
                    late = EXPIRED
                if rule & HANDLES_MESSAGES and is_outdated(component_rules, consuming, c, works[w].arrived_ns, now):
                    late = DROPPED
                if late != OK:
                    works[w].outcome = late
                    works[w].state = DROPPING
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (DROP << KIND_BITS) | w)
                    if rule & SHEDS:
                        leave_seat(details, i, works[w].flags)
                else:
                    starting = w

        if starting >= 0:
            w = starting
            c = works[w].component
            i = works[w].instance
            if works[w].flags & TRACED:
                note_work(tracing, notes, NOTE_STARTED, now, works[w])
            works[w].flags |= HOLDS_SLOT
            works[w].state = SERVING
            if instances[i].hindrance & SHARED:
                o = partitions[i].owner
                partitions[i].server = o
                consumers[o].is_busy = 1
                if consumers[o].fetched == 0 and consuming[consumers[o].group].commit == COMMIT_BEFORE:
                    waiting = waiting_for(components, consuming, consumers, instances, o)
                    consumers[o].fetched = min(waiting + 1, consuming[consumers[o].group].batch)
            service = service_time(
                works[w].key,
                components[c].shape,
                components[c].mean_ns,
                components[c].first_parameter,
                components[c].second_parameter,
                times_ns,
            )
            if instances[i].version == NEW:
                service *= states[c].build_slow_factor
            work_ns = service * states[c].slow_factor
            varies = instances[i].hindrance & VARIES
            if varies:
                work_ns = work_ns * service_factor(component_rules, details, lives, c, i, works[w].key, now)
                if component_rules[c].replicas > 0 and call_rules[works[w].connection].role == WRITES:
                    work_ns = work_ns * component_rules[c].write_factor
                if components[c].queue_rule & SHARES == 0:
                    work_ns = work_ns * contention(component_rules, c, instances[i].busy + 1)
            service_ns = to_nanoseconds(work_ns)
            if components[c].queue_rule & SHARES:
                slots = components[c].slots
                token = works[w].token
                works[w].awaited = 0  # what a killed work of this row has left on the event queue is not its own
                join_sharing(
                    states, instances, details, sharers, component_rules, c, i, slots, w, token, service_ns, now
                )
                sharing = np.int64(i)
            else:
                instances[i].busy += 1
                states[c].busy += 1
                if service_ns > 0:
                    if varies:
                        service_ns = time_to_run(component_rules, details, c, i, now, service_ns)
                    sequence += 1
                    works[w].awaited = sequence
                    third_ns, third_key = now + service_ns, (sequence << SEQUENCE_BITS) | (SERVED << KIND_BITS) | w
                else:
                    front, ring_size = plan_now(front, ring, ring_first, ring_size, (SERVED << KIND_BITS) | w)

        if sharing >= 0:
            i = sharing
            details[i].awaited = 0
            c = lives[i].component
            wait_ns = next_end(instances, details, sharers, component_rules, c, i, components[c].slots, now)
            if wait_ns >= 0:
                sequence += 1
                details[i].awaited = sequence
                third_ns, third_key = now + wait_ns, (sequence << SEQUENCE_BITS) | (DEPART << KIND_BITS) | i

        if first_lane >= 0:
            size = push_lane(lanes, lane_ends, first_lane, first_ns, first_key)
            lane_size = max(lane_size, size)
            if size == 1 and (first_ns < lane_ns or (first_ns == lane_ns and first_key < lane_key)):
                lane_ns, lane_key, lane = first_ns, first_key, first_lane
        elif first_ns >= 0:
            heap_size = plan_event(heap, heap_size, is_vacant, first_ns, first_key)
            is_vacant = False
        if second_ns >= 0:
            heap_size = plan_event(heap, heap_size, is_vacant, second_ns, second_key)
            is_vacant = False
        if third_ns >= 0:
            heap_size = plan_event(heap, heap_size, is_vacant, third_ns, third_key)
            is_vacant = False

    count_samples(samples, samples_count, tally, window, octaves, states, links)
    if is_vacant:
        heap_size = close_vacancy(heap, heap_size)
    if front >= 0:
        ring_first = (ring_first - 1) & ring_mask
        ring[ring_first] = front
        ring_size += 1
    registers[CLOCK] = now
    registers[SEQUENCE] = sequence
    registers[TOKENS] = tokens
    registers[EVENTS] += turns - turns_left
    registers[HEAP_SIZE] = heap_size
    registers[RING_FIRST] = ring_first
    registers[RING_SIZE] = ring_size
    registers[WORKS_TOP] = works_top
    registers[WORKS_FREE] = works_free
    registers[WORKS_LIVE] = works_live
    registers[CALLS_TOP] = calls_top
    registers[CALLS_FREE] = calls_free
    registers[CALLS_LIVE] = calls_live
    registers[IN_FLIGHT] = in_flight
    return status
