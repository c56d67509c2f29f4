"""Which key makes room, said with Python's own lists: the newest key of a list stands last."""

from __future__ import annotations

import numpy as np

from engine.kernel import random
from engine.kernel.records import EVICTIONS

Counts = dict[int, tuple[int, int]]  # rounds of halving that a key's count has seen, and the count


class Keys:
    """What one shard holds, least recently used first; `until_ns` says how long each entry is believed."""

    def __init__(self, capacity: int, counts: Counts, stream: int) -> None:
        self.capacity = capacity
        self.counts = counts
        self.stream = stream
        self.until_ns: dict[int, int] = {}
        self.held: list[int] = []
        self.evictions = 0
        self.asked = 0
        self.warmed = 0  # keys that were gone through since it was emptied

    def __contains__(self, item: int) -> bool:
        return item in self.until_ns

    def ask(self, item: int) -> None:
        """Somebody looks for it."""

    def use(self, item: int) -> None:
        """It was found, or written anew."""
        self.held.remove(item)
        self.held.append(item)

    def put(self, item: int, until_ns: int) -> None:
        """It comes, or is written anew."""
        if item in self:
            self.use(item)
        else:
            self.come(item)
        if item in self.all():
            self.until_ns[item] = until_ns

    def come(self, item: int) -> None:
        """It is new here."""
        if len(self.held) >= self.capacity:
            victim = self.victim()
            self.evictions += 1
            self.drop(victim)
        self.held.append(item)

    def victim(self) -> int:
        """Who makes room."""
        return self.held[0]

    def all(self) -> list[int]:
        """All held keys."""
        return self.held

    def drop(self, item: int) -> None:
        """It is forgotten, if it was known."""
        if item in self.held:
            self.held.remove(item)
        self.until_ns.pop(item, None)

    def clear(self) -> None:
        """All are forgotten."""
        self.held.clear()
        self.until_ns.clear()
        self.warmed = 0


class Fifo(Keys):
    """In the order of coming."""

    def use(self, item: int) -> None:
        """Changes nothing."""


class Random(Fifo):
    """Whoever is drawn; the last one takes the place of who goes."""

    def victim(self) -> int:
        key = np.uint64(random.numbered(np.uint64(self.stream), self.evictions))
        return self.held[int(random.uniform_index(key, random.KEY, len(self.held)))]

    def drop(self, item: int) -> None:
        if item in self.held:
            last = self.held.pop()
            if last != item:
                self.held[self.held.index(item)] = last
        self.until_ns.pop(item, None)


class Lfu(Fifo):
    """Whoever was asked for least since the run began."""

    def ask(self, item: int) -> None:
        self.counts[item] = (0, self.counts.get(item, (0, 0))[1] + 1)

    def victim(self) -> int:
        return min(self.held, key=lambda item: (self.counts.get(item, (0, 0))[1], item))


class Clock(Fifo):
    """The oldest without a bit; who has one loses it and is the newest again."""

    def __init__(self, capacity: int, counts: Counts, stream: int) -> None:
        super().__init__(capacity, counts, stream)
        self.bits: set[int] = set()

    def use(self, item: int) -> None:
        self.bits.add(item)

    def come(self, item: int) -> None:
        self.bits.discard(item)
        super().come(item)

    def victim(self) -> int:
        while self.held[0] in self.bits:
            self.bits.remove(self.held[0])
            self.held.append(self.held.pop(0))
        return self.held[0]


class Sieve(Clock):
    """From the hand on towards the newest the first without a bit; nobody moves."""

    hand: int | None = None

    def victim(self) -> int:
        place = self.held.index(self.hand) if self.hand is not None else 0
        while self.held[place] in self.bits:
            self.bits.remove(self.held[place])
            place = (place + 1) % len(self.held)
        self.hand = self.held[place]
        return self.held[place]

    def drop(self, item: int) -> None:
        if item == self.hand:
            place = self.held.index(item) + 1
            self.hand = self.held[place] if place < len(self.held) else None
        super().drop(item)

    def clear(self) -> None:
        super().clear()
        self.hand = None


