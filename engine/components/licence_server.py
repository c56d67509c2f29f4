"""Licence server: signs the keys without which nothing can be watched, and which run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.amounts import count, time_s
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.population import SCOPES, LicencePlan
from engine.design.rows import Rows

SHEET = "Parameter sheet of Backlot; see docs/engine/dataplane.md."
OWN = "Choice of Backlot."


def lower(component: Component, rows: Rows) -> None:
    """A station; what it gives is the business of viewers."""
    station.lower_station(component, rows, "sign_ms")
    rows.role("keys")


def licensing(component: Component) -> LicencePlan:
    """What viewers whose arrow leads here are given."""
    given = component.parameters
    return LicencePlan(
        period_s=float(given["period_s"]),
        jitter_s=float(given["jitter_s"]),
        predeliver_keys=int(given["predeliver_keys"]),
        grace_s=float(given["grace_s"]),
        scope=str(given["scope"]),
        clock_skew_s=float(given["clock_skew_s"]),
        retry_s=float(given["retry_s"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy it was, and what a stolen answer is worth."""
    told = licensing(component)
    text = f"One stolen answer of {component.label} decrypts {told.exposure_s:g} s of content at most."
    return [*explain_station(component, row), Finding(component.id, "notice", text)]


COMPONENT = ComponentType(
    name="licence_server",
    label="Licence server",
    family="compute",
    help="Gives viewers whose arrow leads here the keys that let their players decrypt. Keys change all the time: "
    "players ask again before one runs out, and stand still without.",
    parameters=(
        station.instances(4, "Equal signers.", SHEET),
        station.slots(16, "Signatures at once.", SHEET),
        station.time_ms("sign_ms", "Signing", 30.0, "Mean time of a signature, in hardware.", SHEET),
        station.distribution("exponential", "Choice of Backlot: hardware that is shared."),
        station.variability(1.0, OWN),
        station.measured_times(),
        station.queue_limit(2_000, "Choice of Backlot: who waits longer than a second asks in vain."),
        station.error_ratio(0.0, "A healthy server; break it to see errors."),
        time_s("period_s", "Keys change every", 60.0, 5.0, 86_400.0, "How long a key is used.", SHEET),
        time_s(
            "jitter_s",
            "Spread of requests",
            0.0,
            0.0,
            86_400.0,
            "Players ask for the next key at some time in the last seconds before it is needed; 0: all of them just "
            "then. At most the period.",
            SHEET,
        ),
        count("predeliver_keys", "Keys ahead", 0, 0, 3, "Later keys that come with each answer.", SHEET),
        time_s("grace_s", "Grace", 0.0, 0.0, 120.0, "A key is good for so much longer.", SHEET),
        Parameter(
            "scope",
            "Licence for",
            "choice",
            "session",
            "What a first licence is given for: session asks once, title at every press of play, device never.",
            choices=SCOPES,
            source=SHEET,
        ),
        time_s("clock_skew_s", "Clocks are off", 0.0, 0.0, 120.0, "Of devices, at most, both ways.", OWN),
        time_s("retry_s", "Asks again after", 2.0, 0.5, 60.0, "At most, when a request has failed.", OWN),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    mechanisms=("station", "keys"),
    licensing=licensing,
)
