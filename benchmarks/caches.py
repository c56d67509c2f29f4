"""Cache operations per second over a million keys: our policies, libCacheSim (in C) and cachetools, in one run.

All replay the same requests: look the key up, store it when it misses. libCacheSim loops in C and reads the requests
from a file in memory, in its own quickest format; that reading is counted, as the reading of our array is. Hit ratios
stand beside the rates: a fast wrong answer would show.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.figures import Figures
from engine.cache_trace import hits_of
from engine.theory.zipf import popularity

KEYS, CAPACITY, REQUESTS, ROUNDS = 1_000_000, 100_000, 5_000_000, 3
PYTHON_REQUESTS = 300_000
POLICIES = {"lru": "LRU", "sieve": "Sieve", "s3fifo": "S3FIFO", "wtinylfu": "WTinyLFU"}

sys.path.append(str(Path(__file__).resolve().parents[1] / "var" / "peers"))

Asked = npt.NDArray[np.int64]


def main() -> None:
    """Every policy in turn with every program that has it."""
    figures = Figures()
    keys = np.random.default_rng(1).choice(KEYS, size=REQUESTS, p=popularity(KEYS, 0.9)).astype(np.int64)
    with tempfile.TemporaryDirectory() as folder:
        trace = written(Path(folder) / "trace.oracleGeneral.bin", keys)
        for policy, name in POLICIES.items():
            ours, theirs = _in_turn([lambda p=policy: _ours(p, keys), lambda n=name: _libcachesim(n, trace)])
            print(f"  {policy}: {_said(ours)}; libCacheSim {_said(theirs)}")
            figures.at_least(f"{policy}, a million keys, to libCacheSim", ours[0] / theirs[0], 1.0, "x")
    (plain,) = _in_turn([lambda: _cachetools(keys[:PYTHON_REQUESTS])])
    (ours,) = _in_turn([lambda: _ours("lru", keys)])
    print(f"  lru: cachetools {_said(plain)}")
    figures.at_least("lru, a million keys, to cachetools", ours[0] / plain[0], 20.0, "x")
    figures.write()


def written(file: Path, keys: Asked) -> Path:
    """The requests as rows of time, key, size and the time of the next request for it, which no policy here reads."""
    row = np.dtype([("at", "<u4"), ("key", "<u8"), ("size", "<u4"), ("next", "<i8")])
    rows = np.zeros(len(keys), row)
    rows["at"], rows["key"], rows["size"], rows["next"] = np.arange(len(keys)), keys + 1, 1, -1
    rows.tofile(file)
    return file


def _said(found: tuple[float, float]) -> str:
    return f"{found[0] / 1e6:.2f} M/s, hit ratio {found[1]:.4f}"


def _in_turn(runs: list[Callable[[], tuple[float, float]]]) -> list[tuple[float, float]]:
    """The median rate and the hit ratio of each, all of them in every round."""
    found = [[run() for run in runs] for _ in range(ROUNDS)]
    return [(statistics.median(each[place][0] for each in found), found[0][place][1]) for place in range(len(runs))]


def _ours(policy: str, keys: Asked) -> tuple[float, float]:
    hits_of(policy, 10, keys[:100])
    began = time.process_time()
    hits = hits_of(policy, CAPACITY, keys)
    return len(keys) / (time.process_time() - began), float(hits.mean())


def _libcachesim(name: str, trace: Path) -> tuple[float, float]:
    library: Any = importlib.import_module("libcachesim")
    reader = library.TraceReader(str(trace), library.TraceType.ORACLE_GENERAL_TRACE)
    cache = getattr(library, name)(CAPACITY)
    began = time.process_time()
    missed, _ = cache.process_trace(reader)
    return REQUESTS / (time.process_time() - began), 1.0 - float(missed)


def _cachetools(keys: Asked) -> tuple[float, float]:
    cache: Any = importlib.import_module("cachetools").LRUCache(CAPACITY)
    asked, hits = keys.tolist(), 0
    began = time.process_time()
    for key in asked:
        if key in cache:
            hits += cache[key]
        else:
            cache[key] = 1
    return len(asked) / (time.process_time() - began), hits / len(asked)


if __name__ == "__main__":
    main()
