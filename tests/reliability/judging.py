"""The judges of a chaos: a plain replay, the live log, viewers who never disconnect, and what must hold of all runs."""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
from collections.abc import Mapping
from typing import Any, cast

import orjson
import redis

from apps.runs.live.stream import Entries, frames_key, number_of
from start.environment import PYTHON
from start.stamps import ROOT
from tests.apps.replay import replay
from tests.browser.stack import Stack
from tests.reliability.killing import Death
from tests.reliability.watching import Watched

COLUMNS = "id, state, reason, attempt, tries, result_digest, frames_done, resumptions, repeated_s, computed_s"
ON_THE_WAY_S = 0.25


def rows_of(stack: Stack) -> dict[str, dict[str, Any]]:
    """Every run, by its id without dashes, read past the application."""
    return {row["id"]: row for row in stack.query(f"SELECT {COLUMNS} FROM runs_run")}


def judge(each: Watched, row: Mapping[str, Any], client: redis.Redis) -> None:
    """One run: final record, live log, viewer, log of interventions."""
    answer = each.visitor.ask("GET", f"/runs/{each.run}/document.json")
    expected = replay(answer.body.decode(), each.seed, each.log)
    plain = [orjson.loads(frame) for frame in expected.frames]
    assert (row["state"], each.states[-1]) == ("done", "done"), row["reason"]
    assert [frame["n"] for frame in each.frames] == list(range(1, len(plain) + 1)), (
        "a viewer missed or met a frame twice"
    )
    assert each.frames == plain, "a viewer saw a frame that the run does not contain"
    assert archive_of(each) == plain, "the archive is not that of inputs and log"
    assert row["result_digest"] == expected.digest, "the result is not that of inputs and log"
    assert row["frames_done"] == len(plain), "the row tells another number of frames"
    judge_live_log(each.run, client, expected.frames)
    numbers = [entry["number"] for entry in each.log]
    assert numbers == list(range(1, len(numbers) + 1)), "the log of interventions has a hole"
    assert set(each.accepted) <= set(numbers), "an intervention that was acknowledged is gone"


def judge_live_log(run: str, client: redis.Redis, expected: list[bytes]) -> None:
    """The stream of a run that has ended holds all of it, or what a broker that came back empty or early has left."""
    entries = cast(Entries, client.xrange(frames_key(run)))
    numbers = [number_of(entry_id) for entry_id, _ in entries]
    assert numbers == list(range(1, len(numbers) + 1)), f"the live log has a hole: {holes(numbers)}"
    assert [fields[b"f"] for _, fields in entries] == expected[: len(entries)], (
        "the live log is not that of inputs and log"
    )


def holes(numbers: list[int]) -> list[tuple[int, int]]:
    """Pairs of neighbours between which something is missing."""
    return [(before, after) for before, after in itertools.pairwise([0, *numbers]) if after != before + 1]


def archive_of(each: Watched) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    while batch := each.visitor.ask("GET", f"/runs/{each.run}/frames/?after={len(frames)}&limit=500").json()["frames"]:
        frames += batch
    return frames


def violations(environment: Mapping[str, str]) -> list[str]:
    """What the invariants say of all runs of a stack."""
    question = (
        "import json; from datetime import timedelta; from django.utils import timezone; "
        "from apps.runs.tasks.invariants import violations; "
        "print(json.dumps(violations(timezone.now() - timedelta(days=1))))"
    )
    command = [str(PYTHON), "manage.py", "shell", "-v", "0", "-c", question]
    told = subprocess.run(command, cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=True)
    found: list[str] = json.loads(told.stdout.splitlines()[-1])
    return found


def silences_s(deaths: list[Death], watched: list[Watched]) -> list[float]:
    """From each death of a worker to the next frame of each of its runs on a screen, in seconds.

    Frames that come within `ON_THE_WAY_S` may have been sent before, so they are passed over.
    """
    viewers = {each.run.replace("-", ""): each for each in watched}
    found = []
    for death in deaths:
        for run in death.runs:
            after = [at for at in viewers[run].arrivals if at > death.at + ON_THE_WAY_S] if run in viewers else []
            if after:
                found.append(after[0] - death.at)
    return found


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[-1] if len(values) > 1 else max(values, default=0.0)
