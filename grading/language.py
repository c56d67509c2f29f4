"""Reads predicates: `p99(latency)[class=play] during F1 <= 400 ms AND cost_per_hour <= 1.2 * baseline`.

either     := both ("OR" both)*
both       := single ("AND" single)*
single     := "NOT" single | "(" either ")" | claim | call operator bound
call       := aggregate "(" metric [option] ")" [place] [window] | metric [place] [window] | fact "(" words ")" path
place      := "[" ("component" | "connection" | "class" | "region") "=" id "]"
window     := "in" ("steady" | "whole") | ("during" | "before" | "after") failure | "after" "recovery"
            | ("within" | "from") time "after" failure | "from" time "into" failure
bound      := number [unit] | [number "*"] "baseline" ["(" call ")"] | [number "*"] call | name | text in quotes
"""

from __future__ import annotations

from dataclasses import replace

from engine.design.quantity import DIMENSIONS, Refusal, convert
from engine.design.values import suggestion
from grading.discovery import judges
from grading.kinds import FACT, JudgeType
from grading.predicate import (
    AFTER,
    BEFORE,
    DURING,
    FIRST,
    FROM,
    INTO,
    RECOVERY,
    STEADY,
    WHOLE,
    Both,
    Bound,
    Call,
    Claim,
    Comparison,
    Either,
    Not,
    Predicate,
    Window,
)
from grading.words import Misread, Word, words_of

PLACES = ("component", "connection", "class", "region", "policy")
AGGREGATES = (
    "mean", "p10", "p50", "p95", "p99", "max", "min", "rate", "ratio", "count", "last", "time_to", "area_above",
)  # fmt: skip
DEPTH = 12
PARTS = 40

__all__ = ["AGGREGATES", "PLACES", "Misread", "read_call", "read_predicate"]


def read_predicate(text: str) -> Predicate:
    """Reads a whole check. Raises Misread with the column of the first thing that is wrong."""
    reader = _Reader(words_of(text))
    predicate = reader.either(0)
    reader.expect_end()
    return predicate


def read_call(text: str) -> Call:
    """Reads one measurement, without a bound. Raises Misread."""
    reader = _Reader(words_of(text))
    call = reader.call()
    reader.expect_end()
    return call


