"""The rows of the kernel: what a plan fixes (tables, read-only) and what a run changes (state).

One record array an entity, each record laid out for few cache lines. All times are integer nanoseconds; areas are
counts integrated over time in count-nanoseconds. Nothing of a run lives outside these arrays, so a copy of them is a
checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.kernel.outcomes import OUTCOMES
from engine.kernel.policies import TEAMED, TIED
from engine.kernel.tracing import TraceLog

Rows = npt.NDArray[np.void]
Integers = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

BALANCINGS = {
    "random": 0,
    "round_robin": 1,
    "least_outstanding": 2,
    "choice_of_two": 3,
    "choice_of_two_utilisation": 4,
    "consistent_hash": 5,
    "weighted": 6,
    "zone_aware": 7,
}
FIRST_INFORMED = 4  # these and the following need to know more than who is up
JITTERS = {"none": 0, "full": 1, "equal": 2, "decorrelated": 3}
LOOKUPS_LIMIT = 24  # bits of Work.flags that remember which lookups of a caller missed

# Tables begin on a cache line and their rows are whole lines; what the loop reads for every call stands in the first.
COMPONENT = np.dtype(
    [
        ("first_instance", "i4"),
        ("instances", "i4"),
        ("slots", "i4"),
        ("queue_limit", "i4"),  # waiting requests an instance may hold
        ("first_group", "i4"),  # calls are made group by group, first_group to groups_end - 1
        ("groups_end", "i4"),
        ("cache", "i4"),  # row of CACHE, -1 for others
        ("shape", "u1"),  # of the service time, see service.py
        ("holds_slot", "u1"),
        ("queue_rule", "u1"),  # LIFO, DROPS_EXPIRED, BY_PRIORITY, SHEDS, SHARES, ADAPTIVE, HANDLES_MESSAGES
        ("has_station", "u1"),
        ("mean_ns", "f8"),
        ("first_parameter", "f8"),
        ("second_parameter", "f8"),
        ("error_ratio", "f8"),
    ],
    align=True,
)
COMPONENT_STATE = np.dtype(
    [
        ("changed_ns", "i8"),  # areas are integrated up to here
        ("busy", "i4"),
        ("queued", "i4"),
        ("in_system", "i4"),
        ("listed", "i2"),  # instances that callers choose among, see fleet.py
        ("is_split", "i2"),  # an arm gets its share of the calls, see arms.py
        ("busy_area", "i8"),  # count-nanoseconds not yet carried into busy_area_us
        ("queue_area", "i8"),
        ("system_area", "i8"),
        ("slow_factor", "f8"),
        ("error_ratio", "f8"),  # own and injected together
        # Second line.
        ("up_changed_ns", "i8"),
        ("up_area", "i8"),
        ("completions", "i8"),  # counted when samples are
        ("latency_ns", "i8"),  # sum over completions
        ("lookups", "i8"),
        ("hits", "i8"),
        ("busy_area_us", "i8"),  # whole count-microseconds, carried at the end of every frame
        ("queue_area_us", "i8"),
        # Third and fourth line.
        ("system_area_us", "i8"),
        ("up_area_us", "i8"),
        ("errors", "i8", (OUTCOMES,)),
        # A line for instances that come and go, see fleet.py.
        ("draining", "i8"),  # instances that finish what they have
        ("booting", "i8"),
        ("boot_ns", "i8"),  # how long the next boots take
        ("paid_ns", "i8"),  # instance-time of instances that are gone
        ("build_slow_factor", "f8"),  # of instances that run the new build
        ("build_error_ratio", "f8"),
        ("arm_share", "f8"),  # of the calls that goes to each arm
        ("released", "i8"),  # build of instances that are started
        ("up", "i8"),  # living instances; this and the following are a line of their own
        ("registry", "i8"),  # NONE, TOLD, UNTOLD
        ("stale", "i8"),  # instances that are listed and do not take work
        ("told", "f8"),  # what a failure tells the controller of this component
        ("skew_ns", "i8"),  # by how much its clock is ahead
        ("crowding", "f8"),  # by how much the instances are slower that get a neighbour; at a pool what neighbours take
        ("crowded_hosts", "i8"),  # at a pool: on how many of its hosts
        ("padding", "i8", (1,)),
    ],
    align=True,
)
INSTANCE = np.dtype(
    [
        ("busy", "i4"),
        ("queued", "i4"),
        ("head", "i4"),  # first waiting work, -1 when none
        ("tail", "i4"),
        ("in_system", "i4"),
        ("is_up", "u1"),  # it takes new work, and counts as there
        ("is_listed", "u1"),  # callers may choose it
        ("version", "u1"),  # OLD, NEW, BASELINE
        ("is_watched", "u1"),  # its work is counted by version
        ("hindrance", "i4"),  # STALLED, REFUSING, PAUSED, DRAINING, GONE, SHARED, and VARIES
        ("arrivals", "i4"),  # attempts that were given to it
    ],
    align=True,
)
CONNECTION = np.dtype(
    [
        ("stream", "u8"),
        ("target", "i4"),
        ("attempts", "i4"),
        ("timeout_ns", "i8"),  # 0 waits for ever
        ("delay_ns", "i8"),
        ("probability", "f8"),
        ("share_until", "f8"),  # the end of this call's part of the group's draw, -1 when it has none
        ("lookup_bit", "i4"),  # which bit of the caller's flags says that this lookup missed, -1 for other calls
        ("miss_bit", "i4"),  # the call is made only if this bit is set, -1 when it does not depend on a lookup
        ("fill", "i4"),  # component whose cache stores the answer, -1 when none
        ("balancing", "u1"),
        ("jitter", "u1"),
        ("rules", "u1"),  # see policies.py
        ("lane", "i1"),  # of its delay, -1 when there is none
        # Second line.
        ("share_from", "f8"),
        ("fallback_ns", "i8"),
        ("backoff_ns", "f8"),
        ("backoff_cap_ns", "f8"),
        ("fill_over", "i8"),  # the connection that leads to the cache of `fill`
        ("policy", "i8"),  # row of POLICY, -1 when it has none
        ("only_for", "i8"),  # the class of requests for which it is called, -1 for all
        ("padding", "i8", (1,)),
    ],
    align=True,
)
CONNECTION_STATE = np.dtype(
    [
        ("oldest_timer", "i4"),
        ("newest_timer", "i4"),
        ("is_armed", "i4"),  # an entry of the event queue stands for the oldest timer
        ("line", "i4"),  # CUT_OFF, DISTURBED, SWITCHED
        ("turn", "i8"),
        ("calls", "i8"),
        ("attempts", "i8"),
        ("arrivals", "i8"),  # attempts that reached the callee
        ("timeouts", "i8"),
        ("retries", "i8"),
        # The other lines.
        ("answered", "i8"),  # counted when samples are
        ("latency_ns", "i8"),
        ("failures", "i8"),
        ("errors", "i8", (OUTCOMES,)),
        ("loss", "f8"),  # of a message one way, while the line is disturbed
        ("extra_ns", "i8"),  # both ways together, while the line is disturbed
        ("chance", "f8"),  # that the call is made, while it is switched
        ("share", "f8"),  # of a steered group
        ("share_from", "f8"),
        ("share_until", "f8"),
        ("padding", "i8", (1,)),
    ],
    align=True,
)

STALLED, REFUSING, PAUSED, DRAINING, GONE = 1, 2, 4, 8, 16  # bits of hindrance
VARIES = 32  # another of its bits: how long service takes depends on the instance, see variation.py
SHARED = 64  # an instance is a partition, served by one of several consumers
HELD, TURNS_AWAY = STALLED | PAUSED, REFUSING | GONE  # no service begins; nobody is let in
HINDERS = HELD | TURNS_AWAY | SHARED
CUT_OFF, DISTURBED, SWITCHED = 1, 2, 4  # bits of line
FIXED, STEERED = 1, 2  # shares as they were drawn, or as they are now
ARRIVES, LOST, ANSWER_LOST = 0, 1, 2  # what becomes of an attempt on the network

# A piece of work at the callee: one attempt of one call, from sending to answering. 64 bytes, one cache line.
TRAVELLING, QUEUED, SERVING, CALLING, ANSWERING, DROPPING, UNCOMMITTED = 1, 2, 3, 4, 5, 6, 7
NO_INSTANCE, CLOSED_REQUEST = -1, -2  # the connection of a request whose user waits: -2 minus the source; -1 for others
HOLDS_SLOT, DEGRADED = np.uint32(1 << 31), np.uint32(1 << 30)  # degraded: a fallback stood in for one of its calls
FILLS = np.uint32(1 << 29)  # a read-through lookup missed
PRIORITY_BIT = 24  # bits 24 and 25 are the class
PRIORITY = np.uint32(3 << PRIORITY_BIT)
POISONED = np.uint32(1 << 28)  # a message that fails however often it is tried
WORK = np.dtype(
    [
        ("key", "u8"),
        ("arrived_ns", "i8"),
        ("token", "i4"),
        ("awaited", "i4"),
        ("caller", "i4"),
        ("component", "i4"),
        ("instance", "i4"),
        ("next", "i4"),  # behind it in the queue, or the next free row
        ("item", "i4"),
        ("connection", "i4"),
        ("position", "i4"),
        ("flags", "u4"),
        ("pending", "u2"),
        ("state", "u1"),
        ("outcome", "u1"),
        ("previous", "i4"),  # ahead of it in the queue; the first one's is not looked at
    ],
    align=True,
)
# A call at the caller, over all its attempts.
CALL = np.dtype(
    [
        ("started_ns", "i8"),
        ("deadline_ns", "i8"),
        ("backoff_ns", "f8"),
        ("token", "i4"),  # of the work that it waits for, 0 when none
        ("parent", "i4"),
        ("parent_token", "i4"),
        ("connection", "i4"),
        ("older_timer", "i4"),
        ("newer_timer", "i4"),  # or the next free row
        ("attempt", "i4"),
        ("fate", "u2"),  # ARRIVES, LOST, ANSWER_LOST
        ("chosen", "u2"),  # the instance that took the attempt, counted from 1; told only to informed balancers
        ("sent_ns", "i8"),  # its present attempt, told only where policies ask
    ],
    align=True,
)
assert WORK.itemsize == CALL.itemsize == COMPONENT.itemsize == 64
assert CONNECTION.itemsize == 128
assert COMPONENT_STATE.itemsize % 64 == CONNECTION_STATE.itemsize % 64 == 0
# Positions in State.registers.
CLOCK, SEQUENCE, TOKENS, EVENTS, HEAP_SIZE = range(5)
RING_FIRST, RING_SIZE, WORKS_TOP, WORKS_FREE, WORKS_LIVE, CALLS_TOP, CALLS_FREE, CALLS_LIVE = range(5, 13)
IN_FLIGHT, IN_FLIGHT_LIMIT, MARGIN, MESSAGES, MESSAGES_LIMIT, INBOX_FIRST, INBOX_SIZE, OUTBOX_SIZE = range(13, 21)
REGISTERS = 21


@dataclass(frozen=True, slots=True)
class Tables:
    """What a plan fixes. Arrays are read-only; row orders follow `component_ids` and `connection_ids`."""

    components: Rows
    connections: Rows
    groups: Rows
    sources: Rows
    caches: Rows
    curve_times_ns: Floats
    curve_rates_per_ns: Floats
    alias: Rows
    component_rules: Rows
    policies: Rows  # of the connections that have some
    call_rules: Rows  # of each connection, looked at where it is TIED
    points: Rows  # of the rings of balancers that hash, see choosing.py
    zones: Counts  # of each instance, 0 when it lies in none
    times_ns: Floats  # service times that were measured, see service.py
    publishing: Rows
    consuming: Rows
    joints: Rows  # both directions of every pair of stores that send each other copies, see joints.py
    component_ids: tuple[str, ...]
    connection_ids: tuple[str, ...]
    class_names: tuple[str, ...]  # of each source

    @property
    def has_ties(self) -> bool:
        """True when deadlines travel or calls are cancelled somewhere."""
        return bool((self.connections["rules"] & (TIED | TEAMED)).any())

    @property
    def arrays(self) -> tuple[npt.NDArray[np.generic], ...]:
        """The arrays in the order in which the loop takes them."""
        return (
            self.components,
            self.connections,
            self.groups,
            self.sources,
            self.caches,
            self.curve_times_ns,
            self.curve_rates_per_ns,
            self.alias,
            self.component_rules,
            self.policies,
            self.call_rules,
            self.points,
            self.zones,
            self.times_ns,
            self.publishing,
            self.consuming,
            self.joints,
        )


@dataclass(slots=True)
class State:
    """What a run changes. Lanes, heap, ring, works and calls grow; no turn of the loop adds more than their margin."""

    registers: Integers
    component_states: Rows
    instances: Rows
    details: Rows  # of each instance
    lives: Rows  # of the same instances
    arms: Rows  # finished work by version of every component that is watched
    arm_latency: Counts  # (arms, BUCKETS)
    living: Counts  # listed instances of each component, in the positions of its instances
    shards: Rows
    ranks: Counts  # which key has each rank, of the sources for which that changes
    entries: Rows
    rebuilds: Rows  # one for each entry of the caches that guard rebuilding
    cache_states: Rows
    connection_states: Rows
    source_states: Rows
    policy_states: Rows
    peers: Rows  # what informed balancers know of the instances of their callees
    publishing_states: Rows
    consuming_states: Rows
    consumers: Rows
    partitions: Rows
    latency: Counts  # (components then connections, BUCKETS): up to the last frame
    window: Counts  # (components then connections, BUCKETS): since the last frame
    octaves: Integers  # (components then connections): which octaves of `window` hold something, a bit for each
    samples: Integers  # (2, room): latencies on their way into the histograms; none is left when the loop returns
    tally: Counts  # (components then connections): how many of the samples belong to each
    trace: TraceLog
    lanes: Rows  # (delays, room): events on their way over the network, see lanes.py
    lane_ends: Integers  # (delays, 2): first and size of each lane
    heap: Rows
    ring: Integers
    works: Rows
    sharers: Rows
    calls: Rows
    work_ties: Rows  # one for each work where connections are TIED, else a single one
    call_ties: Rows
    people: Counts  # who sent it, for each work where callers tell people apart, else a single 0
    versions: Integers  # of every key at each of its replicas, and what was acknowledged: see replicas.py
    stores: Rows  # what was read and written at each component that keeps replicas
    copies: Rows  # (joints, room): what is on its way to other stores
    copy_ends: Integers  # (joints, 2): first and size of each queue of copies
    inbox: Rows  # requests that were given from outside and have not begun, see driven.py
    outbox: Rows  # what became of those that are over
    tags: Integers  # of the given request that each work is, where requests were given, else a single 0

    @property
    def arrays(self) -> tuple[npt.NDArray[np.generic], ...]:
        """The arrays in the order in which the loop takes them."""
        return (
            self.registers,
            self.component_states,
            self.instances,
            self.details,
            self.lives,
            self.arms,
            self.arm_latency,
            self.living,
            self.shards,
            self.ranks,
            self.entries,
            self.rebuilds,
            self.cache_states,
            self.connection_states,
            self.source_states,
            self.policy_states,
            self.peers,
            self.publishing_states,
            self.consuming_states,
            self.consumers,
            self.partitions,
            self.window,
            self.octaves,
            self.samples,
            self.tally,
            *self.trace.arrays,
            self.lanes,
            self.lane_ends,
            self.heap,
            self.ring,
            self.works,
            self.sharers,
            self.calls,
            self.work_ties,
            self.call_ties,
            self.people,
            self.versions,
            self.stores,
            self.copies,
            self.copy_ends,
            self.inbox,
            self.outbox,
            self.tags,
        )

    @property
    def size_bytes(self) -> int:
        """The memory of all arrays but those of the trace, which never changes when a run meets its limit."""
        traced = sum(array.nbytes for array in self.trace.arrays)
        return self.latency.nbytes + sum(array.nbytes for array in self.arrays) - traced
