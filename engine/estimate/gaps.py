"""How evenly requests arrive: squared coefficients of variation of gaps, along splits, merges and stations.

1 is a Poisson process, 0 an even one. The rules are those of Whitt's queueing network analyzer, Bell System Technical
Journal 62 (1983), 2779-2815: merging, splitting at random, leaving a station.
"""

from __future__ import annotations

import math

from engine.estimate.drawing import Call, Part

LEAST_SERVICE_CV2 = 0.2
TWO_DRAWN = ("choice_of_two", "choice_of_two_utilisation", "zone_aware")
"""Rules of balancing that look at two instances; all others but the least outstanding look at none."""


def set_gaps(part: Part) -> None:
    """Sets how evenly requests reach a part and its instances, and how evenly they leave its service."""
    if part.source is not None:
        # In heavy traffic a wait depends on the variation of counts over long times: 1 for a Poisson process.
        part.leaving_cv2 = 0.0 if part.source.process == "even" else part.source.burstiness
        return
    whole = part.rate_per_s
    if part.station is None or whole <= 0.0:
        return
    streams = [(call.attempts_per_s, _call_cv2(call), call.connection.balancing) for call in part.callers]
    instances = part.station.instances
    servers = instances * part.station.slots
    load = min(whole * part.service.mean / servers, 1.0)
    if len(streams) == 1:
        _, part.gaps_cv2, rule = streams[0]
        part.instance_gaps_cv2 = _one_of(instances, part.gaps_cv2, rule, part)
        part.least_outstanding = float(rule == "least_outstanding")
        part.choice_of_two = float(rule in TWO_DRAWN)
    else:
        part.gaps_cv2 = merged([(rate, cv2) for rate, cv2, _ in streams], load)
        part.instance_gaps_cv2 = merged([(rate, _one_of(instances, cv2, by, part)) for rate, cv2, by in streams], load)
        part.least_outstanding = sum([rate for rate, _, by in streams if by == "least_outstanding"]) / whole
        part.choice_of_two = sum([rate for rate, _, by in streams if by in TWO_DRAWN]) / whole
    service_cv2 = part.service.variance / part.service.mean**2 if part.service.mean > 0.0 else 0.0
    part.leaving_cv2 = _left(part.gaps_cv2, service_cv2, load, servers)


def merged(streams: list[tuple[float, float]], load: float) -> float:
    """Streams of (rate, squared variation) on the way to a station of this load: many slow ones look like Poisson."""
    whole = sum([rate for rate, _ in streams])
    together = sum([rate * cv2 for rate, cv2 in streams]) / whole
    spread = sum([rate * rate for rate, _ in streams]) / (whole * whole)
    weight = 1.0 / (1.0 + 4.0 * (1.0 - load) ** 2 * (1.0 / spread - 1.0))
    return weight * together + 1.0 - weight


def _call_cv2(call: Call) -> float:
    leaving_per_s = call.caller.rate_per_s * call.caller.begins
    share = min(call.attempts_per_s / leaving_per_s, 1.0) if leaving_per_s > 0.0 else 1.0
    return share * call.caller.leaving_cv2 + 1.0 - share


def _one_of(instances: int, cv2: float, rule: str, part: Part) -> float:
    """What one instance sees: every n-th request in turn, or each with chance 1/n."""
    if rule == "round_robin" and part.cache is None:
        return cv2 / instances
    return (cv2 - 1.0) / instances + 1.0


def _left(gaps_cv2: float, service_cv2: float, load: float, servers: int) -> float:
    busy = load * load
    service = busy * (max(service_cv2, LEAST_SERVICE_CV2) - 1.0) / math.sqrt(servers)
    return max(1.0 + (1.0 - busy) * (gaps_cv2 - 1.0) + service, 0.0)
