"""The bandwidth of access: log-normal with memory, or a trace.

Model: the logarithm is an autoregressive process of first order in steps of a second, x' = r x + sqrt(1 - r**2) z with
r = e**(-1 s / corr_s); the bandwidth is mean e**(sigma x - sigma**2 / 2) with sigma**2 = ln(1 + cv**2): mean and
coefficient of variation are as told.
"""

from __future__ import annotations

import math

from engine.dataplane.compiled import leaf
from engine.dataplane.draws import ACCESS
from engine.kernel.logarithm import exponential
from engine.kernel.normal import normal_quantile
from engine.kernel.random import numbered, uniform


@leaf
def renew_access(homes, trace_bps, step, steps_per_s):  # type: ignore[no-untyped-def]
    """Bandwidths from the begin of a step on: those of a trace change with every step, others once a second."""
    is_second = step % steps_per_s == 0
    for h in range(homes.shape[0]):
        home = homes[h]
        if home.trace >= 0:
            home.cap_bps = trace_bps[home.trace + (step + home.offset) % home.trace_count]
        elif is_second and home.sigma > 0.0:
            z = normal_quantile(uniform(numbered(home.key, step // steps_per_s), ACCESS))
            if step == 0:
                home.deviate = z
            else:
                home.deviate = home.memory * home.deviate + math.sqrt(1.0 - home.memory * home.memory) * z
            home.cap_bps = home.mean_bps * exponential(home.sigma * home.deviate - 0.5 * home.sigma * home.sigma)
