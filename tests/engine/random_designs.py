"""Random small designs with every mechanism in them, and random things to do to them."""

from __future__ import annotations

import random
from typing import Any

from engine.design.check import check_runnable
from engine.design.discovery import component_types, failure_types
from engine.design.kinds import Edit, FailureType
from engine.design.model import Design
from engine.design.read import read_document
from tests import tiny
from tests.engine.random_fleets import fleets_of, random_fleet_edit, random_listing, random_placing
from tests.engine.random_policies import FIRST_FAILURES, add_policies

SHAPES = ("constant", "exponential", "lognormal", "gamma", "two_point")
BALANCINGS = ("round_robin", "random", "least_outstanding", "choice_of_two")
OF_CACHES = ("flush_cache", "dump_keys", "warm_from_dump", "warm_from_replica")
TIMES_MS = (0.001, 1.0, 2.0, 5.0, 20.0)


def random_design(seed: int, duration_s: float = 2.0, *, policies: bool = True) -> Design:
    """A runnable design of up to ten components; without policies it is what it was before there were any."""
    draw = random.Random(seed)
    document = _document(draw, duration_s)
    if policies:
        add_policies(random.Random(seed + 30_000), document)
    design, errors = read_document(document)
    assert design is not None, errors
    assert not check_runnable(design), check_runnable(design)
    return design


def random_edits(seed: int, design: Design) -> list[tuple[float, Edit]]:
    """Up to twelve edits at rising times within the design's duration."""
    draw = random.Random(seed + 10_000)
    stations = [each.id for each in design.components if "station" in component_types()[each.type].mechanisms]
    fleets = [each.id for each in fleets_of(design)]
    caches = [each.id for each in design.components if "cache" in component_types()[each.type].mechanisms]
    sources = [each.id for each in design.components if each.type == "traffic_source"]
    links = [each.id for each in design.calls]
    groups = [each.id for each in design.components if each.type == "consumer_group"]
    makers = [
        lambda: Edit("kill_instances", draw.choice(stations), draw.choice((1.0, 2.0, 9.0))),
        lambda: Edit("kill_instances", draw.choice(stations), draw.choice((1.0, 2.0))),
        lambda: Edit("restore_instances", draw.choice(stations), draw.choice((1.0, 9.0))),
        lambda: random_fleet_edit(draw, fleets),
        lambda: random_fleet_edit(draw, fleets),
        lambda: Edit("slow_station", draw.choice(stations), draw.choice((0.5, 1.0, 4.0))),
        lambda: Edit("error_ratio", draw.choice(stations), draw.choice((0.0, 0.3, 1.0))),
        lambda: Edit("stall_station", draw.choice(stations), draw.choice((0.0, 1.0))),
        lambda: Edit("pause_station", draw.choice(stations), draw.choice((0.0, 1.0, 1.0))),
        lambda: Edit("leak_station", draw.choice(stations), draw.choice((0.0, 6.0, 60.0))),
        lambda: Edit("refuse_work", draw.choice(stations), draw.choice((0.0, 1.0))),
        lambda: Edit("cut_connection", draw.choice(links), draw.choice((0.0, 1.0, 1.0))),
        lambda: Edit("lose_messages", draw.choice(links), draw.choice((0.0, 0.2, 1.0))),
        lambda: Edit("delay_messages", draw.choice(links), draw.choice((0.0, 0.003, 0.05))),
        lambda: Edit("call_chance", draw.choice(links), draw.choice((0.0, 0.5, 1.0))),
        lambda: Edit("flush_cache", draw.choice(caches or stations), 0.0),
        lambda: Edit("flush_cache", draw.choice(caches or stations), 0.0),
        lambda: Edit("dump_keys", draw.choice(caches or stations), 0.0),
        lambda: Edit("warm_from_dump", draw.choice(caches or stations), draw.choice((1.0, 5.0, 99.0))),
        lambda: Edit("warm_from_replica", draw.choice(caches or stations), draw.choice((1.0, 5.0, 99.0))),
        lambda: Edit("skew_clock", draw.choice(stations), draw.choice((0.0, 0.004, -0.02, 0.3))),
        lambda: Edit("scale_rate", draw.choice(sources), draw.choice((0.0, 0.5, 3.0))),
        lambda: Edit("heat_key", draw.choice(sources), draw.choice((0.0, 3.0, 999.0))),
        lambda: Edit("send_hot", draw.choice(sources), draw.choice((0.0, 0.5, 1.0))),
        lambda: Edit("turn_ranks", draw.choice(sources), draw.choice((0.0, 0.1, 0.5, 1.0))),
    ]
    if groups:
        makers += [
            lambda: Edit("kill_instances", draw.choice(groups), draw.choice((1.0, 2.0))),
            lambda: Edit("restore_instances", draw.choice(groups), draw.choice((1.0, 9.0))),
            lambda: Edit("rebalance", draw.choice(groups), draw.choice((1.0, 2.0))),
            lambda: Edit("poison_ratio", draw.choice(groups), draw.choice((0.0, 0.3))),
            lambda: Edit("lose_tail", "topic0", draw.choice((0.05, 9.0))),
            lambda: Edit("stall_station", "letters" if "letters" in stations else "topic0", draw.choice((0.0, 1.0))),
        ]
    times = sorted(draw.choice((0.25, 0.5, draw.uniform(0.0, 1.0))) for _ in range(draw.randrange(13)))
    # Kills come oftener than their share: most of them hit an idle instance, however many kinds of edits there are.
    chosen = [makers[0] if draw.random() < 0.2 else draw.choice(makers) for _ in times]
    edits = [(time, make()) for time, make in zip(times, chosen, strict=True)]
    # A crash delivers again only what was processed and not committed, which mostly is nothing: so there are many.
    for each in [each for each in groups for _ in range(6)]:
        edits.append((draw.random(), Edit("kill_instances", each, 1.0)))
        edits.append((draw.random(), Edit("restore_instances", each, 9.0)))
    edits += random_listing(draw, design)
    edits += random_placing(draw, design)
    found = sorted(edits, key=lambda each: each[0])
    return [
        (time * design.workload.duration_s, edit)
        for time, edit in found
        if edit.operation not in OF_CACHES or edit.target in caches
    ]


