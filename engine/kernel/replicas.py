"""Copies of keys at several instances: who is asked, what a write leaves behind, and what a read finds.

A version is the time at which a write began, the later one wins (Lakshman and Malik, Cassandra, 2010, section 5.3).
`versions` holds, for every key of a component, the version at each of its replicas and then the newest that was
acknowledged; 0 is what was there before the run, NOTHING is what a lost disk holds.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.outcomes import OK, QUORUM_LOST, REPLICA_DOWN
from engine.kernel.random import mix
from engine.kernel.state import QUEUED, SERVING, TRAVELLING

READS, WRITES = 1, 2  # what calls over a connection do
NOTHING = -1
STORE_STATE = np.dtype([("reads", "i8"), ("stale_reads", "i8"), ("writes", "i8"), ("lost_writes", "i8")])


@leaf
def home_of(component_rules, c, item):  # type: ignore[no-untyped-def]
    """Which instance of the component (0 is the first) is the first to keep a key."""
    hashed = mix(component_rules[c].replica_stream + np.uint64(item))
    return np.int64(hashed % np.uint64(component_rules[c].nodes))


@leaf
def _row_of(component_rules, c, item):  # type: ignore[no-untyped-def]
    """Where the versions of a key begin."""
    return component_rules[c].first_version + np.int64(item) * (component_rules[c].replicas + 1)


@leaf
def lacking_replicas(component_rules, instances, c, first, item, role, asked):  # type: ignore[no-untyped-def]
    """OK, or why an attempt cannot be served: too few replicas of its key are up, or the one that it writes to is not.

    `first` is the first instance of the component, `asked` which of the replicas a write is for.
    """
    home, nodes, up = home_of(component_rules, c, item), component_rules[c].nodes, 0
    for copy in range(component_rules[c].replicas):
        up += instances[first + (home + copy) % nodes].is_up != 0
    if up < (component_rules[c].write_quorum if role == WRITES else component_rules[c].read_quorum):
        return QUORUM_LOST
    if role == WRITES and instances[first + (home + asked) % nodes].is_up == 0:
        return REPLICA_DOWN
    return OK


@leaf
def replica_for(component_rules, instances, c, first, item, role, asked):  # type: ignore[no-untyped-def]
    """The instance that takes an attempt: the replica that a write is for; for reads one of those that are up, in the
    circle from the drawn number `asked` on."""
    home, nodes, up = home_of(component_rules, c, item), component_rules[c].nodes, 0
    if role == WRITES:
        return first + (home + asked) % nodes
    for copy in range(component_rules[c].replicas):
        up += instances[first + (home + copy) % nodes].is_up != 0
    left = asked % up
    chosen = np.int64(first)
    for copy in range(component_rules[c].replicas):
        i = first + (home + copy) % nodes
        if instances[i].is_up != 0:
            if left == 0:
                chosen = np.int64(i)
            left -= 1
    return chosen


@leaf
def begin_replicated(component_rules, versions, call_ties, k, role, c, item, now):  # type: ignore[no-untyped-def]
    """A call, or the team of its copies, begins: a write has its version, a read should find what is acknowledged."""
    acknowledged = versions[_row_of(component_rules, c, item) + component_rules[c].replicas]
    call_ties[k].version = now + 1 if role == WRITES else acknowledged
    call_ties[k].seen = NOTHING


@leaf
def touch_replica(component_rules, versions, work_ties, c, place, w, item, role):  # type: ignore[no-untyped-def]
    """A work was served at the instance `place` of its component: it has written its version, or read one."""
    copy = (place - home_of(component_rules, c, item)) % component_rules[c].nodes
    row = _row_of(component_rules, c, item) + copy
    if role == WRITES:
        versions[row] = max(versions[row], work_ties[w].version)
    else:
        work_ties[w].version = versions[row]


@leaf
def take_version(call_ties, k, copies, version):  # type: ignore[no-untyped-def]
    """An answer to a read: of its copies the newest version counts."""
    holder = np.int64(call_ties[k].team) if copies > 1 else k
    call_ties[holder].seen = max(call_ties[holder].seen, version)


@leaf
def conclude_replicated(component_rules, versions, stores, call_ties, k, role, copies, c, item):  # type: ignore[no-untyped-def]
    """A call has gone well; when its quorum is met by that, a write is acknowledged and a read is judged."""
    holder = np.int64(call_ties[k].team) if copies > 1 else k
    if copies > 1 and call_ties[holder].needed != 0:
        return
    if role == WRITES:
        row = _row_of(component_rules, c, item) + component_rules[c].replicas
        versions[row] = max(versions[row], call_ties[k].version)
        stores[c].writes += 1
    else:
        stores[c].reads += 1
        stores[c].stale_reads += call_ties[holder].seen < call_ties[holder].version


@leaf
def repair_replica(component_rules, instances, versions, c, first, i):  # type: ignore[no-untyped-def]
    """Instance `i` is back: of each of its keys it takes the newest version that a living replica has."""
    nodes, copies = component_rules[c].nodes, component_rules[c].replicas
    for item in range(component_rules[c].versioned_keys):
        home = home_of(component_rules, c, item)
        own = (i - first - home) % nodes
        if own >= copies or i - first >= nodes:
            continue
        row = _row_of(component_rules, c, item)
        for copy in range(copies):
            if copy != own and instances[first + (home + copy) % nodes].is_up != 0:
                versions[row + own] = max(versions[row + own], versions[row + copy])


@compiled
def repair(component_rules, instances, versions, c, first, i):  # type: ignore[no-untyped-def]
    """As repair_replica, from outside the event loop."""
    repair_replica(component_rules, instances, versions, c, first, i)


@compiled
def lose_replica(component_rules, call_rules, versions, stores, works, work_ties, top, c, first, i):  # type: ignore[no-untyped-def]
    """Instance `i` loses its disk. An acknowledged write that no other replica has, and that is not under way to one
    either, is lost; what is left counts as acknowledged from then on."""
    nodes, copies, keys = component_rules[c].nodes, component_rules[c].replicas, component_rules[c].versioned_keys
    if i - first >= nodes:
        return
    under_way = np.full(keys, NOTHING, np.int64)
    for w in range(top):
        is_open = works[w].state == TRAVELLING or works[w].state == QUEUED or works[w].state == SERVING
        is_call = is_open and works[w].component == c and works[w].instance != i and works[w].connection >= 0
        if is_call and call_rules[works[w].connection].role == WRITES:
            under_way[works[w].item] = max(under_way[works[w].item], work_ties[w].version)
    for item in range(keys):
        own = (i - first - home_of(component_rules, c, item)) % nodes
        if own >= copies:
            continue
        row = _row_of(component_rules, c, item)
        versions[row + own] = NOTHING
        left = under_way[item]
        for copy in range(copies):
            left = max(left, versions[row + copy])
        if versions[row + copies] > left:
            stores[c].lost_writes += versions[row + copies] > 0
            versions[row + copies] = left
