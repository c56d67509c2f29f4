"""Logarithm and exponential from additions, multiplications and divisions alone.

The functions of the C library differ in the last bit between processors; IEEE 754 fixes the basic operations, so
these give the same bits everywhere.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import hot_leaf, leaf

LN2_HIGH = 6.93147180369123816490e-01  # ln 2 rounded to 32 bits, so that multiples up to 2**20 are exact
LN2_LOW = 1.90821492927058770002e-10  # ln 2 - LN2_HIGH
LOG2_E = 1.4426950408889634
BITS_OF_SQRT_HALF = np.int64(0x3FE6A09E667F3BCD)
LARGEST_EXPONENT = 709.0
SMALLEST_EXPONENT = -700.0


@hot_leaf
def natural_log(x):  # type: ignore[no-untyped-def]
    """ln x of a positive normal float64.

    With x = m 2**e and m in [sqrt 1/2, sqrt 2): ln m = 2 artanh s, s = (m - 1) / (m + 1), |s| < 0.172; the series
    s + s**3/3 + s**5/5 + … is cut where a term falls below 2**-56 of the first.
    """
    bits = np.float64(x).view(np.int64)
    exponent = (bits - BITS_OF_SQRT_HALF) >> 52
    m = np.int64(bits - (exponent << 52)).view(np.float64)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    # Estrin's scheme: short chains of dependent operations, which is what an event waits for.
    z2 = z * z
    z4 = z2 * z2
    low = (1.0 / 3.0 + 1.0 / 5.0 * z) + (1.0 / 7.0 + 1.0 / 9.0 * z) * z2
    middle = (1.0 / 11.0 + 1.0 / 13.0 * z) + (1.0 / 15.0 + 1.0 / 17.0 * z) * z2
    high = (1.0 / 19.0 + 1.0 / 21.0 * z) + 1.0 / 23.0 * z2
    tail = z * (low + z4 * (middle + z4 * high))
    # 2 s = f - s f keeps the leading term exact where ln m is small.
    rest = s * (2.0 * tail - f)
    return exponent * LN2_HIGH + (f + (rest + exponent * LN2_LOW))


@leaf
def exponential(x):  # type: ignore[no-untyped-def]
    """e**x, between e**-700 and e**709 (beyond these the nearest of the two).

    x = k ln 2 + r with |r| <= ln(2) / 2; the Taylor series of e**r is cut below 2**-56.
    """
    x = min(max(x, SMALLEST_EXPONENT), LARGEST_EXPONENT)
    k = np.int64(x * LOG2_E + (0.5 if x >= 0.0 else -0.5))
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = (0.5 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0))
    middle = (1.0 / 720.0 + r * (1.0 / 5040.0)) + r2 * (1.0 / 40320.0 + r * (1.0 / 362880.0))
    high = (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) + r2 * (1.0 / 479001600.0 + r * (1.0 / 6227020800.0))
    tail = low + r4 * (middle + r4 * high)
    mantissa = 1.0 + (r + r2 * tail)
    return mantissa * np.int64((k + 1023) << 52).view(np.float64)
