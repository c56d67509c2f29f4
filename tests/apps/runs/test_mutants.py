"""Every guard holds in its scene, and a mutant without it is caught there."""

from __future__ import annotations

import pytest

from apps.runs import execution
from apps.runs.execution import limits
from tests.people import Someone
from tests.reliability.scenes import KILLED_BY, SCENES
from tests.reliability.tampering.mutants import MUTANTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def _warm_engine() -> None:
    execution.warm()


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of forty frames takes twenty slices."""
    monkeypatch.setattr(limits, "SLICE_FRAMES_MOST", 2)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_ends_well(alice: Someone, scene: str) -> None:
    SCENES[scene](alice)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_caught(alice: Someone, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    MUTANTS[mutant].apply(monkeypatch.setattr)
    with pytest.raises(AssertionError) as caught:
        SCENES[KILLED_BY[mutant]](alice)
    print(f"{mutant} ({MUTANTS[mutant].words}): {str(caught.value).splitlines()[0]}")


def test_every_mutant_has_a_scene() -> None:
    assert KILLED_BY.keys() == MUTANTS.keys()
    assert set(KILLED_BY.values()) == SCENES.keys()
