"""Copies of keys at several instances: who is asked, what a write leaves behind, and what a read finds.

A version is the time at which a write began, the later one wins (Lakshman and Malik, Cassandra, 2010, section 5.3).
`versions` holds, for every key of a component, the version at each of its replicas and then the newest that was
acknowledged; 0 is what was there before the run, NOTHING is what a lost disk holds.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf, roomy_leaf
from engine.kernel.joints import home_of, lose_copies, newest_kept, row_of, send_copies, should_find, take_in
from engine.kernel.outcomes import OK, QUORUM_LOST, REPLICA_DOWN
from engine.kernel.state import QUEUED, SERVING, TRAVELLING

READS, WRITES = 1, 2  # what calls over a connection do
NOTHING = -1
STORE_STATE = np.dtype(
    [
        ("reads", "i8"),
        ("stale_reads", "i8"),
        ("writes", "i8"),
        ("lost_writes", "i8"),
        ("copies", "i8"),  # that left for it elsewhere
        ("sent_copies", "i8"),  # that it sent to others
        ("lost_copies", "i8"),  # of these, lost before they got there
    ]
)


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
def begin_replicated(component_rules, joints, versions, call_ties, k, role, c, item, now):  # type: ignore[no-untyped-def]
    """A call, or the team of its copies, begins: a write has its version, a read should find what is acknowledged."""
    call_ties[k].version = now + 1 if role == WRITES else should_find(component_rules, joints, versions, c, item)
    call_ties[k].seen = NOTHING


@leaf
def touch_replica(  # type: ignore[no-untyped-def]
    components,
    component_rules,
    joints,
    instances,
    versions,
    stores,
    copies,
    copy_ends,
    work_ties,
    c,
    i,
    w,
    item,
    role,
    now,
):
    """A work was served at instance `i` of its component: it has written its version, or read one. The first replica of
    a store to have a version sends it on. Returns how many copies are on their way at most to one other store."""
    take_in(components, component_rules, joints, instances, versions, copies, copy_ends, c, now)
    place = i - components[c].first_instance
    row = row_of(component_rules, c, item)
    own = row + (place - home_of(component_rules, c, item)) % component_rules[c].nodes
    if role != WRITES:
        work_ties[w].version = versions[own]
        return np.int64(0)
    version = work_ties[w].version
    is_first = version > newest_kept(component_rules, versions, c, item)
    versions[own] = max(versions[own], version)
    if not is_first:
        return np.int64(0)
    return send_copies(
        components, component_rules, joints, instances, versions, stores, copies, copy_ends, c, item, version, now
    )  # fmt: skip


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
        row = row_of(component_rules, c, item) + component_rules[c].replicas
        versions[row] = max(versions[row], call_ties[k].version)
        stores[c].writes += 1
    else:
        stores[c].reads += 1
        stores[c].stale_reads += call_ties[holder].seen < call_ties[holder].version


@leaf
def repair_replica(components, component_rules, joints, instances, versions, copies, copy_ends, c, i, now):  # type: ignore[no-untyped-def]
    """Instance `i` is back: of each of its keys it takes the newest version that a living replica has, here or at a
    store that this one is joined to."""
    take_in(components, component_rules, joints, instances, versions, copies, copy_ends, c, now)
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        take_in(components, component_rules, joints, instances, versions, copies, copy_ends, joints[j].target, now)
    nodes, place = component_rules[c].nodes, i - components[c].first_instance
    for item in range(component_rules[c].versioned_keys):
        own = (place - home_of(component_rules, c, item)) % nodes
        if own >= component_rules[c].replicas or place >= nodes:
            continue
        row = row_of(component_rules, c, item) + own
        versions[row] = max(versions[row], _newest_living(components, component_rules, instances, versions, c, item, i))
        for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
            there = joints[j].target
            found = _newest_living(components, component_rules, instances, versions, there, item, -1)
            versions[row] = max(versions[row], found)


@leaf
def _newest_living(components, component_rules, instances, versions, c, item, but):  # type: ignore[no-untyped-def]
    """The newest version of a key at the replicas of a store that are up, one left out; NOTHING when none is."""
    home, row = home_of(component_rules, c, item), row_of(component_rules, c, item)
    newest = np.int64(NOTHING)
    for copy in range(component_rules[c].replicas):
        i = components[c].first_instance + (home + copy) % component_rules[c].nodes
        if i != but and instances[i].is_up != 0:
            newest = max(newest, versions[row + copy])
    return newest


@compiled
def repair(components, component_rules, joints, instances, versions, copies, copy_ends, c, i, now):  # type: ignore[no-untyped-def]
    """As repair_replica, from outside the event loop."""
    repair_replica(components, component_rules, joints, instances, versions, copies, copy_ends, c, i, now)


@compiled
def lose_replica(  # type: ignore[no-untyped-def]
    components,
    component_rules,
    joints,
    call_rules,
    instances,
    versions,
    stores,
    copies,
    copy_ends,
    works,
    work_ties,
    top,
    c,
    i,
    now,
):
    """Instance `i` loses its disk. An acknowledged write that no other replica has, here or at a store that this one is
    joined to, and that is not under way to one here either, is lost; what is left counts as acknowledged from then on.
    """
    take_in(components, component_rules, joints, instances, versions, copies, copy_ends, c, now)
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        take_in(components, component_rules, joints, instances, versions, copies, copy_ends, joints[j].target, now)
    nodes, replicas, place = component_rules[c].nodes, component_rules[c].replicas, i - components[c].first_instance
    if place >= nodes:
        return
    keys = component_rules[c].versioned_keys
    hit = np.zeros(keys, np.bool_)
    for item in range(keys):
        own = (place - home_of(component_rules, c, item)) % nodes
        if own < replicas:
            hit[item] = True
            versions[row_of(component_rules, c, item) + own] = NOTHING
    lose_copies(component_rules, versions, stores, copies, copy_ends, c)
    _count_lost(component_rules, joints, call_rules, versions, stores, works, work_ties, top, c, i, hit)
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        there = joints[j].target
        _count_lost(component_rules, joints, call_rules, versions, stores, works, work_ties, top, there, i, hit)


@roomy_leaf
def _count_lost(component_rules, joints, call_rules, versions, stores, works, work_ties, top, c, lost, hit):  # type: ignore[no-untyped-def]
    """Counts the keys, of those that are `hit`, whose newest acknowledged write at a store is nowhere any more."""
    keys = component_rules[c].versioned_keys
    left = np.full(keys, NOTHING, np.int64)
    for w in range(top):
        is_open = works[w].state == TRAVELLING or works[w].state == QUEUED or works[w].state == SERVING
        is_call = is_open and works[w].component == c and works[w].instance != lost and works[w].connection >= 0
        if is_call and call_rules[works[w].connection].role == WRITES:
            left[works[w].item] = max(left[works[w].item], work_ties[w].version)
    for item in range(keys):
        if not hit[item]:
            continue
        left[item] = max(left[item], newest_kept(component_rules, versions, c, item))
        for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
            left[item] = max(left[item], newest_kept(component_rules, versions, joints[j].target, item))
        row = row_of(component_rules, c, item) + component_rules[c].replicas
        if versions[row] > left[item]:
            stores[c].lost_writes += versions[row] > 0
            versions[row] = left[item]
