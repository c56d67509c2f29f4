"""Drafts and editions as items: read by the schema of the shelf, known by uuid."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from apps.authoring.models import Authored, Edition
from apps.common.words import t
from content.item import read_item
from content.model import Item
from content.reading import ItemError

LISTED_MOST = 60
OFFERED_MOST = 200


def files_of(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Texts as the reader takes them."""
    return {name: text.encode() for name, text in texts.items()}


def digest_of(texts: Mapping[str, str]) -> str:
    """What a draft says: another digest when any of its files is another."""
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(name.encode() + b"\0" + hashlib.sha256(texts[name].encode()).digest())
    return digest.hexdigest()


def read_texts(texts: Mapping[str, str], known_as: UUID) -> tuple[Item | None, tuple[ItemError, ...]]:
    """An item and the uuid under which it is known here, whatever its file says: (item, ()) or (None, errors)."""
    item, errors = _read(tuple(sorted(texts.items())))
    return (None if item is None else replace(item, uuid=known_as)), errors


def authored_item(item_id: UUID) -> Item | None:
    """The newest edition known by a uuid, or the draft whose preview this is; None if it cannot be used."""
    edition = Edition.objects.filter(authored__item=item_id).order_by("-number").first()
    if edition is not None:
        return read_texts(edition.files, item_id)[0]
    draft = Authored.objects.filter(pk=item_id).first()
    item = read_texts(draft.files, item_id)[0] if draft is not None else None
    return None if item is None else replace(item, title=t("Preview: %(title)s", title=item.title))


def is_draft(item_id: UUID) -> bool:
    """Whether this is the preview of a draft."""
    return Authored.objects.filter(pk=item_id).exists()


def may_begin(item_id: UUID, person: Any) -> bool:
    """Whether somebody may begin it by themselves: a listed edition, or one of their own. Drafts have a preview."""
    if Authored.objects.filter(item=item_id, is_listed=True, editions__isnull=False).exists():
        return True
    return bool(Authored.objects.owned_by(person).filter(item=item_id, editions__isnull=False).exists())


def may_give_out(item_id: UUID, person: Any) -> bool:
    """Whether somebody may give it to their class: a listed edition, or one of their own; never a draft."""
    editions = Authored.objects.filter(item=item_id, editions__isnull=False)
    return bool(editions.filter(is_listed=True).exists() or editions.filter(owner=person).exists())


def listed() -> list[Item]:
    """The editions that everybody finds, the newest first."""
    rows = Authored.objects.filter(is_listed=True, editions__isnull=False).distinct()[:LISTED_MOST]
    found = [authored_item(each.item) for each in rows]
    return [each for each in found if each is not None]


def offered_to(person: Any) -> list[tuple[UUID, str]]:
    """What somebody may give to a class besides the shelf: uuid and title."""
    published = Authored.objects.filter(editions__isnull=False).distinct()
    mine = published.owned_by(person)[:OFFERED_MOST]
    rows = {each.item: each.editions.first().title for each in [*mine, *published.filter(is_listed=True)[:LISTED_MOST]]}
    return list(rows.items())


@functools.lru_cache(maxsize=300)
def _read(texts: tuple[tuple[str, str], ...]) -> tuple[Item | None, tuple[ItemError, ...]]:
    item, errors = read_item(files_of(dict(texts)), "draft")
    return item, tuple(errors)