def random_actions(
    seed: int, design: Design, frames_count: int, *, policies: bool = True
) -> dict[int, list[tuple[str, str, dict[str, float], bool]]]:
    """Failures of the catalogue and their healing, by the number of frames finished before them."""
    draw = random.Random(seed + 20_000)
    found: dict[int, list[tuple[str, str, dict[str, float], bool]]] = {}
    kinds = [each for name, each in failure_types().items() if policies or name in FIRST_FAILURES]
    for _ in range(draw.randrange(1, 9)):
        kind = draw.choice(kinds)
        targets = _targets(design, kind)
        if not targets:
            continue
        target = draw.choice(targets)
        values = {each.name: draw.choice((each.default, each.low, each.default)) for each in kind.parameters}
        begins = draw.randrange(frames_count)
        found.setdefault(begins, []).append((kind.name, target, values, False))
        if draw.random() < 0.7 and kind.heal_verb:
            found.setdefault(draw.randrange(begins, frames_count), []).append((kind.name, target, values, True))
    return found


def _targets(design: Design, kind: FailureType) -> list[str]:
    if kind.targets == "place":
        return []
    if kind.targets == "connection":
        return [each.id for each in design.calls]
    types = component_types()
    return [each.id for each in design.components if not kind.needs or kind.needs in types[each.type].mechanisms]


