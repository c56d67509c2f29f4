"""The networks in Ciw, which knows rows of stations but no joins."""

from __future__ import annotations

import statistics
import time

import ciw

from benchmarks.peers.networks import Network


def run(network: Network, customers: int, seed: int) -> tuple[float, float]:
    """Customers per second of processor time and their mean stay, in units of time."""
    began = time.process_time()
    ciw.seed(seed)
    count = len(network.stages)
    ways = [[float(there == here + 1) for there in range(count)] for here in range(count)]
    first = [ciw.dists.Exponential(rate=network.arrivals)] + [None] * (count - 1)
    told = ciw.create_network(
        arrival_distributions=first,
        service_distributions=[ciw.dists.Exponential(rate=1.0) for _ in range(count)],
        routing=ways,
        number_of_servers=[stage[0] for stage in network.stages],
    )
    simulation = ciw.Simulation(told)
    simulation.simulate_until_max_customers(customers, method="Finish")
    cpu_s = time.process_time() - began
    stays: dict[int, list[float]] = {}
    for record in simulation.get_all_records():
        here = stays.setdefault(record.id_number, [record.arrival_date, record.exit_date])
        here[0], here[1] = min(here[0], record.arrival_date), max(here[1], record.exit_date)
    return len(stays) / cpu_s, statistics.fmean(left - came for came, left in stays.values())
