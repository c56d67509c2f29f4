"""What makes a service faster or slower than its service times say: parameters, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.rows import Pace


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a language's runtime does to a service: whether it runs one piece of code at a time, which has one slot that
    is free during calls, and whether its collector stops the instance now and then."""

    is_single: bool = False
    has_pauses: bool = False


RUNTIMES: Mapping[str, Runtime] = {
    "plain": Runtime(),
    "jvm": Runtime(has_pauses=True),
    "node": Runtime(is_single=True, has_pauses=True),
    "python": Runtime(is_single=True),
    "go": Runtime(),
}
"""Go collects beside the running code; Python counts references. Node and Python run one piece of code at a time."""


def parameters() -> tuple[Parameter, ...]:
    """Runtime, contention, warm-up and neighbours; every default leaves service times as they are."""
    return (*_runtime(), *_contention(), *_warmth(), *_neighbours())


def read(values: Mapping[str, Value]) -> Pace:
    """The pace of a component; that of one without these parameters is even."""
    if "runtime" not in values:
        return Pace()
    has_pauses = _runtime_of(values).has_pauses
    return Pace(
        usl_sigma=float(values["usl_sigma"]),
        usl_kappa=float(values["usl_kappa"]),
        start_s=float(values["start_s"]),
        warmup_s=float(values["warmup_s"]),
        warmup_factor=float(values["warmup_factor"]),
        pause_s=float(values["gc_pause_ms"]) / 1000.0 * has_pauses,
        pause_every_s=float(values["gc_every_s"]),
        noise_ratio=float(values["noise_ratio"]),
        noise_factor=float(values["noise_factor"]),
    )


def slots(values: Mapping[str, Value]) -> int:
    """The slots that the runtime lets an instance use."""
    return 1 if _runtime_of(values).is_single else int(values["slots"])


def holds_slot(values: Mapping[str, Value]) -> bool:
    """Whether a slot is held during calls: never by a runtime that runs one piece of code at a time."""
    return bool(values.get("holds_slot_while_calling", True)) and not _runtime_of(values).is_single


def _runtime_of(values: Mapping[str, Value]) -> Runtime:
    return RUNTIMES[str(values.get("runtime", "plain"))]


def _runtime() -> tuple[Parameter, ...]:
    return (
        Parameter(
            "runtime",
            "Runtime",
            "choice",
            "plain",
            "What runs the code. jvm stops now and then to collect garbage; node too; node and python run one piece of "
            "code at a time: one slot, free during calls. go is as plain, which has all slots and no pauses.",
            choices=tuple(RUNTIMES),
            source="Choice of Backlot: no effects of a runtime until one is chosen.",
            advanced=True,
        ),
        _number(
            "gc_pause_ms",
            "Pause of the collector",
            80.0,
            "How long the whole instance stands still (jvm and node only).",
            ("ms", 0.0, 5_000.0),
            "Choice of Backlot: a full collection of a heap of a few gigabytes.",
        ),
        _number(
            "gc_every_s",
            "Runs between pauses",
            20.0,
            "How long an instance runs from one pause to the next.",
            ("s", 1.0, 3_600.0),
            "Choice of Backlot: a busy service that allocates much.",
        ),
    )


def _contention() -> tuple[Parameter, ...]:
    source = "N. Gunther, Guerrilla Capacity Planning, 2007, chapter 4; 0 is perfect scaling."
    return (
        _number(
            "usl_sigma",
            "Contention",
            0.0,
            "With N slots of an instance busy each service takes 1 + contention (N - 1) times as long: a lock, a "
            "shared pool.",
            ("", 0.0, 0.5),
            source,
        ),
        _number(
            "usl_kappa",
            "Coherency",
            0.0,
            "With N slots busy it takes coherency N (N - 1) more: slots that must agree with one another.",
            ("", 0.0, 0.01),
            source,
        ),
    )


def _warmth() -> tuple[Parameter, ...]:
    return (
        _number(
            "start_s",
            "Start",
            0.0,
            "How long a killed instance that is restored boots before it takes work.",
            ("s", 0.0, 3_600.0),
            "Choice of Backlot: at once, so that healing shows. A container takes about 15 s, a virtual machine 180 s.",
        ),
        _number(
            "warmup_s",
            "Warm-up",
            0.0,
            "How long a restored or started instance serves more slowly: cold code, empty pools. A minute is common.",
            ("s", 0.0, 900.0),
            "Choice of Backlot: warm at once.",
        ),
        _number(
            "warmup_factor",
            "Slower while cold",
            3.0,
            "How many times as long the first services take; it falls evenly to 1 over the warm-up.",
            ("x", 1.0, 20.0),
            "Choice of Backlot: interpreted before it is compiled.",
        ),
    )


def _neighbours() -> tuple[Parameter, ...]:
    return (
        _number(
            "noise_ratio",
            "Disturbed by neighbours",
            0.0,
            "Share of services that a noisy neighbour on the same machine makes slower.",
            ("ratio", 0.0, 1.0),
            "Choice of Backlot: machines of one's own.",
        ),
        _number(
            "noise_factor",
            "Slower when disturbed",
            3.0,
            "How many times as long a disturbed service takes.",
            ("x", 1.0, 100.0),
            "Choice of Backlot: a neighbour who takes two thirds of the processor.",
        ),
    )


def _number(
    name: str, label: str, default: float, help_text: str, bounds: tuple[str, float, float], source: str
) -> Parameter:
    unit, low, high = bounds
    return Parameter(
        name, label, "number", default, help_text, unit=unit, low=low, high=high, source=source, advanced=True
    )
