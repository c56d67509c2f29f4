"""Open Jackson networks: stations with exponential service, each as if alone with its share of the traffic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.theory import mmc


def arrival_rates_per_s(
    outside_per_s: Mapping[str, float], routing: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """The traffic of every station: what comes from outside and what the others send on, with their chances.

    Solves the traffic equations by adding up round after round, which ends because requests leave in the end.
    Source: Jackson, Operations Research 5 (1957), 518-521.
    """
    stations = sorted({*outside_per_s, *routing, *(name for ways in routing.values() for name in ways)})
    total = dict.fromkeys(stations, 0.0)
    moving = {name: outside_per_s.get(name, 0.0) for name in stations}
    while sum(moving.values()) > 1e-12 * sum(outside_per_s.values()):
        for name, rate in moving.items():
            total[name] += rate
        moving = {
            name: sum(rate * routing.get(source, {}).get(name, 0.0) for source, rate in moving.items())
            for name in stations
        }
    return total


def in_system_mean(rates_per_s: Mapping[str, float], servers: Mapping[str, tuple[int, float]]) -> dict[str, float]:
    """Requests at each station, in its queue or in service; `servers` gives their number and the rate of one."""
    found = {}
    for name, rate in rates_per_s.items():
        count, service_rate = servers[name]
        found[name] = rate * (mmc.wait_s_mean(count, rate, service_rate) + 1.0 / service_rate)
    return found


def assumptions(shapes: Sequence[str], queue_limits: Sequence[int], loads: Sequence[float]) -> list[str]:
    """What a Jackson network needs and these stations lack."""
    broken = []
    if any(shape != "exponential" for shape in shapes):
        broken.append("all service times are exponential")
    if any(limit >= 0 for limit in queue_limits):
        broken.append("no queue has a limit")
    if any(load >= 1.0 for load in loads):
        broken.append("less work arrives everywhere than can be done")
    return broken
