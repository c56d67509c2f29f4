"""What Backlot promises of its runs, row by row: the page docs/reliability.md says what was measured of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One row: what is promised, in words, and the figure that is asked for."""

    row: str
    words: str
    asked: str


SECTIONS: dict[str, tuple[Promise, ...]] = {
    "Runs": (
        Promise(
            "R1",
            "Workers that are killed with -9 at any moment lose no run, double no result and change no byte of it.",
            "160 runs, 500 kills: 0 lost, 0 doubled, 0 bytes different, 0 wrong frames seen",
        ),
        Promise(
            "R2",
            "A worker that was paused for longer than its lease writes nothing any more.",
            "150 pauses: 0 writes of a stale attempt accepted, at least 10 refused",
        ),
        Promise(
            "R3",
            "A broker that is emptied again and again while workers die costs nothing but a moment.",
            "0 lost, 0 doubled; from the end of a lease to the next attempt p99 2 s",
        ),
        Promise(
            "R4",
            "The broker is killed in the middle of runs and comes back, half of the times empty.",
            "20 kills: 0 lost, 0 gaps and 0 wrong frames for viewers, ended runs complete",
        ),
        Promise(
            "R5",
            "PostgreSQL stops at once and starts again.",
            "20 stops: 0 lost, 0 doubled; the web answers 503 with Retry-After, never 500",
        ),
        Promise("R6", "From the death of a worker to the next frame on a screen.", "p50 3 s, p99 6 s"),
        Promise("R7", "Computing that is done again after a crash.", "at most 2 s, or 2 % of the run"),
        Promise("R8", "A press of Run that is sent two to five times starts one run.", "1 000 presses, one run each"),
        Promise(
            "R9",
            "A cancelled run stops soon, wherever it is, and nothing revives it.",
            "200 cancels: p99 500 ms, 0 revived, never both cancelled and done",
        ),
        Promise(
            "R10",
            "A design that runs away ends in a sentence, and its worker lives on.",
            "100 designs: each failed within its budget and 1 s",
        ),
        Promise(
            "R11",
            "A run that takes its worker down ends after three attempts, in words.",
            "3 attempts; its neighbours wait 10 s at most; no loop, also not through equal runs",
        ),
        Promise(
            "R12",
            "What must hold of all runs is asked after every proof and every minute: no lease long over, no end "
            "without a result, nothing computed twice, no stream ahead of its row.",
            "0 violations",
        ),
        Promise(
            "R13",
            "All workers and web processes are replaced one after the other under load.",
            "10 times: 0 failed runs, pauses of 5 s at most, one engine version for each run",
        ),
        Promise(
            "R14",
            "Three hundred people run the same design: it is computed once, and nobody learns whose it was.",
            "1 computation, 299 copies, the same bytes",
        ),
        Promise(
            "R15",
            "Mixed load for hours leaks nothing: memory, sockets, tasks, leases, keys that never expire.",
            "less than 1 MB an hour for each process, 0 of all else",
        ),
    ),
    "Interventions": (
        Promise(
            "C1",
            "Interventions that are sent again and again act exactly once, in one order for every viewer.",
            "2 000 from 3 senders",
        ),
        Promise("C2", "From a click to its effect in a frame, with 100 live runs.", "p50 200 ms, p99 500 ms"),
        Promise("C3", "An intervention that was acknowledged is never lost.", "0 missing after R1 to R5"),
        Promise("C4", "Who comes too late is told so.", "within 1 s"),
        Promise(
            "C5",
            "Interventions of somebody who may not, or may not any more, are refused.",
            "all, within 2 s of the change",
        ),
        Promise("C6", "A run as one file gives the same result in another process.", "the same digest"),
    ),
    "Live": (
        Promise("L1", "Sockets that break off without a word.", "1 000 resets: 0 missing, 0 doubled, 0 out of order"),
        Promise(
            "L2", "Five hundred people watch one run at 10 frames a second.", "p99 150 ms with the web on one core"
        ),
        Promise("L3", "The web process dies with 500 people watching.", "99 % back and caught up within 3 s"),
        Promise(
            "L4",
            "20 of 500 viewers stop reading.",
            "the others' p99 + 20 % at most, 2 MB for each, closed with 4008 within 10 s, resumed whole",
        ),
        Promise(
            "L5",
            "Whoever comes back, up to a day after the end, goes on without a hole; later a reset is said.",
            "no silent gap",
        ),
        Promise(
            "L6", "A snapshot and the frames after it are what a later snapshot says.", "1 000 random pairs of frames"
        ),
        Promise("L7", "Every viewer gets to the same last frame.", "all, within 2 s of the end"),
        Promise("L8", "Who logs out or loses the right to watch sees nothing more.", "closed within 5 s"),
        Promise("L9", "Where websockets are blocked, the same frames come as server-sent events.", "L1 over events"),
        Promise("L10", "A tab that slept for ten minutes.", "first paint within 1 s, no burst of more than 200 frames"),
    ),
    "The same bits": (
        Promise(
            "D1",
            "Random designs give one hash over slicing, workers, code generation, variants of the C library, bounds "
            "checks and Python versions.",
            "1 000 designs; Python 3.11 to 3.13",
        ),
        Promise(
            "D2",
            "Golden digests: a change of a result asks for a new version of the engine.",
            "every kind of component, 60 scenarios",
        ),
        Promise("D3", "Names, order, language and what is not connected change nothing.", "random designs"),
        Promise(
            "D4", "A run taken up from any of its checkpoints is the run that was never stopped.", "200 runs, every one"
        ),
        Promise(
            "D5", "Hash seed, time zone, language, clock and number of threads change nothing.", "every combination"
        ),
        Promise(
            "D6", "Runs of earlier engines stay as they were, and say which engine made them.", "kept with their frames"
        ),
        Promise("D7", "Ended runs are computed again in idle time; a difference is an alarm.", "1 % of all runs"),
    ),
    "Fair shares": (
        Promise(
            "Q1",
            "300 people of one group press Run within 10 s; others hardly notice.",
            "others wait p95 15 s; Jain's index 0.95; the greedy one is served last",
        ),
        Promise(
            "Q2", "Quotas hold under tries at the same moment, and say when they reset.", "1 000 tries, 0 too many"
        ),
        Promise("Q3", "The wait that is told is about right.", "within 30 % or 5 s for 80 % of runs"),
        Promise(
            "Q4",
            "Nobody is overtaken by a younger run of their own in the same lane.",
            "0; nobody waits twice the fair share",
        ),
        Promise("Q5", "What a run will cost is estimated before.", "within a factor of 2 for 90 % of 2 000 designs"),
        Promise("Q6", "With 10 000 runs waiting, pressing Run and saving stay quick.", "p99 300 ms"),
    ),
    "Teaching": (
        Promise(
            "T1", "A check that is pressed answers soon: three seeds of every experiment, on 2 cores.", "median 5 s"
        ),
        Promise(
            "T2",
            "A hundred students submit within a minute.",
            "0 lost, all graded in 5 minutes, a live run beside them begins within 10 s",
        ),
        Promise("T3", "Those hundred are graded again.", "the same digests, the same points"),
        Promise(
            "T4", "In a lecture one failure reaches fifty designs that run.", "shown by all and said to all in 2 s"
        ),
    ),
    "Grown up": (
        Promise("O6", "The same suites on SQLite and on PostgreSQL.", "R1, R2, R6, R9, C1, L1, L5, D on both"),
    ),
}

PROMISES: dict[str, Promise] = {each.row: each for section in SECTIONS.values() for each in section}
