"""How numbers are written for people: as many digits as they deserve."""

from __future__ import annotations

import math


def shown(value: float, digits: int = 4) -> str:
    """A number with a few digits, without exponents where a person would write none."""
    if not math.isfinite(value):
        return "none" if math.isnan(value) else "∞" if value > 0 else "-∞"
    if value == 0.0 or 1e-4 <= abs(value) < 1e9:
        places = 0 if value == 0.0 else max(digits - 1 - math.floor(math.log10(abs(value))), 0)
        text = f"{value:.{places}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:.{digits - 1}g}"


def shown_range(low: float, high: float, unit: str) -> str:
    """A band, a bound or a single value, with its unit."""
    after = f" {unit}" if unit else ""
    if low == -math.inf:
        return f"≤ {shown(high)}{after}"
    if high == math.inf:
        return f"≥ {shown(low)}{after}"
    if math.isclose(low, high, rel_tol=1e-6, abs_tol=1e-8):
        return f"{shown((low + high) / 2.0, 6)}{after}"
    return f"{shown(low)} to {shown(high)}{after}"
