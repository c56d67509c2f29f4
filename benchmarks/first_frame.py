"""From the text of a new design to the first frame of its run, in a process that has run something before."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from benchmarks.figures import Figures
from engine.design.read import read_text
from engine.simulate import start

DESIGN = Path(__file__).resolve().parents[1] / "content" / "designs" / "mini-streaming.yaml"
ROUNDS = 20


def main() -> None:
    """The median over designs that differ in a name and a seed, so that nothing can be remembered."""
    figures = Figures()
    text = DESIGN.read_text()
    _first_frame_ms(text, 0)
    waits = [_first_frame_ms(text.replace("name:", f"name: Number {seed}", 1), seed) for seed in range(1, ROUNDS)]
    figures.at_most("new design to first frame, warm process", statistics.median(waits), 50.0, "ms")
    figures.write()


def _first_frame_ms(text: str, seed: int) -> float:
    began = time.perf_counter()
    design, errors = read_text(text)
    assert design is not None, errors
    simulation = start(design, seed)
    while simulation.advance() is None:
        pass
    return 1000.0 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
