"""Drafts, their proofs and their editions, as rows."""

from __future__ import annotations

from uuid import UUID

import pytest

from apps.accounts.models import Person
from apps.authoring import actions, drafting
from apps.authoring.execution import prove_due
from apps.authoring.items import authored_item, may_begin, may_give_out
from apps.authoring.models import Authored, Edition, Proof, Stage
from apps.designs.models import Design
from apps.progress.actions import begin, preview
from apps.progress.items import is_open_to, item_of, to_give_out
from apps.progress.models import Attempt
from apps.runs import execution
from tests.apps import made
from tests.content.small import SCENARIO, scenario_files, scenario_texts
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = {"head": {"title": "Mine", "summary": "Why?"}}


@pytest.fixture
def author(alice: Someone) -> Person:
    assert alice.person is not None
    return alice.person


@pytest.fixture
def draft(author: Person) -> Authored:
    """The small scenario as a draft, without what varies: fewer runs."""
    texts = {name: text.replace("$rate", "40") for name, text in scenario_texts().items()}
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("vary:\n  rate: [40, 45]\n", "")
    found = actions.take_in(author, actions.to_zip(actions.files_of(texts)))
    assert isinstance(found, Authored), found
    return found


def proven(draft: Authored) -> Proof:
    """The proof of a draft, run and judged."""
    proof = actions.put_to_test(draft, "key")
    execution.work()
    assert prove_due() == 1
    proof.refresh_from_db()
    return proof


def test_a_draft_begins_with_a_design_and_is_read_as_an_item(author: Person) -> None:
    design = made.design(author)
    draft = actions.begin(author, str(design.pk))
    assert draft.title == design.name
    assert authored_item(draft.pk) is not None
    assert actions.begin(author, "mini-streaming").pk != draft.pk


def test_it_does_not_begin_with_what_belongs_to_somebody_else(author: Person, bob: Someone) -> None:
    assert bob.person is not None
    foreign = made.design(bob.person)
    for chosen in (str(foreign.pk), "no-such-design", "", "0" * 40):
        with pytest.raises(actions.NotPossible):
            actions.begin(author, chosen)


def test_two_windows_do_not_overwrite_each_other(draft: Authored) -> None:
    assert actions.save(draft, 1, HEAD, "") == actions.Kept(2)
    other = Authored.objects.get(pk=draft.pk)
    overtaken = actions.save(other, 1, {"head": {"title": "Theirs"}}, "")
    assert isinstance(overtaken, actions.Overtaken)
    assert "Theirs" in overtaken.texts["scenario.yaml"]
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Mine", 2)


def test_designs_are_taken_in_as_right_and_wrong_answers_and_out_again(author: Person, draft: Authored) -> None:
    design = made.design(author)
    chosen = HEAD | {"take": {"any": str(design.pk)}}
    actions.save(draft, 1, chosen, "take right")
    actions.save(draft, 2, chosen, "take wrong")
    assert {"right-1.yaml", "wrong-1.yaml"} <= set(draft.files)
    actions.save(draft, 3, HEAD, "remove exemplars.1")
    assert "right-1.yaml" not in draft.files
    assert drafting.design_in(draft.files, "wrong-1") is not None


def test_what_is_not_proven_is_not_published_and_what_is_changed_is_not_proven(draft: Authored) -> None:
    with pytest.raises(actions.NotPossible):
        actions.publish(draft)
    proof = proven(draft)
    assert proof.stage == Stage.DONE, proof.reason
    assert proof.holds
    assert [row["name"] for row in proof.table if row["passed"]] == ["better"]
    edition = actions.publish(draft)
    assert edition.number == actions.publish(draft).number == 1
    actions.save(draft, 1, HEAD, "")
    with pytest.raises(actions.NotPossible):
        actions.publish(draft)
    assert Edition.objects.count() == 1


def test_what_its_own_answer_does_not_pass_is_shown_and_not_published(draft: Authored) -> None:
    files = dict(draft.files) | {"better.yaml": "of: start\nname: No better\n"}
    Authored.objects.filter(pk=draft.pk).update(files=files)
    draft.refresh_from_db()
    proof = proven(draft)
    assert (proof.stage, proof.holds) == (Stage.DONE, False)
    with pytest.raises(actions.NotPossible):
        actions.publish(draft)


def test_a_proof_is_stopped_with_its_runs(draft: Authored) -> None:
    proof = actions.put_to_test(draft, "key")
    assert actions.put_to_test(draft, "other") == proof
    actions.stop_test(draft)
    execution.work()
    assert prove_due() == 0
    proof.refresh_from_db()
    assert proof.stage == Stage.CANCELLED


