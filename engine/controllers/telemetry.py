"""Telemetry: reads counters every few seconds, and says so when some have been bad for several readings in a row.

What it collects is counted in bytes: a sample of every series of every instance that is up at each scrape, and a span
for each piece of work that is traced. When more is on the way than its collector can take, the scrape is missed.

A collector that is down reads nothing: rules stand as they stood, and the first reading when it is back is a window
over all that time. Thresholds that were released too low (an alert storm) hold while they are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.control import Controlled, Controller, ControllerType, Reading, View, Window
from engine.design.kinds import Edit

SERIES_OF_AN_INSTANCE = 300
SAMPLE_BYTES = 2
"""A compressed sample: 1.3 bytes by Pelkonen and others, Gorilla, VLDB 8 (2015), and its share of the labels."""

SPAN_BYTES = 500
DAY_S = 86_400.0
ALERTS = 200
"""Alerts that the report lists; all are counted."""


@dataclass(slots=True)
class Rules:
    """From where on a window is bad, and how many in a row are needed."""

    error_above: float
    p99_above_s: float
    utilisation_above: float
    windows: int

    def divided(self, by: float) -> Rules:
        """The same with all thresholds so many times as low."""
        return Rules(self.error_above / by, self.p99_above_s / by, self.utilisation_above / by, self.windows)

    def broken(self, window: Window, is_answering: bool) -> Mapping[str, tuple[bool, str]]:
        """Each rule with whether it is broken, and the measurement in words; a rule without data is not broken."""
        errors, p99, busy = window.error_ratio, window.latency_s_p99, window.utilisation
        return {
            "down": (not is_answering, "nobody answers"),
            "errors": (errors is not None and errors > self.error_above, f"{100.0 * (errors or 0.0):.3g} % fails"),
            "p99": (p99 is not None and p99 > self.p99_above_s, f"p99 is {1000.0 * (p99 or 0.0):,.4g} ms"),
            "utilisation": (
                busy is not None and busy > self.utilisation_above,
                f"{100.0 * (busy or 0.0):.3g} % busy",
            ),
        }


@dataclass(slots=True)
class Telemetry:
    """`watched` are component ids; `streaks` counts for each rule of each how many windows in a row were bad (above 0)
    or good (below), `open` has the alerts that are raised, by their place in `alerts`. Of all `scrapes` some were
    `missed` by a collector that had too much to take, and `dark` were those while it was down."""

    name: str
    watched: tuple[str, ...]
    blind: tuple[str, ...]
    rules: Rules
    scrape_ns: int
    trace_sample: float
    keeps_errors: bool
    room_bytes_per_s: float
    cost_per_gb: float
    next_ns: int = 0
    begun_ns: int = 0
    scrapes: int = 0
    missed: int = 0
    dark: int = 0
    bytes_taken: float = 0.0
    greatest_storm: int = 0
    tried: dict[str, Reading] = field(default_factory=dict)
    scraped: dict[str, Reading] = field(default_factory=dict)
    streaks: dict[tuple[str, str], int] = field(default_factory=dict)
    open: dict[tuple[str, str], int] = field(default_factory=dict)
    alerts: list[dict[str, Any]] = field(default_factory=list)
    raised: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """One scrape of everything; it changes nothing."""
        self.next_ns = view.now_ns + self.scrape_ns
        readings = {each: view.reading(each) for each in self.watched}
        if not self.tried:
            self.tried = self.scraped = readings
            return ()
        self.scrapes += 1
        before, self.tried, self.begun_ns = self.tried, readings, view.now_ns
        if not view.instances_up(self.name):
            self.dark += 1
            return ()
        size = sum(self._bytes(view, readings[each], before[each]) for each in self.watched)
        room = self.room_bytes_per_s * self.scrape_ns / 1e9
        self.bytes_taken += min(size, room)
        if size > room:
            self.missed += 1
            return ()
        rules = self.rules.divided(view.told(self.name) or 1.0)
        storm = sum(self._judge(view, rules, each) for each in self.watched)
        self.greatest_storm = max(self.greatest_storm, storm)
        self.scraped = readings
        return ()

    def _bytes(self, view: View, now: Reading, before: Reading) -> float:
        failed = now.errors - before.errors
        done = now.completions - before.completions + failed
        spans = self.trace_sample * done
        if self.keeps_errors:
            spans += (1.0 - self.trace_sample) * failed
        return SERIES_OF_AN_INSTANCE * SAMPLE_BYTES * view.instances_up(now.component) + SPAN_BYTES * spans

    def _judge(self, view: View, rules: Rules, name: str) -> int:
        """Looks at one component; returns how many alerts were raised."""
        window = view.window(self.scraped[name])
        raised = 0
        for rule, (is_broken, words) in rules.broken(window, view.is_answering(name)).items():
            before = self.streaks.get((name, rule), 0)
            streak = max(before, 0) + 1 if is_broken else min(before, 0) - 1
            self.streaks[name, rule] = streak
            if streak == rules.windows and (name, rule) not in self.open:
                self._raise(view, name, rule, words)
                raised += 1
            elif streak == -rules.windows and (name, rule) in self.open:
                self._clear(view, name, rule)
        return raised

    def _raise(self, view: View, name: str, rule: str, words: str) -> None:
        self.raised += 1
        self.open[name, rule] = len(self.alerts)
        if len(self.alerts) < ALERTS:
            alert = {"component": name, "rule": rule, "raised_s": view.now_ns / 1e9, "cleared_s": None}
            self.alerts.append(alert)
        view.say(f"Alert {rule} of {view.label(name)} raised: {words}", name)

    def _clear(self, view: View, name: str, rule: str) -> None:
        place = self.open.pop((name, rule))
        if place < len(self.alerts):
            self.alerts[place]["cleared_s"] = view.now_ns / 1e9
        view.say(f"Alert {rule} of {view.label(name)} cleared", name)

    def report(self) -> Mapping[str, Any]:
        """What was seen, what was not, and what it cost."""
        gigabytes = self.bytes_taken / 1e9
        per_day = gigabytes / (self.begun_ns / 1e9) * DAY_S if self.begun_ns else 0.0
        return {
            "scrapes": self.scrapes,
            "missed": self.missed,
            "dark": self.dark,
            "alerts": [dict(each) for each in self.alerts],
            "alerts_raised": self.raised,
            "greatest_storm": self.greatest_storm,
            "notices_within_s": (self.rules.windows + 1) * self.scrape_ns / 1e9,
            "blind": list(self.blind),
            "gb": gigabytes,
            "gb_per_day": per_day,
            "credits": gigabytes * self.cost_per_gb,
            "credits_per_day": per_day * self.cost_per_gb,
        }


def make(controlled: Controlled) -> Controller:
    """One telemetry for all that its arrows lead to; what is called besides it is blind to."""
    parameters = controlled.component.parameters
    watched = tuple(each.id for each in controlled.targets)
    return Telemetry(
        name=controlled.component.id,
        watched=watched,
        blind=tuple(sorted({each.target for each in controlled.calls} - set(watched))),
        rules=Rules(
            error_above=float(parameters["error_above"]),
            p99_above_s=float(parameters["p99_above_ms"]) / 1000.0,
            utilisation_above=float(parameters["utilisation_above"]),
            windows=int(parameters["alert_windows"]),
        ),
        scrape_ns=round(float(parameters["scrape_s"]) * 1e9),
        trace_sample=float(parameters["trace_sample"]),
        keeps_errors=bool(parameters["tail_sample"]),
        room_bytes_per_s=float(parameters["collector_kb_per_s"]) * 1000.0,
        cost_per_gb=float(parameters["cost_per_gb"]),
    )


CONTROLLER = ControllerType("telemetry", make)
