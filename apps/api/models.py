"""A token: with it a program does what its owner may do. Only its hash is stored."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row


class Token(Row):
    """One token of a person. `start` are its first letters, by which people tell their tokens apart."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @property
    def is_good(self) -> bool:
        return self.revoked is None and self.expires > timezone.now()
