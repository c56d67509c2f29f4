"""Messages in partitions: who takes which one next, and where it waits.

A group of consumers shares the partitions of a topic: partition p belongs to the consumer of rank p mod n among the n
that take part, and a consumer serves one message at a time over its partitions, in turn. This is the range of round
robin assignment in Kafka's consumer protocol (KIP-62), with one record in work a consumer.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.random import POISON, uniform
from engine.kernel.state import HELD, REFUSING

NONE_WAITS, CANNOT_TAKE = -1, -2


@leaf
def next_partition(components, consuming, groups, consumers, instances, o):  # type: ignore[no-untyped-def]
    """The instance (partition) from which consumer `o` takes next; NONE_WAITS, or CANNOT_TAKE while it may not take."""
    g = consumers[o].group
    rank, ranks = consumers[o].rank, consumers[o].ranks
    if consumers[o].is_up == 0 or consumers[o].is_busy != 0 or rank < 0 or groups[g].pauses > 0:
        return np.int64(CANNOT_TAKE)
    c = consuming[g].component
    own = (components[c].instances - rank + ranks - 1) // ranks
    place = consumers[o].turn
    for _ in range(own):
        if place >= own:
            place = 0
        i = np.int64(components[c].first_instance + rank + place * ranks)
        place += 1
        if instances[i].queued > 0 and instances[i].busy == 0 and instances[i].hindrance & (HELD | REFUSING) == 0:
            consumers[o].turn = place
            return i
    return np.int64(NONE_WAITS)


@leaf
def waiting_for(components, consuming, consumers, instances, o):  # type: ignore[no-untyped-def]
    """How many messages wait in the partitions of consumer `o`."""
    c = consuming[consumers[o].group].component
    waiting = 0
    place = consumers[o].rank
    while 0 <= place < components[c].instances:
        waiting += instances[components[c].first_instance + place].queued
        place += consumers[o].ranks
    return waiting


@leaf
def put_last(instances, works, i, w):  # type: ignore[no-untyped-def]
    """Lets a work wait behind all others of its instance."""
    works[w].next = -1
    if instances[i].queued == 0:
        instances[i].head = w
    else:
        works[instances[i].tail].next = w
    instances[i].tail = w
    instances[i].queued += 1
    instances[i].in_system += 1


@leaf
def put_first(instances, works, i, w):  # type: ignore[no-untyped-def]
    """Lets a work wait before all others of its instance."""
    works[w].next = instances[i].head if instances[i].queued > 0 else -1
    if instances[i].queued == 0:
        instances[i].tail = w
    instances[i].head = w
    instances[i].queued += 1
    instances[i].in_system += 1


@leaf
def is_poisoned(key, ratio):  # type: ignore[no-untyped-def]
    """True for the share `ratio` of messages that no try can process."""
    return ratio > 0.0 and uniform(key, POISON) < ratio


@leaf
def is_given_up(component_rules, consuming, c, tries):  # type: ignore[no-untyped-def]
    """True when a message of component `c` that has been tried again `tries` times and fails is a dead letter."""
    g = component_rules[c].consumes
    return g >= 0 and consuming[g].gives_up != 0 and tries >= consuming[g].retries


@leaf
def is_outdated(component_rules, consuming, c, arrived_ns, now):  # type: ignore[no-untyped-def]
    """True when a message has waited longer than its topic keeps it."""
    g = component_rules[c].consumes
    return g >= 0 and 0 < consuming[g].retention_ns < now - arrived_ns


@compiled
def assign_partitions(components, consuming, consumers, partitions, g):  # type: ignore[no-untyped-def]
    """Deals the partitions of a group to its living consumers."""
    c = consuming[g].component
    first, end = consuming[g].first_consumer, consuming[g].first_consumer + consuming[g].consumers
    ranks = 0
    for o in range(first, end):
        consumers[o].rank = -1
        if consumers[o].is_up != 0:
            consumers[o].rank = ranks
            ranks += 1
    for o in range(first, end):
        consumers[o].ranks = ranks
        place = consumers[o].rank
        while 0 <= place < components[c].instances:
            partitions[components[c].first_instance + place].owner = o
            place += ranks
    if ranks == 0:
        for place in range(components[c].instances):
            partitions[components[c].first_instance + place].owner = -1
