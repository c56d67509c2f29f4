"""`make bench`: every benchmark in turn, each in a process of its own, and one table at the end."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Runs the named benchmarks (all if none is named); returns 1 if a figure falls short of its floor."""
    files = sorted(
        file for file in HERE.glob("*.py") if file.stem not in {"__main__", "__init__", "figures", "growth_page"}
    )
    rows = [row for file in files if not names or file.stem in names for row in _rows(file)]
    width = max((len(row["what"]) for row in rows), default=0)
    for row in rows:
        verdict = "ok   " if row["holds"] else "SHORT"
        print(f"{verdict} {row['what']:<{width}}  {row['measured']}  ({row['floor']})")
    return 0 if all(row["holds"] for row in rows) else 1


def _rows(file: Path) -> list[dict[str, str]]:
    print(f"\n{file.stem}", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        ended = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{file.stem}", "--figures", out.name], cwd=HERE.parent
        )
        text = Path(out.name).read_text()
    if ended.returncode != 0 or not text:
        return [{"what": file.stem, "measured": "did not finish", "floor": "a result", "holds": ""}]
    return list(json.loads(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