def _document(draw: random.Random, duration_s: float) -> dict[str, Any]:
    sources = [f"viewers{place}" for place in range(draw.choice((1, 1, 2)))]
    kinds = [draw.choice(("service", "service", "gateway", "isp_edge")) for _ in range(draw.randrange(1, 5))]
    callers = [f"c{place}" for place in range(len(kinds))]
    leaves = {f"leaf{place}": draw.choice(("store", "origin", "service")) for place in range(draw.randrange(1, 3))}
    caches = [f"cache{place}" for place in range(draw.randrange(0, 2))]
    types = dict(zip(callers, kinds, strict=True)) | leaves | dict.fromkeys(caches, "cache")
    components = [_source(draw, each) for each in sources]
    components += [tiny.component(each, kind, **_parameters(draw, kind)) for each, kind in types.items()]
    connections: list[dict[str, Any]] = []
    for place, caller in enumerate([*sources, *callers]):
        later = [*callers[max(place - len(sources) + 1, 0) :], *leaves]
        is_caller = caller in callers
        connections += _calls(draw, caller, draw.sample(later, draw.randrange(1, min(len(later), 3) + 1)))
        if is_caller and caches and draw.random() < 0.5:
            connections += _look_aside(draw, caller, draw.choice(caches), draw.choice(list(leaves)))
    return tiny.document(
        duration_s=duration_s,
        components=components,
        connections=connections,
        workload={
            "duration": duration_s,
            "traffic": [tiny.traffic(each, draw.choice((20.0, 50.0, 150.0))) for each in sources],
        },
    )


def _source(draw: random.Random, name: str) -> dict[str, Any]:
    process = draw.choice(("poisson", "even"))
    keys = draw.choice((1, 20, 300))
    return tiny.component(name, "traffic_source", process=process, keys_count=keys, zipf_alpha=draw.choice((0.0, 0.9)))


def _parameters(draw: random.Random, kind: str) -> dict[str, Any]:
    count = {"cache": "shards", "store": "shards"}.get(kind, "instances")
    mean = {
        "cache": "hit_ms_mean",
        "store": "read_ms_mean",
        "origin": "first_byte_ms_mean",
        "gateway": "filter_ms_mean",
        "isp_edge": "serve_ms_mean",
    }.get(kind, "service_ms_mean")
    found: dict[str, Any] = {
        count: draw.randrange(1, 4),
        "slots": draw.choice((1, 1, 2, 5)),
        "queue_limit": draw.choice((-1, 0, 1, 20)),
        mean: draw.choice(TIMES_MS),
    }
    if kind in ("cache", "isp_edge"):
        found |= {"capacity_items": draw.choice((1, 7, 60)), "ttl_s": draw.choice((0.0, 0.1, 0.5))}
        found["renews_on"] = draw.choice(("read", "write"))
    if kind in ("service", "store", "origin"):
        found |= {"distribution": draw.choice(SHAPES), "cv2": draw.choice((0.3, 1.0, 4.0))}
        found["error_ratio"] = draw.choice((0.0, 0.0, 0.1))
    if kind == "service":
        found["holds_slot_while_calling"] = draw.random() < 0.5
    return found


def _calls(draw: random.Random, caller: str, called: list[str]) -> list[dict[str, Any]]:
    shared = draw.random() < 0.3
    calls = []
    for each in called:
        call = tiny.connection(caller, each, order=1 if shared else draw.randrange(1, 3), **_policy(draw))
        if shared:
            call["share"] = 0.9 / len(called)
        elif draw.random() < 0.3:
            call["probability"] = 0.5
        calls.append(call)
    return calls


def _look_aside(draw: random.Random, caller: str, cache: str, leaf: str) -> list[dict[str, Any]]:
    fetch = tiny.connection(caller, leaf, order=7, on_miss=cache, **_policy(draw))
    fetch["id"] = f"{caller}-fetch"
    return [tiny.connection(caller, cache, order=6, **_policy(draw)), fetch]


def _policy(draw: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "delay": draw.choice((0.0, 0.0, 0.001, 0.003)),
        "balancing": draw.choice(BALANCINGS),
        "optional": draw.random() < 0.3,
        "fallback": draw.choice((0.0, 0.002)),
        "retry": {
            "attempts": draw.choice((1, 2, 4)),
            "backoff": draw.choice((0.0, 0.005, 0.02)),
            "cap": 0.03,
            "jitter": draw.choice(("none", "full", "equal")),
        },
    }
    if draw.random() < 0.7:
        found["timeout"] = draw.choice((0.002, 0.005, 0.02, 0.1))
    return found
