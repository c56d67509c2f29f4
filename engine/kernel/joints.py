"""Copies of writes on their way to other stores: one queue for each direction of each pair that is joined.

A copy is always the same time under way, so what leaves later arrives later, and a queue is in the order of arrival.
Nothing is planned for an arrival: whoever looks at what a store keeps, or changes who of it is there, lets in first
what has come until then. At one instant copies come before all else.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.random import mix

JOINT = np.dtype([("target", "i8"), ("back", "i8")])  # where copies go, and the joint that leads the other way
COPY = np.dtype([("at_ns", "i8"), ("version", "i8"), ("item", "i8")])
FIRST, SIZE = 0, 1
GONE = -1  # the version of a copy that is lost on its way


@leaf
def home_of(component_rules, c, item):  # type: ignore[no-untyped-def]
    """Which instance of the component (0 is the first) is the first to keep a key."""
    hashed = mix(component_rules[c].replica_stream + np.uint64(item))
    return np.int64(hashed % np.uint64(component_rules[c].nodes))


@leaf
def row_of(component_rules, c, item):  # type: ignore[no-untyped-def]
    """Where the versions of a key begin."""
    return component_rules[c].first_version + np.int64(item) * (component_rules[c].replicas + 1)


@leaf
def newest_kept(component_rules, versions, c, item):  # type: ignore[no-untyped-def]
    """The newest version of a key at the replicas of one store."""
    row = row_of(component_rules, c, item)
    newest = np.int64(GONE)
    for copy in range(component_rules[c].replicas):
        newest = max(newest, versions[row + copy])
    return newest


@leaf
def should_find(component_rules, joints, versions, c, item):  # type: ignore[no-untyped-def]
    """The newest version of a key that was acknowledged at a store or at one that it is joined to."""
    newest = versions[row_of(component_rules, c, item) + component_rules[c].replicas]
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        target = joints[j].target
        newest = max(newest, versions[row_of(component_rules, target, item) + component_rules[target].replicas])
    return newest


@leaf
def _let_in(components, component_rules, joints, instances, versions, copies, copy_ends, j, now):  # type: ignore[no-untyped-def]
    """What has come over one joint is at every replica of its key that is up; nobody keeps it for the others."""
    c = joints[j].target
    first, nodes = components[c].first_instance, component_rules[c].nodes
    while copy_ends[j, SIZE] > 0 and copies[j, copy_ends[j, FIRST]].at_ns <= now:
        place = copy_ends[j, FIRST]
        item, version = copies[j, place].item, copies[j, place].version
        home, row = home_of(component_rules, c, item), row_of(component_rules, c, item)
        for copy in range(component_rules[c].replicas):
            if instances[first + (home + copy) % nodes].is_up != 0:
                versions[row + copy] = max(versions[row + copy], version)
        copy_ends[j, FIRST] = (place + 1) & (copies.shape[1] - 1)
        copy_ends[j, SIZE] -= 1


@leaf
def take_in(components, component_rules, joints, instances, versions, copies, copy_ends, c, now):  # type: ignore[no-untyped-def]
    """A store has what came to it until now."""
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        _let_in(
            components, component_rules, joints, instances, versions, copies, copy_ends, joints[j].back, now
        )  # fmt: skip


@leaf
def send_copies(  # type: ignore[no-untyped-def]
    components, component_rules, joints, instances, versions, stores, copies, copy_ends, c, item, version, now
):
    """A write leaves for every store that is joined; returns how many copies the fullest of those queues holds."""
    fullest = np.int64(0)
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        _let_in(components, component_rules, joints, instances, versions, copies, copy_ends, j, now)
        size = copy_ends[j, SIZE]
        place = (copy_ends[j, FIRST] + size) & (copies.shape[1] - 1)
        at_ns = now + component_rules[c].lag_ns
        if size > 0:
            # None overtakes another when the lag has become shorter.
            at_ns = max(at_ns, copies[j, (place - 1) & (copies.shape[1] - 1)].at_ns)
        copies[j, place].at_ns = at_ns
        copies[j, place].version = version
        copies[j, place].item = item
        copy_ends[j, SIZE] = size + 1
        fullest = max(fullest, size + 1)
        stores[c].sent_copies += 1
        stores[joints[j].target].copies += 1
    return fullest


@leaf
def lose_copies(component_rules, versions, stores, copies, copy_ends, c):  # type: ignore[no-untyped-def]
    """A store has lost a disk: what none of its replicas has any more does not reach the others either."""
    for j in range(component_rules[c].first_joint, component_rules[c].joints_end):
        for place in range(copy_ends[j, SIZE]):
            at = (copy_ends[j, FIRST] + place) & (copies.shape[1] - 1)
            version = copies[j, at].version
            if version > newest_kept(component_rules, versions, c, copies[j, at].item):
                copies[j, at].version = GONE
                stores[c].lost_copies += 1


@compiled
def receive(components, component_rules, joints, instances, versions, copies, copy_ends, c, now):  # type: ignore[no-untyped-def]
    """As take_in, from outside the event loop."""
    take_in(components, component_rules, joints, instances, versions, copies, copy_ends, c, now)
