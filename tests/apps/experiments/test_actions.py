"""Beginning experiments within limits, ending them early, and getting what is known at once."""

from __future__ import annotations

from typing import Any

import pytest

from apps.experiments import actions
from apps.experiments.execution import gather_due
from apps.experiments.models import Cell, Experiment, Stage
from apps.experiments.queries import outcome_of
from apps.runs import actions as runs
from apps.runs import execution as desk
from apps.runs.execution import claim
from apps.runs.models import Quota, Run, State
from engine.design.model import DesignError
from tests.apps import made
from tests.apps.experiments.asked import asked, done
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)


def used_s(someone: Someone) -> float:
    assert someone.person is not None
    return float(Quota.objects.get(subject=str(someone.person.pk), kind="cpu_s_per_day").used)


def test_a_sweep_orders_every_value_with_every_seed_in_the_background(alice: Someone) -> None:
    experiment = asked(alice, "sweep", seeds=3)
    cells = list(experiment.cells.select_related("run").order_by("arm", "seed"))
    assert [(each.arm, each.seed) for each in cells] == [(arm, seed) for arm in range(3) for seed in (1, 2, 3)]
    assert {(each.run.lane, each.run.speed, each.run.state) for each in cells} == {("batch", 0, State.QUEUED)}
    assert cells[0].run.title == "Sweep: Tiny: 20 1/s"
    assert '"rate_per_s":70.0' in cells[3].run.document
    assert '"duration":4.0' in cells[3].run.document


def test_it_is_done_when_all_of_its_runs_are(alice: Someone) -> None:
    experiment = asked(alice, "sweep")
    assert experiment.stage == Stage.RUNNING
    assert done(experiment).stage == Stage.DONE
    assert experiment.result == outcome_of(experiment)
    assert [each["runs"] for each in experiment.result["positions"]] == [2, 2, 2]


def test_the_same_again_is_the_same_experiment_and_costs_nothing(alice: Someone) -> None:
    design = made.design(alice.person)
    first = asked(alice, "repeat", design)
    again = asked(alice, "repeat", design, key="another press")
    assert again.pk == first.pk
    assert Run.objects.count() == 2


def test_equal_inputs_of_somebody_else_are_done_at_once(alice: Someone, bob: Someone) -> None:
    first = done(asked(alice, "repeat"))
    second = asked(bob, "repeat")
    assert (second.pk, second.stage) != (first.pk, Stage.RUNNING)
    assert second.stage == Stage.DONE
    assert second.result == first.result
    assert used_s(bob) == pytest.approx(0.0, abs=1e-9)


def test_what_was_computed_before_is_not_computed_again(alice: Someone) -> None:
    design = made.design(alice.person)
    done(asked(alice, "repeat", design, seeds=3))
    wider = asked(alice, "repeat", design, seeds=5, key="wider")
    states = [each.run.state for each in wider.cells.select_related("run")]
    assert sorted(states) == [State.DONE] * 3 + [State.QUEUED] * 2
    assert wider.cells.filter(figures__isnull=False).count() == 3


