"""`python -m tests.reliability`: writes docs/reliability.md from the record."""

from __future__ import annotations

from tests.reliability.page import text_of
from tests.reliability.record import PAGE, read

if __name__ == "__main__":
    PAGE.write_text(text_of(read()))
