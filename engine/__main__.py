"""The engine from a terminal: `python -m engine run|replay|check|estimate|catalogue`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from engine.catalogue import catalogue_json
from engine.design.check import check_runnable
from engine.design.limits import DURATION_S
from engine.design.model import Design, DesignError
from engine.design.read import read_text
from engine.estimate.estimate import MOMENTS, estimate

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Does one command; returns 0, or 2 when a design or an argument was refused."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "catalogue":
        return _write(json.dumps(catalogue_json(), ensure_ascii=False, indent=1), None)
    if chosen.command == "replay":
        return _replay(chosen.run)
    design, errors = _read(chosen.design)
    if design is not None and not errors:
        errors = check_runnable(design)
    if design is None or errors:
        return _refuse(errors, sys.stdout if chosen.command == "check" else sys.stderr)
    if chosen.command == "check":
        return 0
    if chosen.command == "estimate":
        return _write(json.dumps(estimate(design, chosen.at).to_json(), ensure_ascii=False, indent=1), None)
    return _run(design, chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine", description="Runs and checks designs.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="simulate a design and write its summary as JSON")
    run.add_argument("design", type=Path, help="a design in JSON or YAML")
    run.add_argument("--seed", type=_seed, default=1, help="which of the possible runs (default 1)")
    run.add_argument("--until", type=_seconds, help="simulated seconds (default: the duration in the design)")
    run.add_argument("--out", type=Path, help="file for the summary (default: the terminal)")
    run.add_argument(
        "--trace", type=_one_in, default=100, metavar="N", help="trace one request in N (default 100, 0: none)"
    )
    run.add_argument(
        "--explain", action="store_true", help="print what limited the run and why; the summary goes to --out with it"
    )
    again = commands.add_parser("replay", help="compute an exported run again and compare its digest")
    again.add_argument("run", type=Path, help="a run as one file (export.json of its page)")
    check = commands.add_parser("check", help="print what is wrong with a design, one error a line")
    check.add_argument("design", type=Path, help="a design in JSON or YAML")
    estimated = commands.add_parser("estimate", help="print what to expect of a design before any run, as JSON")
    estimated.add_argument("design", type=Path, help="a design in JSON or YAML")
    estimated.add_argument("--at", choices=tuple(MOMENTS), default="mean", help="mean or greatest traffic")
    commands.add_parser("catalogue", help="print the catalogue of components, failures and traffic as JSON")
    return parser


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) >= 2**63:
        raise argparse.ArgumentTypeError("write a whole number from 0 to 2**63 - 1")
    return int(text)


def _one_in(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError("write a whole number from 0 to 999 999 999")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1e-9 <= seconds <= DURATION_S:
        raise argparse.ArgumentTypeError(f"write seconds above 0 and up to {DURATION_S:g}")
    return seconds


def _read(file: Path) -> tuple[Design | None, list[DesignError]]:
    try:
        content = file.read_bytes()
    except (OSError, ValueError) as refusal:
        reason = refusal.strerror if isinstance(refusal, OSError) else str(refusal)
        return None, [DesignError(str(file), f"This file cannot be read: {reason}.")]
    return read_text(content)


def _run(design: Design, chosen: argparse.Namespace) -> int:
    # Loading the compiled loop takes a moment; `check` and `catalogue` do without it.
    from engine.repeat import explain  # noqa: PLC0415
    from engine.simulate import DesignInvalid, Tracing, start  # noqa: PLC0415

    until_s: float | None = chosen.until
    if until_s is not None and until_s > design.workload.duration_s:
        design = replace(design, workload=replace(design.workload, duration_s=until_s))
    try:
        simulation = start(design, chosen.seed, until_s=until_s, tracing=Tracing(one_in=chosen.trace))
    except DesignInvalid as refusal:
        return _refuse(refusal.errors, sys.stderr)
    while not simulation.finished:
        simulation.advance()
    if simulation.limit is not None:
        sys.stderr.write(f"{simulation.limit}\n")
    summary = simulation.summary()
    if chosen.explain:
        summary |= explain(simulation)
        _write(_explained(design, summary["explanation"]), None)
        if chosen.out is None:
            return 0
    return _write(json.dumps(summary, ensure_ascii=False, indent=1, allow_nan=False), chosen.out)


def _replay(file: Path) -> int:
    """Writes both digests; 0 when they agree, 1 when they differ."""
    from engine.replay import replayed  # noqa: PLC0415

    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as refusal:
        return _refuse([DesignError(str(file), f"This file cannot be read: {refusal}.")], sys.stderr)
    found, errors = replayed(told)
    if errors:
        return _refuse(errors, sys.stderr)
    return _write(json.dumps(found, indent=1), None) or int(not found["agrees"])


def _explained(design: Design, told: dict[str, Any]) -> str:
    """An explanation as lines of text."""
    from engine.results.explain.told import sentence  # noqa: PLC0415

    labels = {each.id: each.label or each.id for each in design.components}
    parts = {
        "What limits this design": told["limits"],
        "Why p99 is what it is": told["slowness"]["statements"],
        "What failed first": told["order"]["statements"],
        "What was for nothing": told["waste"],
    }
    lines: list[str] = []
    for title, statements in parts.items():
        if statements:
            lines += [title, *(f"  {sentence(each, labels)}" for each in statements)]
    events = told["order"]["events"]
    return "\n".join(
        [*lines, *(f"  {each['clock_s']:10.3f} s  {sentence(each['statement'], labels)}" for each in events)]
    )


def _refuse(errors: Sequence[DesignError], stream: TextIO) -> int:
    for each in errors:
        stream.write(f"{each.path}: {each.message}\n")
    return REFUSED


def _write(text: str, out: Path | None) -> int:
    try:
        if out is None:
            print(text, flush=True)
        else:
            out.write_text(text + "\n", encoding="utf-8")
    except BrokenPipeError:
        # Whoever reads has seen enough; the interpreter would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as refusal:
        sys.stderr.write(f"{out}: This file cannot be written: {refusal.strerror}.\n")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
