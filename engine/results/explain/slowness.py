"""Why p99 is what it is: the critical paths of the slowest sampled requests beside those of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from engine.results.explain.critical_path import critical_path
from engine.results.explain.facts import Facts
from engine.results.explain.spans import Trace
from engine.results.explain.told import Number, Statement

SLOW_SHARE = 0.01
SLOW_LEAST = 20
SLOW_MOST_SHARE = 0.1
"""Of few samples the slowest tenth is looked at instead of the slowest hundredth: two or three would say little."""

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Split:
    """Where the latency of some requests went, in ns by kind and component."""

    requests: int
    latency_ns: int
    parts_ns: dict[Place, int]

    def share(self, place: Place) -> float:
        """The part of the latency that was spent there."""
        return self.parts_ns.get(place, 0) / self.latency_ns if self.latency_ns else 0.0

    def mean_s(self, place: Place) -> float:
        """Seconds of a request on average."""
        return self.parts_ns.get(place, 0) / self.requests / 1e9 if self.requests else 0.0


def split_of(traces: Sequence[Trace]) -> Split:
    """The critical paths of some requests together."""
    parts: dict[Place, int] = {}
    for trace in traces:
        for piece in critical_path(trace):
            place = (piece.kind, piece.component)
            parts[place] = parts.get(place, 0) + piece.ended_ns - piece.began_ns
    return Split(len(traces), sum(each.latency_ns for each in traces), parts)


def slowest_of(traces: Sequence[Trace]) -> list[Trace]:
    """The sampled requests that went well and were slow."""
    sampled = [each for each in traces if each.is_sampled and each.is_ok]
    wanted = ceil(SLOW_SHARE * len(sampled))
    wanted = max(wanted, min(SLOW_LEAST, ceil(SLOW_MOST_SHARE * len(sampled))))
    return sorted(sampled, key=lambda each: (-each.latency_ns, each.root.token))[:wanted]


def slowness(facts: Facts) -> dict[str, Any]:
    """Statements, and the shares of every part: those of `slow` sum to 1, those of `all` too."""
    slow = slowest_of(facts.traces)
    usual = [each for each in facts.traces if each.is_sampled and each.is_ok]
    if not slow or not sum(each.latency_ns for each in slow):
        return {"statements": [], "parts": [], "slow_requests": 0, "sampled_requests": len(usual)}
    of_slow, of_all = split_of(slow), split_of(usual)
    places = sorted(of_slow.parts_ns, key=lambda place: (-of_slow.parts_ns[place], place))
    parts = [
        {
            "kind": place[0],
            "component": facts.component_id(place[1]),
            "share": of_slow.share(place),
            "mean_s": of_slow.mean_s(place),
            "share_of_all": of_all.share(place),
            "mean_s_of_all": of_all.mean_s(place),
        }
        for place in places
    ]
    return {
        "statements": [each.to_json() for each in _statements(facts, slow, of_slow, of_all, places)],
        "parts": parts,
        "slow_requests": of_slow.requests,
        "sampled_requests": of_all.requests,
        "slow_from_s": min(each.latency_ns for each in slow) / 1e9,
    }


def _statements(
    facts: Facts, slow: Sequence[Trace], of_slow: Split, of_all: Split, places: Sequence[Place]
) -> list[Statement]:
    first = places[0]
    where = facts.component_id(first[1])
    from_s = min(each.latency_ns for each in slow) / 1e9
    numbers = {
        "count": Number(
            of_slow.requests,
            "count",
            "the slowest of the sampled requests that went well",
            {"sampled": of_all.requests},
            of_all.requests,
        ),
        "from": Number(from_s, "s", "the least latency among them", {}, of_slow.requests),
        "share": _share(of_slow, first),
        "time": _mean(of_slow, first),
    }
    text = (
        "The slowest requests ({count} sampled, all of {from} or more) spend {share} of their time"
        f" {_doing(first[0])} {{where}}, {{time}} each."
    )
    found = [Statement(text, numbers, {"where": where})]
    grown = max(places, key=lambda place: (of_slow.mean_s(place) - of_all.mean_s(place), place))
    differs = {"slow": _mean(of_slow, grown), "usual": _mean(of_all, grown)}
    text = f"What makes them slow is {_doing(grown[0])} {{where}}: {{slow}}, where a usual request has {{usual}}."
    found.append(Statement(text, differs, {"where": facts.component_id(grown[1])}))
    return found


def _doing(kind: str) -> str:
    return {
        "queueing": "queueing at",
        "service": "in service at",
        "network": "on the network to and from",
        "waiting for a permit": "waiting for a permit to call",
        "waiting to retry": "waiting to retry",
        "waiting for a timeout": "waiting until calls time out to",
        "fallback": "with the fallback for",
    }.get(kind, "otherwise at")


def _share(split: Split, place: Place) -> Number:
    inputs: dict[str, float | str] = {"there, s": split.parts_ns[place] / 1e9, "latencies, s": split.latency_ns / 1e9}
    return Number(
        split.share(place), "ratio", "time there / sum of latencies, on critical paths", inputs, split.requests
    )


def _mean(split: Split, place: Place) -> Number:
    inputs: dict[str, float | str] = {
        "there, s": split.parts_ns.get(place, 0) / 1e9,
        "requests": split.requests,
    }
    return Number(split.mean_s(place), "s", "time there / requests, on critical paths", inputs, split.requests)
