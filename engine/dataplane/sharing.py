"""Links shared max-min fair among downloads: nobody can get more without taking from one who has no more.

A class of viewers counts as many downloads as come on average in the step: those at its begin, the part of the step in
which those come that are known to begin, less half of those that ended in the step before. What a link carried beyond
its capacity because there were more is a debt, paid in the steps that follow by at most half of its capacity each;
what it did not carry although it held downloads back is a credit, of a quarter of a step at most.

Method: water-filling (Bertsekas, Gallager, Data Networks, 1992, section 6.5.2), done at once for all links of which no
class is held back more by another one.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf
from engine.design.carriers import HOPS

ROUNDS = 1000


@leaf
def expected_active(classes, joins, begun, before, expected):  # type: ignore[no-untyped-def]
    """Fills `expected` (f8, classes) from the downloads now, those that will begin, and the books of the last step.

    `before` (f8, classes x 2) holds how many there were at the begin of the last step and how many were to begin in it.
    """
    for c in range(classes.shape[0]):
        active = np.float64(classes[c].active)
        left = max(before[c, 0] + before[c, 1] - active, 0.0)
        expected[c] = max(active + joins[c] - 0.5 * left, 0.5 * (active + joins[c]))
        before[c, 0], before[c, 1] = active, begun[c]


@leaf
def share_links(classes, homes, links, first_member, members, expected, rates, room, is_set):  # type: ignore[no-untyped-def]
    """The rate of a download of every class in this step, in integer bits per second.

    `members` lists the classes of each link from first_member[link] on. `rates`, `is_set` (classes) and `room`
    (links x 3: what is left, the demand or -1 once settled, a mark) are scratch.
    """
    _demand(classes, homes, links, expected, rates, room, is_set)
    for _ in range(ROUNDS):
        if not _levels(links, first_member, members, expected, rates, room, is_set):
            break
        _settle(classes, links, first_member, members, expected, rates, room, is_set)
    for c in range(classes.shape[0]):
        rate = rates[c]
        for hop in range(HOPS):
            link = classes[c].links[hop]
            if link >= 0:
                rate = min(rate, links[link].level, links[link].capacity_bps)
        classes[c].rate = np.int64(rate)


@leaf
def _demand(classes, homes, links, expected, rates, room, is_set):  # type: ignore[no-untyped-def]
    """Everybody at the speed of the own access; links that carry this hold nobody back."""
    for link in range(links.shape[0]):
        row = links[link]
        row.level = np.inf
        room[link, 0] = row.capacity_bps - min(np.float64(row.debt), 0.5 * row.capacity_bps)
        room[link, 1] = 0.0
    for c in range(classes.shape[0]):
        rates[c] = homes[classes[c].home].cap_bps
        is_set[c] = expected[c] == 0.0
        for hop in range(HOPS):
            link = classes[c].links[hop]
            if link >= 0:
                room[link, 1] += expected[c] * rates[c]
    for link in range(links.shape[0]):
        if room[link, 1] > room[link, 0]:
            links[link].level = 0.0


@leaf
def _levels(links, first_member, members, expected, rates, room, is_set):  # type: ignore[no-untyped-def]
    """The level of every link that holds back a class which is not settled; False when there is none."""
    any_left = False
    for link in range(links.shape[0]):
        if links[link].level == np.inf or room[link, 1] < 0.0:
            continue
        level = _level_of(first_member[link], first_member[link + 1], members, expected, rates, room[link, 0], is_set)
        if level >= 0.0:
            links[link].level = level
            any_left = any_left or level < np.inf
        else:
            room[link, 1] = -1.0
    return any_left


@leaf
def _level_of(start, end, members, expected, rates, room, is_set):  # type: ignore[no-untyped-def]
    """The rate that uses up what is left of one link; infinite if it needs none, -1 when nothing of it is open."""
    level = 0.0
    while True:
        left, open_ones, all_open = room, 0.0, 0.0
        for place in range(start, end):
            c = members[place]
            if not is_set[c]:
                all_open += expected[c]
                if rates[c] <= level:
                    left -= expected[c] * rates[c]
                else:
                    open_ones += expected[c]
        if all_open == 0.0:
            return -1.0
        if open_ones == 0.0:
            return np.inf
        higher = max(left, 0.0) / open_ones
        if higher <= level * (1.0 + 1e-12):
            return level
        level = higher


@leaf
def _settle(classes, links, first_member, members, expected, rates, room, is_set):  # type: ignore[no-untyped-def]
    """Settles the classes of links that are the tightest one of all their open classes."""
    for link in range(links.shape[0]):
        is_open = links[link].level < np.inf and room[link, 1] >= 0.0
        room[link, 2] = is_open and _is_tightest(classes, links, first_member, members, is_set, link, room)
    for link in range(links.shape[0]):
        if room[link, 2] == 1.0:
            for place in range(first_member[link], first_member[link + 1]):
                c = members[place]
                if not is_set[c]:
                    rates[c] = min(rates[c], links[link].level)
                    is_set[c] = True
                    _take(classes, c, expected[c] * rates[c], room)
            room[link, 1] = -1.0


@leaf
def _is_tightest(classes, links, first_member, members, is_set, link, room):  # type: ignore[no-untyped-def]
    for place in range(first_member[link], first_member[link + 1]):
        c = members[place]
        if is_set[c]:
            continue
        for hop in range(HOPS):
            other = classes[c].links[hop]
            if other >= 0 and room[other, 1] >= 0.0 and links[other].level < links[link].level:
                return False
    return True


@leaf
def _take(classes, c, rate, room):  # type: ignore[no-untyped-def]
    for hop in range(HOPS):
        link = classes[c].links[hop]
        if link >= 0:
            room[link, 0] -= rate
