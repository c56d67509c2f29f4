"""Loaded by a tampered worker before its pool is forked: takes guards away, sets faults, writes down what was refused.

BACKLOT_MUTANTS: names of mutants, with commas between. BACKLOT_FAULTS: a folder of faults that are set (`faults.py`).
BACKLOT_POISON: runs with this seed take down whoever computes them.
BACKLOT_AUDIT: a file to which refusals, claims and answers of the stream are appended (`audit.py`).
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.reliability.tampering import audit, faults
from tests.reliability.tampering.mutants import MUTANTS

for name in filter(None, os.environ.get("BACKLOT_MUTANTS", "").split(",")):
    MUTANTS[name].apply(setattr)
if folder := os.environ.get("BACKLOT_FAULTS"):
    faults.install(setattr, faults.Armed(Path(folder)).passing)
if poison := os.environ.get("BACKLOT_POISON"):
    faults.poison(setattr, int(poison))
if file := os.environ.get("BACKLOT_AUDIT"):
    audit.install(setattr, Path(file))
