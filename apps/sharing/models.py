"""A link: whoever has its token sees one design or one run, until it ends or is taken back."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.designs.models import Design
from apps.runs.models import Run

TOKEN_BYTES = 16
TOKEN_LENGTH = 22


def new_token() -> str:
    """128 bits that nobody guesses, as they stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class LinkQuerySet(OwnedQuerySet):
    """Links, by whether they lead anywhere."""

    def open(self) -> LinkQuerySet:
        """The links that are neither taken back nor over, to what is still there and may be read."""
        now = timezone.now()
        lasting = Q(expires=None) | Q(expires__gt=now)
        return self.filter(lasting, revoked=None).exclude(run__is_sealed=True)


class Link(Row):
    """A way to one design, or to one run and perhaps one moment of it."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False)
    design = models.ForeignKey(Design, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    # The frame at which a run is looked at; None follows it.
    frame = models.PositiveIntegerField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)
    # In the gallery, with these tags; otherwise only who has the link knows of it.
    is_listed = models.BooleanField(default=False)
    tags = models.JSONField(default=list, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=Q(design=None, run__isnull=False) | Q(design__isnull=False, run=None),
                name="a_link_leads_to_one_thing",
            )
        ]
        indexes = [models.Index(fields=["is_listed", "-created"])]

    def __str__(self) -> str:
        return f"link to {self.title}"

    @property
    def title(self) -> str:
        """The name of what it leads to."""
        if self.run is not None:
            return str(self.run.name)
        assert self.design is not None
        return str(self.design.name)

    @property
    def is_open(self) -> bool:
        return self.revoked is None and (self.expires is None or self.expires > timezone.now())
