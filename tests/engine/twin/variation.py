"""How long service takes in the plain twin, and what makes it longer than drawn; pauses are listed one by one."""

from __future__ import annotations

import numpy as np

from engine.design.rows import EVEN, Pace
from engine.kernel import random, service
from engine.plan.lowering import Station
from engine.plan.streams import stream_key
from tests.engine.twin.parts import Instance, Node, Work

NO_TIMES = np.zeros(1)


def service_ns(node: Node, work: Work) -> float:
    """The drawn service time before slowing."""
    if node.station is None:
        return node.cache.lookup_s * 1e9 if node.cache is not None and node.cache.lookup_s is not None else 0.0
    told = node.station.service
    shape, mean_ns = service.SHAPES[told.shape], told.mean_s * 1e9
    if mean_ns == 0.0 or (told.cv2 == 0.0 and told.shape != "exponential"):
        return mean_ns
    if told.shape == "trace":
        return told.values_s[int(random.uniform(work.key, random.SERVICE) * len(told.values_s))] * 1e9
    shape_parameters = service.shape_parameters(shape, mean_ns, told.cv2)
    return float(service.service_time(work.key, shape, mean_ns, *shape_parameters, NO_TIMES))


def contention(pace: Pace, busy: int) -> float:
    """How much longer each of so many takes."""
    others = busy - 1
    return 1.0 + pace.usl_sigma * others + pace.usl_kappa * busy * others


def factor(node: Node, work: Work, now: int) -> float:
    """By how much a service that begins now is longer."""
    instance, pace = work.instance, _pace(node)
    assert instance is not None
    found, age_ns, warmup_ns = 1.0, now - instance.ready_ns, round(pace.warmup_s * 1e9)
    if age_ns < warmup_ns:
        found += (pace.warmup_factor - 1.0) * (1.0 - age_ns / warmup_ns)
    if node.leak_per_ns > 0.0:
        found *= 1.0 + node.leak_per_ns * min(now - instance.leaks_since_ns, age_ns)
    if instance.crowding > 0.0:
        found *= 1.0 + instance.crowding
    if pace.noise_ratio > 0.0 and random.uniform(work.key, random.NOISE) < pace.noise_ratio:
        found *= pace.noise_factor
    return found


def running_ns(node: Node, instance: Instance, at_ns: int) -> int:
    """How long an instance has run, pauses left out."""
    pace = _pace(node)
    if pace.pause_s == 0.0:
        return at_ns
    run_ns, pause_ns = round(pace.pause_every_s * 1e9), round(pace.pause_s * 1e9)
    rounds, place = divmod(at_ns + instance.pause_offset_ns, run_ns + pause_ns)
    return rounds * run_ns + min(place, run_ns)


def time_to_run(node: Node, instance: Instance, now: int, work_ns: int) -> int:
    """How long so much running takes: piece by piece, from pause to pause."""
    pace = _pace(node)
    if pace.pause_s == 0.0 or work_ns == 0:
        return work_ns
    run_ns, pause_ns = round(pace.pause_every_s * 1e9), round(pace.pause_s * 1e9)
    place, taken, left = (now + instance.pause_offset_ns) % (run_ns + pause_ns), 0, work_ns
    while place + left > run_ns:
        left -= max(run_ns - place, 0)
        taken += run_ns + pause_ns - place
        place = 0
    return taken + left


def pause_offset_ns(seed: int, component: str, station: Station | None, place: int) -> int:
    """Where in its round of running and pausing an instance begins."""
    if station is None or station.pace.pause_s == 0.0:
        return 0
    key = np.uint64(random.numbered(np.uint64(stream_key(seed, "pauses", component)), place))
    round_ns = round(station.pace.pause_every_s * 1e9) + round(station.pace.pause_s * 1e9)
    return int(random.uniform_index(key, random.PAUSES, round_ns))


def _pace(node: Node) -> Pace:
    return node.station.pace if node.station is not None else EVEN
