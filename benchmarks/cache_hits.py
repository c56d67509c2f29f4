"""Hit ratios of every policy that libCacheSim has too, on three traces of a million requests, in one run.

What it prints for libCacheSim stands in tests/engine/test_cache_trace.py, which compares without it.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.caches import written
from engine.cache_trace import hits_of
from validation.keys import Keys, asked, asked_with_wonders, drifting

CAPACITY, REQUESTS = 1_000, 1_000_000
POLICIES = {
    "lru": "LRU",
    "fifo": "FIFO",
    "clock": "Clock",
    "sieve": "Sieve",
    "s3fifo": "S3FIFO",
    "wtinylfu": "WTinyLFU",
}


def traces() -> dict[str, Keys]:
    """Zipf's law, the same with 2 % of the ranks dealt out anew every 50 000 requests, and with 30 % asked for once."""
    return {
        "zipf": asked(1, 0.8, REQUESTS),
        "drift": drifting(1, 0.8, REQUESTS, 0.02, 50_000),
        "once": asked_with_wonders(1, 0.8, REQUESTS, 0.3),
    }


def main() -> None:
    """Hits in percent, ours and theirs."""
    with tempfile.TemporaryDirectory() as folder:
        for name, keys in traces().items():
            trace = written(Path(folder) / "trace.oracleGeneral.bin", keys)
            for policy, peer in POLICIES.items():
                ours, theirs = 100.0 * hits_of(policy, CAPACITY, keys).mean(), 100.0 * _libcachesim(peer, trace)
                print(f"  {name} {policy}: {ours:.4f} %, libCacheSim {theirs:.4f} %, {ours - theirs:+.4f} points")


def _libcachesim(name: str, trace: Path) -> float:
    library: Any = importlib.import_module("libcachesim")
    reader = library.TraceReader(str(trace), library.TraceType.ORACLE_GENERAL_TRACE)
    missed, _ = getattr(library, name)(CAPACITY).process_trace(reader)
    return 1.0 - float(missed)


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[1] / "var" / "peers"))
    main()
