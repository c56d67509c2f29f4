"""The base of every row that has an owner."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone


class Row(models.Model):
    """A row with an id that says nothing about its neighbours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows with an `owner`; views reach rows through `visible_to` and `owned_by` only."""

    def owned_by(self, person: Any) -> Self:
        """The rows of this person; of nobody if there is no person."""
        return self.filter(owner=person) if person is not None else self.none()

    def visible_to(self, person: Any) -> Self:
        """The rows that this person may read."""
        return self.owned_by(person)

    def hand_over(self, giver: Any, taker: Any) -> int:
        """Gives every row of one person to another."""
        return self.filter(owner=giver).update(owner=taker)
