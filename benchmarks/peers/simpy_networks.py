"""The networks in SimPy's faster style: a process lives as long as its server, customers are items in Stores."""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.peers.networks import Network


class SimpyNetwork:
    """One run; `stays` are the times in the network of the customers that left."""

    def __init__(self, network: Network, customers: int, seed: int) -> None:
        self.network, self.customers = network, customers
        self.draw = random.Random(seed)
        self.environment = simpy.Environment()
        self.stays: list[float] = []
        self.stages = [[simpy.Store(self.environment) for _ in stage] for stage in network.stages]
        for number, stage in enumerate(network.stages):
            for store, servers in zip(self.stages[number], stage, strict=True):
                for _ in range(servers):
                    self.environment.process(self._server(store, number))
        self.environment.process(self._source())

    def run(self) -> None:
        """Until every customer has left."""
        self.environment.run()

    def _source(self) -> Generator[Any, Any, None]:
        for _ in range(self.customers):
            yield self.environment.timeout(self.draw.expovariate(self.network.arrivals))
            self._enter([self.environment.now, 0], 0)

    def _server(self, store: simpy.Store, number: int) -> Generator[Any, Any, None]:
        while True:
            customer = yield store.get()
            yield self.environment.timeout(self.draw.expovariate(1.0))
            customer[1] -= 1
            if customer[1] == 0:
                self._enter(customer, number + 1)

    def _enter(self, customer: list[float], number: int) -> None:
        """A customer comes to a stage: a copy of it to every station; behind the last stage it leaves."""
        if number == len(self.stages):
            self.stays.append(self.environment.now - customer[0])
            return
        customer[1] = len(self.stages[number])
        for store in self.stages[number]:
            store.put(customer)
