"""The quantile of the normal distribution."""

from statistics import NormalDist

import numpy as np
import pytest

from engine.kernel.normal import normal_quantile


def test_quantiles_agree_with_the_standard_library() -> None:
    inner = np.random.default_rng(1).uniform(0.0, 1.0, 5_000)
    for p in [*inner, 1e-300, 1e-17, 1e-9, 0.075, 0.925, 1.0 - 1e-12]:
        assert normal_quantile(p) == pytest.approx(NormalDist().inv_cdf(p), rel=1e-13)
    assert normal_quantile(0.5) == 0.0
