"""A person owns designs and runs, with or without an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from apps.common.models import Row


class Person(Row):
    """Somebody who owns things. Without a `user` it is a visitor, known by the hash of a token in a cookie."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="person"
    )
    # The class, team or course that they compute with; empty for people on their own, who are a group together.
    group_key = models.CharField(max_length=64, blank=True, default="")
    # The language they chose to be spoken to; empty for what their browser asks for.
    language = models.CharField(max_length=16, blank=True, default="")
    # When they first saw the tour of the sandbox through, or skipped it.
    toured = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)

    def __str__(self) -> str:
        return self.user.get_username() if self.user else f"visitor {str(self.id)[:8]}"
