# mypy: disable-error-code="no-untyped-call"
"""Asks memory for a row before it is needed: the processor goes on, and does not wait for it later."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from engine.kernel.compiled import config

FOR_READING, KEPT_CLOSE, DATA = 0, 3, 1
LINE_BYTES = 64


def _lowered(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    """One instruction, which changes nothing and may be told an address that nobody owns."""
    kind = signature.args[0]
    rows = context.make_array(kind)(context, builder, given[0])
    index = context.cast(builder, given[1], signature.args[1], types.intp)
    place = builder.bitcast(
        cgutils.get_item_pointer(context, builder, kind, rows, [index], wraparound=False), cgutils.voidptr_t
    )
    if len(given) > 2:
        line = context.cast(builder, given[2], signature.args[2], types.intp)
        place = builder.gep(place, [builder.mul(line, ir.Constant(line.type, LINE_BYTES))])
    word = ir.IntType(32)
    told = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, word, word, word])
    ask = cgutils.get_or_insert_function(builder.module, told, "llvm.prefetch.p0")
    builder.call(ask, [place, word(FOR_READING), word(KEPT_CLOSE), word(DATA)])
    return context.get_dummy_value()


def _row(_typing: Any, rows: Any, index: Any) -> Any:
    return types.none(rows, index), _lowered


def _line(_typing: Any, rows: Any, index: Any, line: Any) -> Any:
    return types.none(rows, index, line), _lowered


def _plain(*_given: Any) -> None:
    """Where nothing is compiled nothing is asked for."""


fetch_row: Any = _plain if config.DISABLE_JIT else intrinsic(_row)
"""fetch_row(rows, index): the cache line in which a row begins."""
fetch_line: Any = _plain if config.DISABLE_JIT else intrinsic(_line)
"""fetch_line(rows, index, line): one that lies so many lines later."""
