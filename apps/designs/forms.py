"""The forms for a new design, and for one that comes from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django import forms

from apps.common.words import lazy, t
from apps.designs.importing import TEXT_BYTES, Sketch, importers, recognised
from apps.designs.importing.answers import LEAVE_OUT, RATE_MOST, RATE_USUAL, Answers, questions, sends
from apps.designs.queries import STARTER, kind_choices, template_names
from engine.design.limits import NAME_CHARACTERS
from engine.design.model import DesignError


class NameForm(forms.Form):
    """What a person calls a version; nothing takes its name away."""

    name = forms.CharField(max_length=80, required=False, strip=True)


class NewDesignForm(forms.Form):
    template = forms.CharField(max_length=60, initial=STARTER)

    def clean_template(self) -> str:
        template = str(self.cleaned_data["template"])
        if template not in template_names():
            raise forms.ValidationError(t("There is no such template."))
        return template


class ImportForm(forms.Form):
    """Text of elsewhere; `importer` says what it is, where the text does not say it by itself."""

    text = forms.CharField(strip=False, error_messages={"required": lazy("Paste the text, or choose a file.")})
    importer = forms.CharField(required=False, max_length=20)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text.encode()) > TEXT_BYTES:
            raise forms.ValidationError(t("Keep the text within %(text_bytes)s kB.", text_bytes=TEXT_BYTES // 1000))
        return text.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "text" not in cleaned:
            return cleaned
        name = cleaned.get("importer")
        cleaned["importer"] = importers().get(name) if name else recognised(cleaned["text"])
        if cleaned["importer"] is None:
            labels = ", ".join(str(each.label) for each in importers().values())
            raise forms.ValidationError(
                t("This is none of these: %(labels)s. Say what it is, or paste another text.", labels=labels)
            )
        return cleaned

    def complaints(self) -> list[DesignError]:
        """What is wrong, with the field."""
        return [
            DesignError("" if name == "__all__" else name, str(text))
            for name, all_ in self.errors.items()
            for text in all_
        ]


def read_answers(data: Mapping[str, Any], sketch: Sketch) -> tuple[Answers, list[DesignError]]:
    """What a person answered about a sketch, with a complaint at each question that is open."""
    known = {name for _, kinds in kind_choices() for name, _ in kinds} | {LEAVE_OUT}
    kinds = {place: str(data.get(f"kind_{place}", "")) for place in range(len(sketch.found))}
    kinds = {place: kind if kind in known else "" for place, kind in kinds.items()}
    errors = [
        DesignError(f"kind_{place}", t("Choose what “%(label)s” is, or leave it out.", label=sketch.found[place].label))
        for place, kind in kinds.items()
        if not kind
    ]
    name = " ".join(str(data.get("name", "")).split())[:NAME_CHARACTERS]
    if not name:
        errors.append(DesignError("name", t("Give the design a name.")))
    rate = _rate(str(data.get("rate", "")))
    if rate is None:
        errors.append(
            DesignError(
                "rate", t("Give requests a second as a number from 0 to %(rate_most)s.", rate_most=f"{RATE_MOST:,.0f}")
            )
        )
    calls = frozenset(place for place in range(len(sketch.arrows)) if data.get(f"call_{place}"))
    entries = frozenset(place for place in range(len(sketch.found)) if data.get(f"entry_{place}"))
    first = Answers(name, kinds, calls, entries, RATE_USUAL if rate is None else rate)
    kept = [kind for kind in kinds.values() if kind not in ("", LEAVE_OUT)]
    if not errors and not kept:
        errors.append(DesignError("kind_0", t("Keep at least one of them.")))
    if not errors and not any(map(sends, kept)) and not entries:
        errors.append(DesignError("entry_0", t("Choose at least one that viewers call.")))
    behind = {}
    for each in questions(sketch, first):
        store = str(data.get(f"behind_{each.caller.id}_{each.cache.id}", ""))
        if store in {one.id for one in each.stores}:
            behind[each.caller.id, each.cache.id] = store
    return Answers(name, kinds, calls, entries, first.rate_per_s, behind), errors


def _rate(text: str) -> float | None:
    try:
        rate = float(text.replace(",", ".").strip()[:20])
    except ValueError:
        return None
    return rate if math.isfinite(rate) and 0 <= rate <= RATE_MOST else None