def test_a_draft_is_for_its_author_until_it_is_published_and_then_for_classes_until_it_is_listed(
    draft: Authored, bob: Someone
) -> None:
    mine, other = draft.owner, bob.person
    assert not any(may_begin(draft.item, each) for each in (mine, other))
    assert not may_give_out(draft.item, mine)
    assert item_of(draft.item) is None
    proven(draft)
    actions.publish(draft)
    assert may_begin(draft.item, mine)
    assert may_give_out(draft.item, mine)
    assert not may_begin(draft.item, other)
    assert not may_give_out(draft.item, other)
    assert draft.item in dict(to_give_out(mine))
    assert draft.item not in dict(to_give_out(other))
    assert not is_open_to(draft.pk, mine), "a draft has a preview of its own"
    actions.set_listed(draft, True)
    assert may_begin(draft.item, other)
    assert draft.item in dict(to_give_out(other))


def test_what_is_changed_afterwards_is_not_what_students_get(draft: Authored) -> None:
    proven(draft)
    actions.publish(draft)
    actions.save(draft, 1, HEAD, "")
    published, own = item_of(draft.item), item_of(draft.pk)
    assert published is not None
    assert own is not None
    assert (published.title, own.title) == ("Two instances", "Preview: Mine")
    assert published.uuid == draft.item
    with pytest.raises(actions.NotPossible):
        actions.delete(draft)


def test_a_preview_begins_anew_each_time(draft: Authored) -> None:
    item = item_of(draft.pk)
    assert item is not None
    first = preview(draft.owner, item)
    second = preview(draft.owner, item)
    assert Attempt.objects.get().pk == second.pk != first.pk
    assert not Design.objects.filter(pk=first.design_id).exists()


def test_each_student_gets_numbers_that_stay(author: Person, bob: Someone) -> None:
    found = actions.take_in(author, actions.to_zip(scenario_files()))
    assert isinstance(found, Authored)
    item = item_of(found.pk)
    assert item is not None
    attempts = [begin(Person.objects.create(), item) for _ in range(12)]
    rates = {each.design.document["workload"]["traffic"][0]["parameters"]["rate_per_s"] for each in attempts}
    assert rates == {40, 45}
    again = begin(attempts[0].owner, item, again=True)
    assert again.variant == attempts[0].variant


def test_a_copy_and_a_zip_are_drafts_of_their_own(draft: Authored, bob: Someone) -> None:
    assert bob.person is not None
    copied = actions.copy(bob.person, draft)
    assert copied.item != draft.item
    assert str(copied.item) in copied.files["scenario.yaml"]
    taken = actions.take_in(bob.person, actions.give_away(draft))
    assert isinstance(taken, Authored)
    assert taken.item not in (draft.item, copied.item)
    assert {name: text for name, text in taken.files.items() if name != "scenario.yaml"} == {
        name: text for name, text in draft.files.items() if name != "scenario.yaml"
    }


@pytest.mark.parametrize("raw", [b"", b"no zip", actions.to_zip({"lesson.yaml": b"title: x"})])
def test_what_is_no_scenario_is_told_and_not_kept(author: Person, raw: bytes) -> None:
    assert isinstance(actions.take_in(author, raw), list)
    assert Authored.objects.count() == 0


def test_a_half_written_one_is_taken_in_with_its_errors(author: Person) -> None:
    broken = SCENARIO.replace("duration: 10 s", "duration: long", 1)
    taken = actions.take_in(author, actions.to_zip(scenario_files() | {"scenario.yaml": broken.encode()}))
    assert isinstance(taken, Authored)
    assert item_of(taken.pk) is None
    with pytest.raises(actions.NotPossible):
        actions.put_to_test(taken, "key")


def test_a_start_design_goes_to_the_sandbox_and_back(draft: Authored) -> None:
    design = actions.open_in_sandbox(draft, "start")
    assert design.purpose == ""
    actions.save(draft, 1, HEAD | {"take": {"any": str(design.pk)}}, "take start")
    assert drafting.design_in(draft.files, "start") is not None
    with pytest.raises(actions.NotPossible):
        actions.open_in_sandbox(draft, "no-such")


def test_a_uuid_in_a_file_takes_nothing_from_anybody(author: Person) -> None:
    stolen = UUID("5b0c1a52-6c3e-4f0b-9a3f-0d2f6f1c2a13")
    files = scenario_files()
    files["scenario.yaml"] = SCENARIO.replace("0b1de5e2-0d4f-4d5b-9c38-5a0c4a8a7e11", str(stolen)).encode()
    taken = actions.take_in(author, actions.to_zip(files))
    assert isinstance(taken, Authored)
    found = item_of(stolen)
    assert found is None or found.kind == "lesson"
