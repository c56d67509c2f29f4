"""Makes stored designs and runs with defaults, so that what a test sets is what it is about."""

from __future__ import annotations

import json
from typing import Any

from apps.accounts.models import Person
from apps.api.actions import make_token
from apps.designs.models import Design
from apps.runs import actions
from apps.runs.models import Run
from engine.plan.agenda import Action
from tests import tiny


def design(owner: Person, **changes: Any) -> Design:
    """A stored design."""
    document = tiny.document(**changes)
    return Design.objects.create(owner=owner, name=document["name"], document=document)


def api_key(owner: Person) -> str:
    """The text of a new token."""
    made_one = make_token(owner, "a program", 7)
    assert made_one is not None
    return made_one[1]


def asked(**changes: Any) -> actions.Asked:
    """What somebody chose when pressing Run."""
    return actions.Asked(**({"seed": 7, "speed": 0, "duration_s": None, "key": "key"} | changes))


def run(owner: Person, stored: Design | None = None, **changes: Any) -> Run:
    """A queued run, computed for itself unless it `is_shared`; `changes` go to the row afterwards."""
    changes = {"is_shared": False} | changes
    row_changes = {
        name: changes.pop(name) for name in list(changes) if name not in {"seed", "speed", "key", "duration_s"}
    }
    started = actions.start_run(owner, stored or design(owner), asked(**({"key": json.dumps(changes)} | changes)))
    assert isinstance(started, Run), started
    Run.objects.filter(pk=started.pk).update(**row_changes)
    started.refresh_from_db()
    return started


def kill_action(target: str = "service", count: int = 1) -> Action:
    """Kills instances of a component."""
    return Action("kill_instances", target, {"count": count})
