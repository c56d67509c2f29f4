"""The networks on cimba, a discrete-event engine in C whose models are compiled from Python classes."""

from __future__ import annotations

import time

import cimba
from cimba import inputs

from benchmarks.peers.networks import FORK_JOIN, ONE_QUEUE, TEN_QUEUES, Network

TOKENS = 65_536
"""Customers that the network with a join may hold: their numbers are used again."""


class OneQueue(cimba.Model):
    """One server; a customer is the time at which it came."""

    gap: cimba.Input[float] = inputs.dist.exponential(mean=1.0 / ONE_QUEUE.arrivals)
    work: cimba.Input[float] = inputs.dist.exponential(mean=1.0)
    queue: cimba.Store[float]
    stay: cimba.Output[float]
    left: cimba.Output[int]
    total: float = 0.0
    count: int = 0

    @cimba.process
    def source(self) -> None:
        while True:
            cimba.hold(self.gap.next())
            self.queue.put(cimba.now())

    @cimba.process
    def server(self) -> None:
        while True:
            came = self.queue.get()
            cimba.hold(self.work.next())
            self.total += cimba.now() - came
            self.count += 1

    @cimba.on_end
    def measure(self) -> None:
        self.stay = self.total / self.count
        self.left = self.count


class TenQueues(cimba.Model):
    """Ten servers in a row. Its language has no typed lists of stores, so every stage is written out."""

    gap: cimba.Input[float] = inputs.dist.exponential(mean=1.0 / TEN_QUEUES.arrivals)
    work: cimba.Input[float] = inputs.dist.exponential(mean=1.0)
    queue_0: cimba.Store[float]
    queue_1: cimba.Store[float]
    queue_2: cimba.Store[float]
    queue_3: cimba.Store[float]
    queue_4: cimba.Store[float]
    queue_5: cimba.Store[float]
    queue_6: cimba.Store[float]
    queue_7: cimba.Store[float]
    queue_8: cimba.Store[float]
    queue_9: cimba.Store[float]
    stay: cimba.Output[float]
    left: cimba.Output[int]
    total: float = 0.0
    count: int = 0

    @cimba.process
    def source(self) -> None:
        while True:
            cimba.hold(self.gap.next())
            self.queue_0.put(cimba.now())

    @cimba.process
    def server_0(self) -> None:
        while True:
            came = self.queue_0.get()
            cimba.hold(self.work.next())
            self.queue_1.put(came)

    @cimba.process
    def server_1(self) -> None:
        while True:
            came = self.queue_1.get()
            cimba.hold(self.work.next())
            self.queue_2.put(came)

    @cimba.process
    def server_2(self) -> None:
        while True:
            came = self.queue_2.get()
            cimba.hold(self.work.next())
            self.queue_3.put(came)

    @cimba.process
    def server_3(self) -> None:
        while True:
            came = self.queue_3.get()
            cimba.hold(self.work.next())
            self.queue_4.put(came)

    @cimba.process
    def server_4(self) -> None:
        while True:
            came = self.queue_4.get()
            cimba.hold(self.work.next())
            self.queue_5.put(came)

    @cimba.process
    def server_5(self) -> None:
        while True:
            came = self.queue_5.get()
            cimba.hold(self.work.next())
            self.queue_6.put(came)

    @cimba.process
    def server_6(self) -> None:
        while True:
            came = self.queue_6.get()
            cimba.hold(self.work.next())
            self.queue_7.put(came)

    @cimba.process
    def server_7(self) -> None:
        while True:
            came = self.queue_7.get()
            cimba.hold(self.work.next())
            self.queue_8.put(came)

    @cimba.process
    def server_8(self) -> None:
        while True:
            came = self.queue_8.get()
            cimba.hold(self.work.next())
            self.queue_9.put(came)

    @cimba.process
    def server_9(self) -> None:
        while True:
            came = self.queue_9.get()
            cimba.hold(self.work.next())
            self.total += cimba.now() - came
            self.count += 1

    @cimba.on_end
    def measure(self) -> None:
        self.stay = self.total / self.count
        self.left = self.count


class ForkJoin(cimba.Model):
    """A gateway with one server, then three stations with two servers each, side by side; a customer is a number."""

    gap: cimba.Input[float] = inputs.dist.exponential(mean=1.0 / FORK_JOIN.arrivals)
    work: cimba.Input[float] = inputs.dist.exponential(mean=1.0)
    gate: cimba.Store[int]
    first: cimba.Store[int]
    second: cimba.Store[int]
    third: cimba.Store[int]
    came: cimba.Array[float] = cimba.Array([0.0] * TOKENS)
    pending: cimba.Array[int] = cimba.Array(TOKENS)
    stay: cimba.Output[float]
    left: cimba.Output[int]
    total: float = 0.0
    count: int = 0
    number: int = 0

    @cimba.process
    def source(self) -> None:
        while True:
            cimba.hold(self.gap.next())
            token = self.number % 65_536
            self.number += 1
            self.came[token] = cimba.now()
            self.gate.put(token)

    @cimba.process
    def gateway(self) -> None:
        while True:
            token = self.gate.get()
            cimba.hold(self.work.next())
            self.pending[token] = 3
            self.first.put(token)
            self.second.put(token)
            self.third.put(token)

    @cimba.process(copies=2)
    def server_first(self) -> None:
        while True:
            token = self.first.get()
            cimba.hold(self.work.next())
            self.pending[token] -= 1
            if self.pending[token] == 0:
                self.total += cimba.now() - self.came[token]
                self.count += 1

    @cimba.process(copies=2)
    def server_second(self) -> None:
        while True:
            token = self.second.get()
            cimba.hold(self.work.next())
            self.pending[token] -= 1
            if self.pending[token] == 0:
                self.total += cimba.now() - self.came[token]
                self.count += 1

    @cimba.process(copies=2)
    def server_third(self) -> None:
        while True:
            token = self.third.get()
            cimba.hold(self.work.next())
            self.pending[token] -= 1
            if self.pending[token] == 0:
                self.total += cimba.now() - self.came[token]
                self.count += 1

    @cimba.on_end
    def measure(self) -> None:
        self.stay = self.total / self.count
        self.left = self.count


MODELS = {ONE_QUEUE: OneQueue(), TEN_QUEUES: TenQueues(), FORK_JOIN: ForkJoin()}


def run(network: Network, customers: int, seed: int) -> tuple[float, float]:
    """Customers per second of processor time and their mean stay, in units of time; the first run compiles."""
    model = MODELS[network]
    window = cimba.Window(duration=customers / network.arrivals)
    experiment = cimba.Experiment(model, replications=1, window=window, seed=seed)
    began = time.process_time()
    results = experiment.run()
    cpu_s = time.process_time() - began
    return float(results[model].left.values.flat[0]) / cpu_s, float(results[model].stay.values.flat[0])
