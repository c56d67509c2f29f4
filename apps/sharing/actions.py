"""Making links, taking them back, and copying what they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.words import t
from apps.designs.actions import Origin, copy_design
from apps.designs.models import Design
from apps.runs.models import Run
from apps.sharing.models import Link
from apps.sharing.queries import author_of

LINKS_MOST = 200
TAGS_MOST = 5
TAG_CHARACTERS = 24


class TooManyLinks(Exception):
    """The person has as many links as one may have; the message says what to do."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a link: how many days it lasts (0: until it is taken back), where it begins, whether it
    is for everybody to find."""

    days: int = 0
    frame: int | None = None
    is_listed: bool = False
    tags: tuple[str, ...] = ()


@transaction.atomic
def make_link(owner: Person, target: Design | Run, wish: Wish) -> Link:
    """A link to something of the owner's own."""
    Person.objects.select_for_update().get(pk=owner.pk)
    if Link.objects.owned_by(owner).filter(revoked=None).count() >= LINKS_MOST:
        raise TooManyLinks(t("You have %(links_most)s links: take one back first.", links_most=LINKS_MOST))
    expires = timezone.now() + timedelta(days=wish.days) if wish.days else None
    leads_to = {"design": target} if isinstance(target, Design) else {"run": target, "frame": wish.frame}
    is_listed = wish.is_listed and isinstance(target, Design)
    tags = list(wish.tags) if is_listed else []
    link: Link = Link.objects.create(owner=owner, expires=expires, is_listed=is_listed, tags=tags, **leads_to)
    return link


def revoke_link(link: Link) -> None:
    """Takes a link back: whoever looks is sent away within seconds, and it never leads anywhere again."""
    Link.objects.filter(pk=link.pk, revoked=None).update(revoked=timezone.now(), is_listed=False)


def copy_of(person: Person, link: Link, address: str) -> Design | None:
    """A design of one's own that says what it came from; None if the person has as many as one may have."""
    assert link.design is not None
    by = author_of(link)
    words = t("Copied from “%(title)s”", title=link.title) + (t(" by %(by)s", by=by) if by else "")
    return copy_design(person, dict(link.design.document), Origin(words, address))
