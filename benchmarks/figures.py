"""How a benchmark reports: lines for a person, rows for the table at the end of `make bench`."""

from __future__ import annotations

import json
import sys
from pathlib import Path


class Figures:
    """Collects the figures of one benchmark; `write` stores them where `--figures FILE` says, if it was given."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []

    def at_least(self, what: str, measured: float, floor: float, unit: str = "") -> None:
        """A figure that should not fall below its floor."""
        self._add(what, measured, f"at least {floor:g} {unit}", measured >= floor, unit)

    def at_most(self, what: str, measured: float, ceiling: float, unit: str = "") -> None:
        """A figure that should not rise above its ceiling."""
        self._add(what, measured, f"at most {ceiling:g} {unit}", measured <= ceiling, unit)

    def write(self) -> None:
        """Stores the rows for the table."""
        if "--figures" in sys.argv:
            Path(sys.argv[sys.argv.index("--figures") + 1]).write_text(json.dumps(self.rows))

    def _add(self, what: str, measured: float, floor: str, holds: bool, unit: str) -> None:
        shown = f"{measured:.4g} {unit}".strip()
        print(f"  {what}: {shown}  (floor: {floor.strip()})", flush=True)
        self.rows.append({"what": what, "measured": shown, "floor": floor.strip(), "holds": holds})
