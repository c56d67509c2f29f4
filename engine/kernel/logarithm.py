"""Logarithm and exponential from additions, multiplications and divisions alone.

The functions of the C library differ in the last bit between processors; IEEE 754 fixes the basic operations, so these give the same
bits everywhere.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf

LN2_HIGH = 6.93147180369123816490e-01  # ln 2 rounded to 32 bits, so that multiples up to 2**20 are exact
LN2_LOW = 1.90821492927058770002e-10  # ln 2 - LN2_HIGH
LOG2_E = 1.4426950408889634
SQRT_HALF = 0.7071067811865476
MANTISSA = np.int64(0x000FFFFFFFFFFFFF)
EXPONENT_OF_HALF = np.int64(0x3FE0000000000000)
LARGEST_EXPONENT = 709.0
SMALLEST_EXPONENT = -700.0


@leaf
def natural_log(x):  # type: ignore[no-untyped-def]
    """ln x of a positive normal float64.

    With x = m 2**e and m in [sqrt 1/2, sqrt 2): ln m = 2 artanh s, s = (m - 1) / (m + 1), |s| < 0.172; the series
    s + s**3/3 + s**5/5 + … is cut where a term falls below 2**-56 of the first.
    """
    bits = np.float64(x).view(np.int64)
    exponent = (bits >> 52) - 1022
    m = np.int64((bits & MANTISSA) | EXPONENT_OF_HALF).view(np.float64)
    if m < SQRT_HALF:
        m = m * 2.0
        exponent -= 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    tail = 1.0 / 19.0 + z * (1.0 / 21.0 + z * (1.0 / 23.0))
    tail = 1.0 / 13.0 + z * (1.0 / 15.0 + z * (1.0 / 17.0 + z * tail))
    tail = 1.0 / 7.0 + z * (1.0 / 9.0 + z * (1.0 / 11.0 + z * tail))
    tail = z * (1.0 / 3.0 + z * (1.0 / 5.0 + z * tail))
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
    tail = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0 + r * (1.0 / 87178291200.0))
    tail = 1.0 / 362880.0 + r * (1.0 / 3628800.0 + r * (1.0 / 39916800.0 + r * tail))
    tail = 1.0 / 720.0 + r * (1.0 / 5040.0 + r * (1.0 / 40320.0 + r * tail))
    tail = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * tail)))
    mantissa = 1.0 + (r + r * r * tail)
    return mantissa * np.int64((k + 1023) << 52).view(np.float64)
