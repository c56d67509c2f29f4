"""Documents meant to hurt, each with a word that the answer must hold.

`python -m tests.fuzz.bombs NAME` defuses one.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.design.check import check_runnable
from engine.design.read import read_document, read_text
from tests import tiny

MEMORY_BYTES = 64_000_000
ROUNDS = 3


def _laughs() -> str:
    lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1,1]"]
    lines += [f"a{index}: &a{index} [{','.join([f'*a{index - 1}'] * 10)}]" for index in range(1, 7)]
    return "\n".join(lines)


def _with_name(name: str) -> str:
    return json.dumps(tiny.document()).replace('"Tiny"', name)


def _with_rate(rate: str) -> str:
    return json.dumps(tiny.document(rate_per_s=777.0)).replace("777.0", rate)


def _wide(components_count: int, connections: list[dict[str, Any]]) -> str:
    parts = [tiny.component(f"part{index:04}") for index in range(components_count)]
    return json.dumps(
        tiny.document(components=[tiny.component("viewers", "traffic_source"), *parts], connections=connections)
    )


def _circle() -> str:
    ring = [tiny.connection(f"part{index:04}", f"part{(index + 1) % 1_999:04}") for index in range(1_999)]
    return _wide(1_999, [tiny.connection("viewers", "part0000"), *ring])


def _diamonds() -> str:
    chain = [tiny.connection(f"part{index:04}", f"part{index + 1:04}") for index in range(400) for _ in range(2)]
    return _wide(401, [tiny.connection("viewers", "part0000"), *chain])


def _dangling() -> str:
    return _wide(1_000, [tiny.connection(f"part{index % 1_000:04}x", f"xpart{index:05}") for index in range(2_000)])


BOMBS: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "aliases that unfold to ten million values": (_laughs, "anchor"),
    "an alias without its anchor": (lambda: "a: *b", "alias"),
    "merge keys": (lambda: "a: {<<: {b: 1}}", "merge key"),
    "a tag that would call code": (lambda: "a: !!python/object/apply:os.system [ls]", "tag"),
    "a tag of YAML's own": (lambda: "a: !!binary aGk=", "tag"),
    "YAML directives": (lambda: "%YAML 1.1\n---\nformat: 1", "%"),
    "two YAML documents": (lambda: "format: 1\n---\nformat: 1", "second"),
    "YAML as deep as it is long": (lambda: "format: " + "[" * 300_000, "deeper"),
    "deep YAML blocks": (lambda: "- " * 150_000, "deeper"),
    "deep YAML keys": (lambda: "? " * 150_000, ""),
    "deep JSON lists": (lambda: "[" * 90_000, "deeper"),
    "deep JSON mappings": (lambda: '{"a":' * 90_000, "deeper"),
    "too many JSON brackets": (lambda: "[" * 3_900_000, "too many"),
    "a million components": (lambda: '{"format":1,"name":"x","components":[' + "{}," * 999_999 + "{}]}", "too many"),
    "ninety thousand components": (lambda: '{"format":1,"name":"x","components":[' + "{}," * 90_000 + "{}]}", "10000"),
    "four hundred thousand numbers": (
        lambda: '{"format":1,"name":"x","components":[' + "1," * 240_000 + "1]}",
        "10000",
    ),
    "a long YAML list": (lambda: "format: [" + "a," * 190_000 + "a]", "25000"),
    "many YAML keys": (lambda: "".join(f"k{index}: 1\n" for index in range(35_000)), "25000"),
    "a YAML key of 390 kB": (lambda: "a" * 390_000 + ": 1", ""),
    "a body of 10 MB": (lambda: " " * 10_000_000, "4 MB"),
    "YAML of 500 kB": (lambda: "name: " + "x" * 500_000, "400 kB"),
    "one string of 3 MB": (lambda: _with_name('"' + "x" * 3_000_000 + '"'), "Shorten"),
    "a string of escapes": (lambda: _with_name('"' + "\\u0041" * 500_000 + '"'), "Shorten"),
    "NaN": (lambda: _with_rate("NaN"), "NaN"),
    "Infinity": (lambda: _with_rate("-Infinity"), "Infinity"),
    "a number beyond float64": (lambda: _with_rate("1e999"), "too large"),
    "a number beyond float64 in YAML": (lambda: "format: 1e999", "too large"),
    "a number beyond float64 in a quantity": (lambda: _with_rate('"1e999 req/s"'), "finite"),
    "an integer of 5 000 digits": (lambda: _with_rate("9" * 5_000), "40"),
    "an integer of 5 000 digits in YAML": (lambda: "format: " + "9" * 5_000, "40"),
    "an integer of 5 000 digits in a quantity": (lambda: _with_rate('"' + "9" * 5_000 + ' req/s"'), "too long"),
    "an integer beyond float64": (lambda: _with_rate("9" * 39), "100000"),
    "an escaped NUL": (lambda: _with_name('"a\\u0000b"'), "U+0000"),
    "a NUL": (lambda: "name: a\x00b", "NUL"),
    "a lone surrogate in the text": (lambda: _with_name('"\ud800"'), "surrogate"),
    "a lone surrogate as an escape": (lambda: _with_name('"\\ud800"'), "U+D800"),
    "a lone surrogate as a field": (lambda: '{"\\ud800": 1}', "ud800"),
    "duplicate keys": (lambda: '{"format": 1, "format": 1}', "twice"),
    "duplicate keys in YAML": (lambda: "format: 1\nformat: 1", "twice"),
    "gzip": (lambda: gzip.compress(b"format: 1"), "gzip"),
    "UTF-16": (lambda: "format: 1".encode("utf-16"), "UTF-16"),
    "UTF-16 without its mark": (lambda: "format: 1".encode("utf-16-le"), "NUL"),
    "Latin-1": (lambda: "name: é".encode("latin-1"), "UTF-8"),
    "nothing": (lambda: b"", "empty"),
    "two thousand components in a circle": (_circle, "circle"),
    "calls that double four hundred times": (_diamonds, "fewer calls"),
    "two thousand connections to nowhere": (_dangling, "No component"),
    "a run of ten billion requests": (lambda: json.dumps(tiny.document(rate_per_s=99_999, duration_s=86_400)), "Lower"),
}

ALLOWED: dict[str, Callable[[], str | bytes]] = {
    "a subnormal number": lambda: _with_rate("5e-324"),
    "minus zero": lambda: _with_rate("-0.0"),
    "a byte order mark": ("\ufeff" + json.dumps(tiny.document())).encode,
}


def answer(text: str | bytes) -> str:
    """What reading and checking say, in one text; empty when the design could run."""
    design, errors = read_text(text)
    if design is not None:
        errors = check_runnable(design)
    return " ".join(f"{error.path}: {error.message}" for error in errors)


def defuse(name: str) -> None:
    """Reads one bomb with little memory and prints the least CPU seconds of three rounds and the answer as JSON."""
    text = BOMBS[name][0]()
    read_document(tiny.document())
    used_bytes = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used_bytes + MEMORY_BYTES, used_bytes + MEMORY_BYTES))
    said, cpu_s = "", []
    for _ in range(ROUNDS):
        begin_s = time.process_time()
        said = answer(text)
        cpu_s.append(time.process_time() - begin_s)
    print(json.dumps({"cpu_s": min(cpu_s), "said": said}))


if __name__ == "__main__":
    defuse(sys.argv[1])
