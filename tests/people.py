"""Three people and somebody nameless: Alice learns, Bob teaches her, Charlie is a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from apps.accounts.models import Person

PASSWORD = "correct horse battery"


@dataclass
class Someone:
    """A person with a browser."""

    name: str
    client: Client
    person: Person | None


def somebody(name: str, **client: Any) -> Someone:
    """A person with an account, logged in."""
    user = User.objects.create_user(name, password=PASSWORD)
    browser = Client(**client)
    browser.force_login(user)
    return Someone(name, browser, Person.objects.create(user=user))


def nameless(**client: Any) -> Someone:
    """A browser that was never here before."""
    return Someone("nobody", Client(**client), None)
