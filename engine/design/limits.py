"""The limits of a design document, in one place. Each is met with an error in words, never with a traceback."""

from __future__ import annotations

TEXT_BYTES = 4_000_000
"""Longest JSON text. A design at the limits below, with short names, takes about 2 MB."""

YAML_BYTES = 400_000
"""Longest YAML text: YAML is read about ten times more slowly than JSON."""

YAML_EVENTS = 25_000
"""Scalars, lists and mappings of a YAML text. Larger designs are given as JSON."""

CONTAINERS = 100_000
"""Opening brackets in a JSON text."""

COMMAS = 250_000
"""Commas in a JSON text: bounds how many values it can hold before it is parsed."""

DEPTH = 12
"""How deep lists and mappings may lie in one another. The deepest field of the format lies at 5."""

NUMBER_CHARACTERS = 40
"""Longest number in digits, sign, point and exponent; every float64 fits in 25."""

QUANTITY_CHARACTERS = 60
"""Longest quantity with its unit, such as "250 ms"."""

COMPONENTS = 10_000
CONNECTIONS = 20_000
LOOKUPS_OF_A_CALLER = 24
"""Lookups that one component makes: the kernel remembers which of them missed in the bits of one number."""

CONTROLLERS = 50
"""Controllers of a design: each may look at the run once a simulated second, and each look is Python code."""

CONTROLS = 500
"""Control connections of a design."""

JOINTS = 50
"""Pairs of stores that send each other copies."""

PLACES = 200
NOTES = 200
NOTE_CHARACTERS = 2_000
TRAFFIC = 200
SCHEDULE = 500
OBJECTIVES = 100

POINTS = 200
POINTS_CHARACTERS = 4_000
NUMBERS = 500
NUMBERS_CHARACTERS = 8_000
"""Of a curve of traffic that a person writes down."""

ID_CHARACTERS = 64
CONNECTION_ID_CHARACTERS = 140
LABEL_CHARACTERS = 80
NAME_CHARACTERS = 120
DESCRIPTION_CHARACTERS = 4_000

POSITION = 1_000_000.0
"""Farthest place on the canvas from its origin, in canvas units."""

DURATION_S = 86_400.0
"""Longest run in simulated seconds: one day."""

ERRORS = 50
"""Errors reported at once; reading stops there."""

SUGGESTION_CANDIDATES = 200
"""Names that are compared with a misspelt one."""

RUN_CALLS = 50_000_000
"""Calls (with requests) that one run is expected to make; more is refused before it starts."""

REQUEST_CALLS = 10_000
"""Calls that one request is expected to make."""

SHARE_ROUNDING = 1e-9
"""How far above 1 shares may add up, because 0.7 + 0.2 + 0.1 is not exactly 1 in binary."""