class _Reader:
    """A descent through the words; `place` is the next one."""

    def __init__(self, words: list[Word]) -> None:
        self.words, self.place, self.parts = words, 0, 0

    @property
    def next(self) -> Word:
        return self.words[self.place]

    def take(self) -> Word:
        word = self.words[self.place]
        self.place = min(self.place + 1, len(self.words) - 1)
        return word

    def takes(self, text: str) -> bool:
        if self.next.text == text and self.next.sort != "quoted":
            self.take()
            return True
        return False

    def need(self, text: str) -> None:
        if not self.takes(text):
            raise Misread(f'Write "{text}" here{_instead(self.next)}.', self.next.column)

    def name(self, what: str) -> Word:
        if self.next.sort not in ("name", "quoted"):
            raise Misread(f"Write {what} here{_instead(self.next)}.", self.next.column)
        word = self.take()
        return replace(word, text=word.text.strip('"'))

    def expect_end(self) -> None:
        if self.next.sort != "end":
            raise Misread(f'The check is complete before "{self.next.text}".', self.next.column)

    def either(self, depth: int) -> Predicate:
        parts = [self.both(depth)]
        while self.takes("OR"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, depth: int) -> Predicate:
        parts = [self.single(depth)]
        while self.takes("AND"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def single(self, depth: int) -> Predicate:
        self.parts += 1
        if depth > DEPTH or self.parts > PARTS:
            raise Misread("This check has too many parts; make several checks of it.", self.next.column)
        if self.takes("NOT"):
            return Not(self.single(depth + 1))
        if self.takes("("):
            inner = self.either(depth + 1)
            self.need(")")
            return inner
        call = self.call()
        if judges()[call.judge].is_claim:
            return Claim(call)
        if self.next.sort != "operator":
            raise Misread(f"Compare it: write <=, >=, <, > or ={_instead(self.next)}.", self.next.column)
        return Comparison(call, self.take().text, self.bound(judges()[call.judge], call))

    def call(self) -> Call:
        word = self.name("what is measured")
        if word.text in judges() and judges()[word.text].sort == FACT:
            return self.fact(judges()[word.text])
        if word.text in judges():
            judge = judges()[word.text]
            return self.situated(judge, Call(judge.name, judge.aggregates[0]), word)
        if word.text in AGGREGATES and self.next.text == "(":
            return self.aggregated(word)
        known = [*judges(), *AGGREGATES]
        raise Misread(f'Nothing is called "{word.text}".{suggestion(word.text, known)}', word.column)

    def aggregated(self, aggregate: Word) -> Call:
        self.need("(")
        word = self.name("a metric")
        judge = judges().get(word.text)
        if judge is None or judge.sort == FACT:
            metrics = [each.name for each in judges().values() if each.sort != FACT]
            if aggregate.text == "count" and judge is None and self.next.text == ")":
                self.take()
                return Call("components", "", words=(word.text,))
            raise Misread(f'No metric is called "{word.text}".{suggestion(word.text, metrics)}', word.column)
        if aggregate.text not in judge.aggregates:
            offered = ", ".join(judge.aggregates)
            raise Misread(f'"{judge.name}" can be taken as {offered}, not as {aggregate.text}.', aggregate.column)
        call = Call(judge.name, aggregate.text)
        if aggregate.text == "time_to":
            if self.next.sort != "operator":
                raise Misread(f"Write a condition such as {judge.name} >= 0.99 here.", self.next.column)
            operator = self.take().text
            call = replace(call, condition=(operator, self.number(judge.unit)))
        elif self.takes(","):
            value = self.number(judge.unit if aggregate.text == "area_above" else "s")
            call = replace(call, threshold=value) if aggregate.text == "area_above" else replace(call, bin_s=value)
        self.need(")")
        return self.situated(judge, call, word)

    def situated(self, judge: JudgeType, call: Call, word: Word) -> Call:
        if self.takes("["):
            sort = self.name("component, connection, class or region")
            if sort.text not in judge.places:
                offered = " or ".join(judge.places) or "no place"
                raise Misread(f'"{judge.name}" is measured at a {offered}, not at a {sort.text}.', sort.column)
            self.need("=")
            call = replace(call, place=(sort.text, self.name("an id").text))
            self.need("]")
        if judge.needs_place and call.place is None:
            offered = " or ".join(f"[{each}=…]" for each in judge.places)
            raise Misread(f'Say where "{judge.name}" is measured: {offered}.', word.column)
        return replace(call, window=self.window())

    def window(self) -> Window | None:
        word = self.next
        if self.takes("in"):
            part = self.name("steady or whole")
            if part.text not in (STEADY, WHOLE):
                raise Misread("Write in steady or in whole.", part.column)
            return Window(part.text)
        if self.takes("after"):
            return Window(RECOVERY) if self.takes(RECOVERY) else Window(AFTER, self.failure())
        if word.text in (DURING, BEFORE):
            self.take()
            return Window(word.text, self.failure())
        if word.text in ("within", FROM):
            self.take()
            seconds = self.number("s")
            if word.text == FROM and self.takes(INTO):
                return Window(INTO, self.failure(), seconds)
            self.need("after")
            return Window(FIRST if word.text == "within" else FROM, self.failure(), seconds)
        return None

    def failure(self) -> str:
        return self.name("the name of a failure, such as F1").text

    def fact(self, judge: JudgeType) -> Call:
        self.need("(")
        words = [self.name(judge.words[0]).text]
        for what in judge.words[1:]:
            self.need(",")
            words.append(self.name(what).text)
        self.need(")")
        path = []
        while judge.takes_path and self.takes("."):
            path.append(self.name("a setting").text)
        if judge.takes_path and not path:
            raise Misread(
                f"Say which setting: {judge.name}({', '.join(words)}).timeout, for example.", self.next.column
            )
        return Call(judge.name, words=tuple(words), path=tuple(path))

    def bound(self, judge: JudgeType, call: Call) -> Bound:
        if self.next.sort == "quoted":
            return Bound(text=self.take().text.strip('"'))
        factor = 1.0
        if self.next.sort == "number":
            if self.words[self.place + 1].text != "*":
                return self.quantity() if judge.sort == FACT else Bound(self.number(unit_of(judge, call)))
            factor = float(self.take().text)
            self.need("*")
        if self.takes("baseline"):
            if self.takes("("):
                call = self.call()
                self.need(")")
            return Bound(factor, call=call, of_baseline=True)
        if self.next.text in judges() or self.next.text in AGGREGATES:
            return Bound(factor, call=self.call())
        if judge.sort == FACT and factor == 1.0:
            return Bound(text=self.name("a value").text)
        raise Misread(f"Write a number, baseline or another measurement{_instead(self.next)}.", self.next.column)

    def quantity(self) -> Bound:
        """A number with the unit that was written, for settings, which have units of their own."""
        number = float(self.take().text)
        is_unit = self.next.sort == "unit" or (self.next.sort == "name" and _is_unit(self.next.text))
        return Bound(number, self.take().text if is_unit else "")

    def number(self, unit: str) -> float:
        word = self.next
        if word.sort != "number":
            raise Misread(f"Write a number{_instead(word)}.", word.column)
        text = self.take().text
        if self.next.sort == "unit" or (self.next.sort == "name" and _is_unit(self.next.text)):
            text += f" {self.take().text}"
        read = convert(text, unit)
        if isinstance(read, Refusal):
            raise Misread(read.message, word.column)
        return read


def _is_unit(text: str) -> bool:
    return any(text in units for units in DIMENSIONS.values())


def unit_of(judge: JudgeType, call: Call) -> str:
    """The unit of what a call measures: times and counts of anything have their own."""
    return {"time_to": "s", "count": "count"}.get(call.aggregate, judge.unit)


def _instead(word: Word) -> str:
    return f', not "{word.text}"' if word.text else "; the check ends here"
