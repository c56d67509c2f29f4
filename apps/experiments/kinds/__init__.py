"""Kinds of experiments, one file each, found by walking: what one asks for, which designs it runs, what comes of it."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django import forms

from apps.experiments.limits import SEED_MOST, SEEDS_MOST
from apps.experiments.models import NAME_CHARACTERS
from engine.design.model import Design, DesignError

Wish = Mapping[str, Any]
SUGGEST = "suggest"
"""The field that names what was chosen anew, so that what goes with it is suggested."""

Outcome = dict[str, Any]


class Shelf(Protocol):
    """Where other designs are found that this person may use; None where there is none."""

    def design(self, design_id: UUID) -> Design | None: ...
    def version(self, number: int) -> Design | None: ...


@dataclass(frozen=True)
class Arm:
    """One design that is run with every seed. `values` are those of the parameters that differ."""

    label: str
    design: Design
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Measured:
    """One cell whose run is done."""

    seed: int
    figures: Mapping[str, float]
    courses: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What is known of an experiment so far: for each arm what was measured, in the order of seeds."""

    wish: Wish
    arms: Sequence[Mapping[str, Any]]
    cells: Sequence[Sequence[Measured]]


class WishForm(forms.Form):
    """What every experiment asks for."""

    name = forms.CharField(max_length=NAME_CHARACTERS, required=False)
    seeds = forms.IntegerField(min_value=2, max_value=SEEDS_MOST)
    first_seed = forms.IntegerField(min_value=0, max_value=SEED_MOST)
    duration_s = forms.FloatField(min_value=1.0, max_value=86_400.0, required=False)


@dataclass(frozen=True)
class Kind:
    """A kind of experiment.

    `begins` fills its form for a design, or what a new choice suggests where a form was sent; `arms` gives the designs
    that a wish asks for, or errors whose paths are fields of the form; `outcome` follows from what was measured alone,
    whole or in part; `shown` draws an outcome, with the figure that was chosen; `rows` is the outcome as a table.
    """

    name: str
    rank: int
    label: str
    help: str
    form: type[WishForm]
    begins: Callable[[Design, Mapping[str, Any]], dict[str, Any]]
    arms: Callable[[Design, Wish, Shelf], tuple[list[Arm], list[DesignError]]]
    outcome: Callable[[Told], Outcome]
    shown: Callable[[Outcome, Mapping[str, str], str], dict[str, Any]]
    rows: Callable[[Outcome, Mapping[str, str]], list[list[str | float | None]]]
    takes_courses: bool = False


@functools.cache
def kinds() -> dict[str, Kind]:
    """Every kind by name, in the order in which they are offered."""
    files = pkgutil.iter_modules(__path__)
    found = [importlib.import_module(f"{__name__}.{file.name}").KIND for file in files]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.rank)}


def read_wish(kind: Kind, sent: Mapping[str, Any]) -> tuple[dict[str, Any] | None, list[DesignError]]:
    """What somebody asks for, checked field by field: (wish, []) or (None, errors whose paths are fields)."""
    form = kind.form(dict(sent))
    if form.is_valid():
        return {name: str(value) if isinstance(value, UUID) else value for name, value in form.cleaned_data.items()}, []
    errors = [(name, str(each)) for name, all_of in form.errors.items() for each in all_of]
    return None, [DesignError("" if name == "__all__" else str(name), sentence) for name, sentence in errors]
