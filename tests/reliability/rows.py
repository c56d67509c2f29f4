"""The rows of a running stack, read past the application: from SQLite or from PostgreSQL, whichever it was told."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

COLUMNS = "id, state, reason, attempt, tries, result_digest, frames_done, resumptions, repeated_s, computed_s, worker"


@dataclass(frozen=True)
class Rows:
    """`url` as in DATABASE_URL. Ids are told without dashes."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def all(self) -> dict[str, dict[str, Any]]:
        """Every run, by id."""
        return {row["id"]: row for row in self._asked(f"SELECT {COLUMNS} FROM runs_run")}

    def of_worker(self, process: int) -> list[str]:
        """The runs that a process has."""
        found = self._asked(f"SELECT {COLUMNS} FROM runs_run WHERE state = 'running'")
        return [row["id"] for row in found if row["worker"].split(":")[1:2] == [str(process)]]

    def _asked(self, question: str) -> list[dict[str, Any]]:
        with self._connected() as connection:
            cursor = connection.execute(question)
            names = [each[0] for each in cursor.description]
            rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        return [row | {"id": str(row["id"]).replace("-", "")} for row in rows]

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        if self.is_sqlite:
            path = self.url.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                yield connection
            return
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self.url) as connection:
            yield connection