def test_cancelling_ends_its_runs_and_keeps_what_was_measured(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = asked(alice, "repeat", seeds=4)
    first = experiment.cells.first().run
    Run.objects.filter(pk=first.pk).update(lane="interactive")
    monkeypatch.setattr(claim, "_answers_at", {"live"})
    desk.work()
    gather_due()
    actions.cancel(experiment)
    experiment.refresh_from_db()
    assert (experiment.stage, experiment.result) == (Stage.CANCELLED, None)
    assert sorted(Run.objects.values_list("state", flat=True)) == ["cancelled"] * 3 + ["done"]
    assert outcome_of(experiment)["count"] == 1
    gather_due()
    experiment.refresh_from_db()
    assert experiment.stage == Stage.CANCELLED
    with pytest.raises(runs.RunNotAllowed, match="has ended"):
        actions.cancel(experiment)


def test_cancelled_runs_give_their_computing_back(alice: Someone) -> None:
    experiment = asked(alice, "sweep")
    assert used_s(alice) > 0.0
    actions.cancel(experiment)
    assert used_s(alice) == pytest.approx(0.0, abs=1e-9)


def test_lost_runs_are_told_and_left_out(alice: Someone) -> None:
    experiment = asked(alice, "repeat", seeds=3)
    lost = experiment.cells.first().run
    Run.objects.filter(pk=lost.pk).update(state=State.FAILED, reason="The engine stopped 3 times.")
    done(experiment)
    assert (experiment.stage, experiment.result["count"]) == (Stage.DONE, 2)
    assert [each.trouble for each in experiment.cells.exclude(trouble="")] == ["The engine stopped 3 times."]


def test_an_experiment_that_lost_every_run_says_why(alice: Someone) -> None:
    experiment = asked(alice, "repeat")
    Run.objects.update(state=State.FAILED, reason="Too much.")
    done(experiment)
    assert (experiment.stage, experiment.reason) == (Stage.FAILED, "Too much.")


def test_an_experiment_keeps_nobody_from_pressing_run(alice: Someone) -> None:
    asked(alice, "repeat", seeds=12)
    assert made.run(alice.person).state == State.QUEUED


def test_two_are_the_most_at_once(alice: Someone) -> None:
    for seed in (1, 20):
        asked(alice, "repeat", key=str(seed), first_seed=seed)
    with pytest.raises(runs.TooMany, match="2 of your experiments are under way"):
        asked(alice, "repeat", key="third", first_seed=40)
    assert Experiment.objects.count() == 2


def test_what_is_refused_leaves_nothing_behind(alice: Someone) -> None:
    assert alice.person is not None
    made.run(alice.person)
    Quota.objects.filter(kind="cpu_s_per_day").update(used=7_199.99)
    with pytest.raises(runs.TooMany, match="computing for one day"):
        asked(alice, "sweep")
    assert (Experiment.objects.count(), Cell.objects.count(), Run.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("sweep", {"parameter": "components.nobody.slots"}, "parameter"),
        ("sweep", {"low": 50.0, "high": 20.0}, "high"),
        ("sweep", {"low": -1.0, "high": 20.0}, "low"),
        ("sweep", {"low": 0.0, "scale": "log"}, "low"),
        ("sweep", {"high": 1e9}, "high"),
        ("sweep", {"steps": 25}, "steps"),
        ("sweep", {"steps": 24, "seeds": 30}, "seeds"),
        ("sweep", {"parameter2": "components.service.slots"}, "low2"),
        ("sweep", {"parameter2": "traffic.viewers.rate_per_s", "low2": 1, "high2": 2, "steps2": 2}, "parameter2"),
        ("compare", {"value": None}, "value"),
        ("compare", {"value": 1e12}, "value"),
        ("compare", {"value": 2.5}, "value"),
        ("compare", {"against": "version", "version": 99}, "version"),
        ("compare", {"against": "design", "other": "00000000-0000-4000-8000-000000000000"}, "other"),
        ("compare", {"against": "failure", "failure": "slow_down@nobody"}, "failure"),
        ("compare", {"against": "failure"}, "failure"),
        ("compare", {"against": "luck"}, "against"),
        ("repeat", {"seeds": 1}, "seeds"),
        ("repeat", {"seeds": 31}, "seeds"),
        ("repeat", {"first_seed": -1}, "first_seed"),
        ("repeat", {"duration_s": 1e9}, "duration_s"),
    ],
)
def test_errors_name_the_field(alice: Someone, kind: str, changes: dict[str, Any], field: str) -> None:
    errors = asked(alice, kind, **changes)
    assert isinstance(errors, list), "this was begun"
    assert field in [each.path for each in errors], errors
    assert Run.objects.count() == 0


def test_a_drawing_that_cannot_run_is_said_once(alice: Someone) -> None:
    design = made.design(alice.person, workload={"duration": 5.0, "traffic": []})
    errors = asked(alice, "repeat", design)
    assert len(errors) == 1
    assert isinstance(errors[0], DesignError)
    assert errors[0].message.startswith("This design cannot be run: ")


def test_deleting_leaves_the_runs_in_the_history(alice: Someone) -> None:
    experiment = done(asked(alice, "repeat"))
    actions.delete(experiment)
    assert (Experiment.objects.count(), Run.objects.count()) == (0, 2)


def test_a_visitor_who_signs_up_keeps_experiments(alice: Someone, bob: Someone) -> None:
    experiment = asked(alice, "repeat")
    assert Experiment.objects.all().hand_over(alice.person, bob.person) == 1
    experiment.refresh_from_db()
    assert (experiment.owner, experiment.key) == (bob.person, None)
