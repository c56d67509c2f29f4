"""A run that takes its workers down is given up after bounded tries, and one that only was there never is."""

from __future__ import annotations

import pytest

from apps.runs.execution import blame, limits
from apps.runs.execution.blame import STEP_EVENTS, STOPS_AT_ONE_PLACE, STOPS_MOST
from apps.runs.execution.claim import claim
from apps.runs.execution.session import Session
from apps.runs.fairness.places import Places
from apps.runs.live.connections import connect
from apps.runs.live.rows import log_entries
from apps.runs.live.stream import ANYWHERE, Writer, place_of
from apps.runs.models import Run, State
from tests.apps import made
from tests.apps.replay import replay
from tests.people import Someone
from tests.reliability.lives import killed_every, lived, poisoned

DEATHS_S = 2.0

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLICE_FRAMES_MOST", 2)


def stopped(*places: int) -> list[blame.Stop]:
    """What comes of stops at these places, one after the other."""
    run, found = Run(tries=1, stops_there=0, layout={"frame_s": 0.25}, horizon=164), []
    for place in places:
        found.append(blame.after(run, place))
        for name, value in found[-1].changes.items():
            setattr(run, name, value)
    return found


def test_three_stops_at_one_event_are_the_runs_own() -> None:
    *before, last = stopped(*[70_000] * STOPS_AT_ONE_PLACE)
    assert not any(stop.sentence for stop in before)
    assert last.sentence == "The engine stopped 3 times near t = 41 s."


def test_a_stop_elsewhere_begins_the_count_anew() -> None:
    assert [bool(stop.sentence) for stop in stopped(5, 5, ANYWHERE, 5, 5, 6, 5, 5)] == [False] * 8


def test_places_of_a_run_are_the_same_wherever_it_is_taken_up() -> None:
    assert blame.place(3, 0) == blame.place(3, STEP_EVENTS - 1) != blame.place(3, STEP_EVENTS)
    assert blame.place(3, 70_000) != blame.place(4, 70_000)
    assert blame.events_left(STEP_EVENTS + 3) == STEP_EVENTS - 3


def test_stops_at_different_events_are_nobodys_fault() -> None:
    places = list(range(STOPS_MOST - 1))
    assert not any(stop.sentence for stop in stopped(*places))


def test_stops_that_have_no_event_are_bounded_all_the_same() -> None:
    *before, last = stopped(*[ANYWHERE] * STOPS_MOST)
    assert not any(stop.sentence for stop in before)
    assert "stopped 10 times" in last.sentence


@pytest.mark.parametrize("seed", range(12))
def test_a_run_whose_workers_are_killed_at_any_moment_is_done_right(alice: Someone, seed: int) -> None:
    """A death every two seconds on a busy machine, whatever the worker is doing: none of them is the run's."""
    run = made.run(alice.person, seed=seed)
    with killed_every(DEATHS_S, seed):
        deaths = lived(run)
    run.refresh_from_db()
    assert deaths >= STOPS_MOST, "too few deaths for a proof"
    assert (run.state, run.reason) == (State.DONE, "")
    assert run.result_digest == replay(run.document, run.seed, log_entries(run)).digest


@pytest.mark.parametrize("frame", [1, 2, 17, 40])
def test_a_run_that_kills_its_worker_at_one_frame_is_given_up_after_three(alice: Someone, frame: int) -> None:
    run = made.run(alice.person)
    with poisoned(frame):
        assert lived(run) == 3
    run.refresh_from_db()
    assert (run.state, run.attempt) == (State.FAILED, 4)
    assert run.reason.startswith("The engine stopped 3 times near t = ")


def test_poison_among_random_deaths_is_found(alice: Someone) -> None:
    run = made.run(alice.person)
    with poisoned(25), killed_every(DEATHS_S, seed=3):
        assert lived(run) > 3
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert run.frames_done <= 25


def test_a_run_that_cannot_be_loaded_is_given_up(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise MemoryError

    run = made.run(alice.person)
    monkeypatch.setattr(Session, "__init__", crash)
    assert lived(run) == 0
    run.refresh_from_db()
    assert (run.state, run.attempt) == (State.FAILED, 4)


def test_a_run_waits_for_others_without_being_suspected(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    made.run(alice.person)
    run = claim("a desk", Places(paced=True, unpaced=True))
    assert run is not None
    session = Session(run, Writer(connect()))
    assert place_of(connect(), "a desk", run.pk) is None, "it is loaded"
    session.slice(was_rung=True)
    assert place_of(connect(), "a desk", run.pk) is None, "its slice is over"
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(session.writer, "mark_computing", lambda _, run_id, place=0: told.append((str(run_id), place)))
    before = blame.place(session.frame, session.simulation.events)
    session.slice(was_rung=True)
    assert told[0] == (str(run.pk), before)
    assert told[-1][0] == ""
    assert [place for whose, place in told if whose] == sorted(place for whose, place in told if whose)
    session.writer.close()


def test_what_was_given_up_goes_on_where_it_stood_with_one_press(alice: Someone) -> None:
    run = made.run(alice.person)
    with poisoned(17):
        lived(run)
    run.refresh_from_db()
    panel = alice.client.get(f"/runs/{run.pk}/").content.decode()
    assert f"Try again from t = {run.frames_done * 0.25:g} s" in panel
    pressed = {"frame": run.frames_done, "paused": "no", "key": f"again-{run.pk}"}
    for _ in range(2):
        assert alice.client.post(f"/runs/{run.pk}/fork/", pressed).status_code == 302
    again = Run.objects.get(fork_of=run)
    assert lived(again) == 0
    again.refresh_from_db()
    assert (again.state, again.frames_done) == (State.DONE, 40)
    assert again.result_digest == replay(run.document, run.seed, []).digest
    assert "Try again" not in alice.client.get(f"/runs/{again.pk}/").content.decode()
