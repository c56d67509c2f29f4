"""What the report says in words: every component explains its own row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.design.discovery import component_types
from engine.design.model import Design

SEVERITIES = ("critical", "warning", "notice", "good")


def findings_of(design: Design, components: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    """Findings of all components, the gravest first, otherwise in the order of the drawing."""
    found = [
        {"component": each.component, "severity": each.severity, "text": each.text}
        for component in design.components
        for each in component_types()[component.type].explain(component, components[component.id])
    ]
    return sorted(found, key=lambda each: SEVERITIES.index(each["severity"]))