class S3Fifo(Keys):
    """A small queue for newcomers, a main queue that goes round, and a memory of who left the small one."""

    def __init__(self, capacity: int, counts: Counts, stream: int) -> None:
        super().__init__(capacity, counts, stream)
        self.small: list[int] = []
        self.ghosts: list[int] = []
        self.uses: dict[int, int] = {}
        self.small_room, self.ghost_room = max(int(capacity * 0.10), 1), int(capacity * 0.90)

    def all(self) -> list[int]:
        return self.held + self.small

    def use(self, item: int) -> None:
        self.uses[item] = min(self.uses[item] + 1, 3)

    def come(self, item: int) -> None:
        was_ghost = item in self.ghosts
        self.drop(item)
        self.uses[item] = 0
        while len(self.all()) >= self.capacity:
            if len(self.held) <= self.capacity - self.small_room and self.small:
                self.leave_small()
            else:
                self.turn()
        (self.held if was_ghost else self.small).append(item)

    def leave_small(self) -> None:
        """Used twice it stays, else it is only remembered."""
        item = self.small.pop(0)
        if self.uses[item] >= 2:
            self.held.append(item)
            return
        self.evictions += 1
        del self.until_ns[item]
        if self.ghost_room:
            self.ghosts = [*self.ghosts, item][-self.ghost_room :]

    def turn(self) -> None:
        """Round again with one use less, or out."""
        item = self.held.pop(0)
        if self.uses[item]:
            self.uses[item] -= 1
            self.held.append(item)
        else:
            self.evictions += 1
            del self.until_ns[item]

    def drop(self, item: int) -> None:
        for each in (self.held, self.small, self.ghosts):
            if item in each:
                each.remove(item)
        self.until_ns.pop(item, None)

    def clear(self) -> None:
        super().clear()
        self.small.clear()
        self.ghosts.clear()


class WTinyLfu(Keys):
    """A window for newcomers; on from there only who is asked for more than the one who would have to go."""

    def __init__(self, capacity: int, counts: Counts, stream: int) -> None:
        super().__init__(capacity, counts, stream)
        self.window: list[int] = []
        self.protected: list[int] = []
        self.window_room = max(int(capacity * 0.01), 1)
        self.protected_room = int((capacity - self.window_room) * 0.80)

    def all(self) -> list[int]:
        return self.held + self.window + self.protected

    def count_of(self, item: int) -> int:
        rounds, count = self.counts.get(item, (0, 0))
        return count >> min(max(self.asked // (10 * self.capacity) - rounds, 0), 8)

    def ask(self, item: int) -> None:
        count = min(self.count_of(item) + 1, 255)
        self.asked += 1
        self.counts[item] = (self.asked // (10 * self.capacity), count)

    def use(self, item: int) -> None:
        if item in self.window:
            self.window.remove(item)
            self.window.append(item)
            return
        (self.held if item in self.held else self.protected).remove(item)
        self.protected.append(item)
        if len(self.protected) > self.protected_room:
            self.held.append(self.protected.pop(0))

    def come(self, item: int) -> None:
        self.window.append(item)
        if len(self.window) <= self.window_room:
            return
        oldest = self.window[0]
        if len(self.all()) > self.capacity:
            self.evictions += 1
            rivals = self.held or self.protected
            if not rivals or self.count_of(oldest) <= self.count_of(rivals[0]):
                self.drop(oldest)
                return
            self.drop(rivals[0])
        self.held.append(self.window.pop(0))

    def drop(self, item: int) -> None:
        for each in (self.held, self.window, self.protected):
            if item in each:
                each.remove(item)
        self.until_ns.pop(item, None)

    def clear(self) -> None:
        super().clear()
        self.window.clear()
        self.protected.clear()


KEYS: dict[str, type[Keys]] = {
    "lru": Keys,
    "fifo": Fifo,
    "random": Random,
    "lfu": Lfu,
    "clock": Clock,
    "sieve": Sieve,
    "s3fifo": S3Fifo,
    "wtinylfu": WTinyLfu,
}
assert KEYS.keys() == EVICTIONS.keys()


def hits_of(policy: str, capacity: int, items: list[int]) -> list[bool]:
    """What hits when keys are asked for one after another and stored when they miss."""
    keys = KEYS[policy](capacity, {}, 1)
    hits = []
    for item in items:
        keys.ask(item)
        hits.append(item in keys)
        keys.put(item, 0)
    return hits
