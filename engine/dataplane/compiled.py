"""How the data plane is compiled: as the kernel is, with a folder of its own for what is compiled.

The name of that folder covers these sources and the kernel's, so that a change here does not compile the kernel again,
and a change of the kernel, whose leaves are placed inside code of this room, compiles both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numba

from engine.kernel.compiled import HOW, UNCOUNTED, Unaliased, cache_folder, config, sources_digest

HERE = Path(__file__).resolve().parent


def room_digest(room: Path) -> str:
    """Hex digest over the kernel, what shapes its machine code, and every source of another room."""
    digest = hashlib.sha256(sources_digest().encode())
    for file in sorted(room.rglob("*.py")):
        digest.update(file.relative_to(room).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def kept_beside(room: Path) -> Iterator[None]:
    """While it lasts, compiled functions are kept in the folder of a room, which lies where the kernel's lies."""
    kernels = config.CACHE_DIR
    folder = Path(kernels or cache_folder()).parent / f"{room.name}-{room_digest(room)}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = kernels


def compiled(function: Any) -> Any:
    """Compiles a function of the data plane, see `engine.kernel.compiled`."""
    with kept_beside(HERE):
        return numba.njit(**HOW)(function)


def inlined(function: Any) -> Any:
    """Compiles a function whose text is put where it is called."""
    with kept_beside(HERE):
        return numba.njit(**UNCOUNTED, inline="always")(function)


def leaf(function: Any) -> Any:
    """Compiles a small function that others call."""
    with kept_beside(HERE):
        return numba.njit(**UNCOUNTED, inline="never")(function)


def roomy_leaf(function: Any) -> Any:
    """Compiles a small function that others call, and that makes an array for itself."""
    with kept_beside(HERE):
        return numba.njit(**HOW | {"_nrt": True}, inline="never")(function)


def hot_leaf(function: Any) -> Any:
    """Compiles what happens for nearly every segment: always placed inside, see `engine.kernel.compiled`."""
    with kept_beside(HERE):
        return numba.njit(**UNCOUNTED, inline="never", forceinline=True)(function)


def loop(function: Any) -> Any:
    """Compiles a function whose arrays never overlap, see `engine.kernel.compiled`."""
    with kept_beside(HERE):
        return numba.njit(**UNCOUNTED, inline="never", pipeline_class=Unaliased)(function)
