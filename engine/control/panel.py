"""The controllers of one run: who acts when, and what each is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.control.audience import Audience, Part, audiences_of
from engine.control.view import Say, Sight
from engine.dataplane.plane import Plane
from engine.design.control import NEVER_NS, Controller
from engine.design.fleets import controlled_of
from engine.design.kinds import Edit
from engine.design.model import Design
from engine.kernel.area import integrate_all
from engine.kernel.state import CLOCK, State
from engine.plan.plan import Plan
from engine.plan.streams import stream_key
from engine.results.frames import Frame, Layout
from engine.results.viewers import SAMPLED_POPULATIONS, Viewed, populations_of


class Panel:
    """Made with the run; at one instant controllers act in the order of their ids."""

    def __init__(self, plan: Plan) -> None:
        design = plan.design
        self.plan = plan
        self.labels = {each.id: each.label for each in design.components}
        made: dict[str, Any] = {name: kind.make(told) for name, (kind, told) in controlled_of(design).items()}
        made |= audiences_of(plan)
        self.controllers: dict[str, Controller] = {name: made[name] for name in sorted(made)}
        self.waking = tuple(name for name, (kind, _) in controlled_of(design).items() if kind.wakes)
        self.streams = {name: stream_key(plan.seed, "controller", name) for name in self.controllers}

    @property
    def arrays(self) -> list[Any]:
        """Arrays of types that only the viewers beside the run have."""
        audiences = [each for each in self.controllers.values() if isinstance(each, Audience)]
        return [array for each in audiences for array in each.plane.state.arrays]

    @property
    def plane(self) -> Plane | None:
        """The viewers beside the run with all that carries bytes to them, if there are any."""
        return next((each.plane for each in self.controllers.values() if isinstance(each, Audience)), None)

    @property
    def next_ns(self) -> int:
        """When the next one wants to look."""
        return min((each.next_ns for each in self.controllers.values()), default=NEVER_NS)

    def due(self, clock_ns: int) -> list[str]:
        """Who looks now."""
        return [name for name, each in self.controllers.items() if each.next_ns <= clock_ns]

    def wake(self, name: str, clock_ns: int) -> None:
        """Who was hit by an edit looks at once, if it is a controller of a kind that wakes."""
        if name in self.waking:
            self.controllers[name].next_ns = min(self.controllers[name].next_ns, clock_ns)

    def act(self, name: str, state: State, tell: Say) -> Sequence[Edit]:
        """Lets one controller look and act; what it says goes to `tell`."""
        clock_ns = int(state.registers[CLOCK])
        integrate_all(state.component_states, clock_ns)
        controller = self.controllers[name]
        edits = controller.act(Sight(self.plan, state, self.labels, self.streams[name], clock_ns, tell))
        assert controller.next_ns > clock_ns, f"{name} would act for ever"
        return edits

    def viewed(self, design: Design) -> list[Viewed]:
        """What viewers met since the last frame, in the order of the document."""
        parts = (self.controllers[name] for name in populations_of(design))
        found = (each.viewed() for each in parts if isinstance(each, Audience | Part))
        return [each for each in found if each is not None]

    def tell(self, frame: Frame, layout: Layout, viewed: Sequence[Viewed]) -> None:
        """Adds to a frame what viewers met and what flowed to them; no digest holds the latter."""
        if viewed:
            frame["viewers"] = [each.row for each in viewed]
            frame["samples"] = [each.samples for each in viewed[:SAMPLED_POPULATIONS]]
        if "flows" not in layout:
            return
        audience = next(each for each in self.controllers.values() if isinstance(each, Audience))
        flowed = audience.flowed()
        if flowed is not None:
            frame["carriers"], frame["streams"], frame["ways"] = flowed.carriers, flowed.streams, flowed.ways

    def report(self) -> dict[str, Mapping[str, Any]]:
        """What each controller tells for the summary."""
        return {name: each.report() for name, each in self.controllers.items()}
