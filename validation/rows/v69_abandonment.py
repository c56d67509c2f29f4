"""V69: who waits for the picture, and who does not."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dataplane.plane import Plane
from engine.design.population import NetworkPlan, PlayerPlan
from validation.row import Effort, Row, exact, near
from validation.viewing import patient, sharing, steady

EXPECTED = {1: 0.0, 3: 0.058, 6: 0.232}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Presses that are answered after 1, 3 and 6 s, and a picture at once after that."""
    viewers = effort.pick(full=50_000, short=20_000)
    measured = {}
    for seconds in EXPECTED:
        population = patient(
            cap=viewers,
            initial=viewers,
            networks=(NetworkPlan(steady(1e6, rtt_ms=0.001)),),
            player=PlayerPlan("fixed"),
            ladder_kbps=(1.0,),
            control_ms=1000.0 * seconds,
            abandon_per_s=0.058,
        )
        plane = Plane(sharing((), population), seed)
        plane.step(30_000_000_000)
        measured[f"after_{seconds}"] = plane.books()["left"]["start_too_slow"] / viewers
    return measured


ROW = Row(
    number="V69",
    section="3E",
    title="From two seconds on, 5.8 % of the viewers give up in every second",
    setup="Starts that take 1, 3 and 6 s.",
    source="Krishnan and Sitaraman, IMC 2012: a straight line of slope 5.8 % from 2 s on.",
    checks=(
        exact("after_1", "give up before 1 s", 0.0),
        *(
            near(f"after_{seconds}", f"give up before {seconds} s", share, absolute=0.01)
            for seconds, share in EXPECTED.items()
            if share > 0.0
        ),
    ),
    measure=measure,
)
