"""How kernel code is compiled and where the compiled code is kept.

Numba keys its cache on the source file of the compiled function alone: a changed leaf in another file would go unseen
and the old result would come back. The folder of the cache is therefore named by everything that shapes the machine
code.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numba
from numba import config as numba_config
from numba.core import types
from numba.core.compiler import Compiler
from numba.np import arrayobj

config: Any = numba_config  # its switches are made at run time, where no type checker sees them
HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]


def sources_digest() -> str:
    """Hex digest over every kernel source, the compiler's version and the switches that shape machine code."""
    digest = hashlib.sha256()
    for file in sorted(HERE.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    switches = (numba.__version__, sys.version, config.BOUNDSCHECK, config.CPU_NAME, config.CPU_FEATURES, config.OPT)
    digest.update(repr(switches).encode())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """The folder for compiled code: under NUMBA_CACHE_DIR, else var/numba, else a private temporary one."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    for base in (Path(chosen) if chosen else CHECKOUT / "var" / "numba", _private_temporary()):
        folder = base / sources_digest()
        if _is_writable(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="backlot-numba-"))


def _private_temporary() -> Path:
    return Path(tempfile.gettempdir()) / f"backlot-numba-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


def _is_writable(folder: Path) -> bool:
    """True when we may keep code here and nobody else may: loading a stranger's machine code would run it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
        return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    except OSError:
        return False


config.CACHE_DIR = str(cache_folder())


# Nobody calls kernel code from C; a tenth of the time of compiling goes into the wrappers for that.
HOW: Any = {"cache": True, "nogil": True, "fastmath": False, "error_model": "numpy", "no_cfunc_wrapper": True}
# What others call gets arrays that somebody holds anyway, and makes none: nobody counts how many hold them, which at
# every call would cost two locked additions for each array.
UNCOUNTED: Any = HOW | {"_nrt": False}


def _plain_index(context: Any, builder: Any, kind: Any, index: Any, _size: Any) -> Any:
    """An index as it is.

    No kernel code counts from the end of an array (where indices are checked, a negative one is an error), so that no
    access has to ask for the sign.
    """
    return context.cast(builder, index, kind, types.intp if kind.signed else types.uintp)


arrayobj.fix_integer_index = _plain_index


def compiled(function: Any) -> Any:
    """Compiles a kernel function: no fast mathematics, no global lock while it runs, kept between processes."""
    return numba.njit(**HOW)(function)


def leaf(function: Any) -> Any:
    """Compiles a small kernel function that others call; the optimiser decides whether it places it inside them."""
    return numba.njit(**UNCOUNTED, inline="never")(function)


def roomy_leaf(function: Any) -> Any:
    """Compiles a small kernel function that others call, and that makes an array for itself."""
    return numba.njit(**HOW | {"_nrt": True}, inline="never")(function)


def hot_leaf(function: Any) -> Any:
    """Compiles what nearly every turn of the loop calls: always placed inside.

    The loop is so large that the optimiser's budget ends before it has seen everything; left to itself it calls the
    logarithm and saves a dozen registers around it. With these inside, 600 components run 14 % faster, one queue 9 %.
    """
    return numba.njit(**UNCOUNTED, inline="never", forceinline=True)(function)


class Unaliased(Compiler):
    """The compiler of a function that is given no memory twice."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)  # type: ignore[no-untyped-call]
        self.state.flags.noalias = True


def loop(function: Any) -> Any:
    """Compiles a function whose arrays never overlap: what was read from one is still known after writing to others."""
    return numba.njit(**HOW, pipeline_class=Unaliased)(function)
