from __future__ import annotations
from engine.estimate.result import Assumption
def assumptions_of(design, drawing, at, drawn, settled):
    return ()
