"""The design of ten_nodes.py as one writes it in SimPy: processes, resources, timeouts, retries."""

from __future__ import annotations

import random
from bisect import bisect
from collections import OrderedDict
from collections.abc import Generator
from itertools import accumulate
from typing import Any

import simpy

from benchmarks.peers.ten_nodes import (
    ATTEMPTS,
    BACKOFF_S,
    CACHE_ITEMS,
    CALLS,
    DELAY_S,
    KEYS,
    RATE_PER_S,
    STATIONS,
    TIMEOUT_S,
    ZIPF_ALPHA,
)

Process = Generator[Any, Any, Any]


class Streaming:
    """One run: `latencies` of the requests answered well, and how many failed."""

    def __init__(self, seed: int, requests: int, warm_up: int) -> None:
        self.environment = simpy.Environment()
        self.draw = random.Random(seed)
        self.warm_up = warm_up
        self.latencies: list[float] = []
        self.failed = 0
        self.hits = self.lookups = 0
        self.stations = {
            name: [simpy.Resource(self.environment, slots) for _ in range(instances)]
            for name, (_, instances, slots, _) in STATIONS.items()
        }
        self.outstanding = {name: [0] * instances for name, (_, instances, _, _) in STATIONS.items()}
        self.caches = {name: OrderedDict[int, None]() for name, (kind, _, _, _) in STATIONS.items() if kind == "cache"}
        weights = list(accumulate((rank + 1) ** -ZIPF_ALPHA for rank in range(KEYS)))
        self.cumulative = [weight / weights[-1] for weight in weights]
        self.environment.process(self._viewers(requests))

    def _viewers(self, requests: int) -> Process:
        for number in range(requests):
            yield self.environment.timeout(self.draw.expovariate(RATE_PER_S))
            self.environment.process(self._request(number))

    def _request(self, number: int) -> Process:
        began = self.environment.now
        key = bisect(self.cumulative, self.draw.random())
        is_ok = yield self.environment.process(self._call("gateway", key))
        if number >= self.warm_up:
            if is_ok:
                self.latencies.append(self.environment.now - began)
            else:
                self.failed += 1

    def _call(self, target: str, key: int) -> Process:
        """One call with its attempts; True when one was answered well, for a cache whether it hit."""
        for attempt in range(ATTEMPTS):
            answer = self.environment.process(self._serve(target, key))
            deadline = self.environment.timeout(TIMEOUT_S)
            done = yield answer | deadline
            if answer in done and answer.value is not None:
                return answer.value
            if attempt + 1 < ATTEMPTS:
                yield self.environment.timeout(self.draw.uniform(0.0, BACKOFF_S * 2.0**attempt))
        return None if STATIONS[target][0] == "cache" else False

    def _serve(self, target: str, key: int) -> Process:
        """The callee's side; goes on after the caller has stopped waiting. None is a failure."""
        kind, instances, _, service_s = STATIONS[target]
        yield self.environment.timeout(DELAY_S)
        chosen = self._choose(target, instances, key, kind)
        self.outstanding[target][chosen] += 1
        with self.stations[target][chosen].request() as turn:
            yield turn
            yield self.environment.timeout(self.draw.expovariate(1.0 / service_s))
            is_ok: Any = True
            if kind == "cache":
                is_ok = self._look_up(target, key)
            for group in CALLS.get(target, ()):
                is_ok = is_ok and (yield from self._group(group, key))
        self.outstanding[target][chosen] -= 1
        yield self.environment.timeout(DELAY_S)
        return is_ok

    def _group(self, group: tuple[str, ...], key: int) -> Process:
        """Calls side by side; after a look into a cache that misses, the store, whose answer fills the cache."""
        if group[0] in self.caches:
            cache, store = group
            if (yield self.environment.process(self._call(cache, key))):
                return True
            is_ok = yield self.environment.process(self._call(store, key))
            if is_ok:
                self._fill(cache, key)
            return is_ok
        calls = [self.environment.process(self._call(target, key)) for target in group]
        yield self.environment.all_of(calls)
        return all(each.value for each in calls)

    def _choose(self, target: str, instances: int, key: int, kind: str) -> int:
        if kind == "cache":
            return key % instances
        one, two = self.draw.sample(range(instances), 2)
        return two if self.outstanding[target][two] < self.outstanding[target][one] else one

    def _look_up(self, cache: str, key: int) -> bool:
        self.lookups += 1
        if key not in self.caches[cache]:
            return False
        self.caches[cache].move_to_end(key)
        self.hits += 1
        return True

    def _fill(self, cache: str, key: int) -> None:
        self.caches[cache][key] = None
        self.caches[cache].move_to_end(key)
        if len(self.caches[cache]) > CACHE_ITEMS:
            self.caches[cache].popitem(last=False)
