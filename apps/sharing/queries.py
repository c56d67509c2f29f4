"""Reads of links and of the gallery."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from apps.accounts.models import Person
from apps.designs.drawing.picture import live_colours, picture
from apps.designs.queries import drawn
from apps.sharing.models import TOKEN_LENGTH, Link

LIST_LENGTH = 200
GALLERY_LENGTH = 60
TAGS_SHOWN = 30


def open_link(token: str) -> Link | None:
    """The link of a token, if it still leads somewhere."""
    if len(token) != TOKEN_LENGTH:
        return None
    return Link.objects.open().select_related("design", "run", "owner__user").filter(token=token).first()


def links_of(person: Person | None) -> list[Link]:
    """The person's links, the newest first, also those that are over."""
    rows = Link.objects.owned_by(person).select_related("design", "run")
    return list(rows.defer("design__document", "run__document", "run__summary")[:LIST_LENGTH])


def links_to(**target: Any) -> list[Link]:
    """The open links to one design or run."""
    return list(Link.objects.open().filter(**target)[:LIST_LENGTH])


def gallery(tag: str, words: str) -> list[dict[str, Any]]:
    """What is listed for everybody, as cards with small pictures; only with a tag, or with words in the name."""
    rows = Link.objects.open().filter(is_listed=True, design__isnull=False).select_related("design", "owner__user")
    if words:
        rows = rows.filter(design__name__icontains=words)
    # Documents are long: only those that are shown are read.
    told = rows.values_list("pk", "tags")[: 5 * GALLERY_LENGTH]
    found = [key for key, tags in told if not tag or tag in tags][:GALLERY_LENGTH]
    shown = rows.filter(pk__in=found)
    return [{"link": link, "picture": small_picture(link), "by": author_of(link)} for link in shown]


def tags_in_use() -> list[str]:
    """The tags of the gallery, the commonest first."""
    counts: dict[str, int] = {}
    for tags in Link.objects.open().filter(is_listed=True).values_list("tags", flat=True)[:2_000]:
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts, key=lambda tag: (-counts[tag], tag))[:TAGS_SHOWN]


def author_of(link: Link) -> str:
    """The account of whoever shared it; visitors have no name."""
    return link.owner.user.get_username() if link.owner.user is not None else ""


def small_picture(link: Link) -> SafeString:
    """The drawing without words, in the colours of the page."""
    assert link.design is not None
    return mark_safe(picture(drawn(link.design), live_colours(), is_small=True))  # noqa: S308 - escaped where made


def whole_picture(link: Link) -> SafeString:
    """The drawing in the colours of the page."""
    assert link.design is not None
    return mark_safe(picture(drawn(link.design), live_colours()))  # noqa: S308 - escaped where it is made
