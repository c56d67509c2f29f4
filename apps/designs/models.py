"""A design that somebody keeps, and the documents it has had."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row


class Design(Row):
    """The newest document of a design. `version` rises by one with every saving."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="designs")
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    document = models.JSONField()
    saved = models.DateTimeField(default=timezone.now)
    # What it was made for besides being drawn, such as a lesson; those are not among the person's own designs.
    purpose = models.CharField(max_length=20, blank=True, default="")

    # What it was made from, in words, and an address of ours where that can be looked at; empty for what was drawn.
    came_from = models.CharField(max_length=200, blank=True, default="")
    came_from_address = models.CharField(max_length=200, blank=True, default="")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-saved"]
        indexes = [models.Index(fields=["owner", "-saved"])]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One document that a design has had; never changed. One with a name is kept until its name is taken away."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    created = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["design", "version"], name="one_document_for_each_version")]


class Block(Row):
    """Part of a design that somebody keeps, to put it into other designs."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    name = models.CharField(max_length=80)
    document = models.JSONField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "created"]

    def __str__(self) -> str:
        return self.name
