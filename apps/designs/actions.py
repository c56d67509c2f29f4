"""Making, saving and deleting designs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.words import t
from apps.designs.models import Block, Design, Revision
from apps.designs.queries import template_document
from engine.design.check import check_runnable
from engine.design.model import DesignError
from engine.design.parse import parse
from engine.design.read import read_document

REVISIONS_KEPT = 50
DESIGNS_MOST = 200
NAMED_MOST = 100
BLOCKS_MOST = 100
NAME_CHARACTERS = 80
BLOCK_BYTES = 200_000
NEW_DESIGNS_PER_HOUR = 120
ORIGIN_CHARACTERS = 200


@dataclass(frozen=True)
class Origin:
    """What a design was made from, in words, and an address of ours where that can be looked at."""

    words: str
    address: str = ""


DRAWN = Origin("")


@dataclass(frozen=True)
class Saved:
    """The document is stored. `problems` keep it from running, not from being saved."""

    version: int
    saved_at: datetime
    problems: list[DesignError]


@dataclass(frozen=True)
class Stale:
    """Somebody saved in between; nothing was stored. This is the newest document."""

    version: int
    document: dict[str, Any]


@dataclass(frozen=True)
class Refused:
    """The document says something that cannot be; nothing was stored."""

    errors: list[DesignError]


def create_design(owner: Person, template: str) -> Design | None:
    """A new design from a template; None if the person has as many as one may have."""
    return copy_design(owner, template_document(template))


@transaction.atomic
def copy_design(owner: Person, document: dict[str, Any], origin: Origin = DRAWN) -> Design | None:
    """A new design with a document of its own, which says what it came from; None if the person has as many as one may
    have."""
    if Design.objects.filter(owner=owner, purpose="").count() >= DESIGNS_MOST:
        return None
    return keep_design(owner, document, "", origin)


@transaction.atomic
def keep_design(owner: Person, document: dict[str, Any], purpose: str, origin: Origin = DRAWN) -> Design:
    """A new design, for a purpose of its own or (empty) to be found among the person's designs."""
    design = Design.objects.create(
        owner=owner,
        name=document["name"],
        document=document,
        purpose=purpose,
        came_from=origin.words[:ORIGIN_CHARACTERS],
        came_from_address=origin.address,
    )
    Revision.objects.create(design=design, version=design.version, document=document)
    return design


def save_document(design: Design, version: int, text: bytes) -> Saved | Stale | Refused:
    """Stores a new document if `version` is still the newest."""
    document, errors = parse(text)
    read, errors = (None, errors) if errors else read_document(document)
    if read is None:
        return Refused(errors)
    now = timezone.now()
    with transaction.atomic():
        changed = Design.objects.filter(pk=design.pk, version=version).update(
            version=version + 1, document=document, name=read.name, saved=now
        )
        if not changed:
            newest = Design.objects.get(pk=design.pk)
            return Stale(newest.version, newest.document)
        Revision.objects.create(design=design, version=version + 1, document=document, created=now)
        _forget_old(design, version + 1)
    return Saved(version + 1, now, check_runnable(read))


def _forget_old(design: Design, newest: int) -> None:
    """The last ones and those with a name are kept."""
    Revision.objects.filter(design=design, name="", version__lte=newest - REVISIONS_KEPT).delete()


@transaction.atomic
def replace_document(design: Design, document: dict[str, Any]) -> None:
    """Puts a document that was kept before into the place of the newest, which stays among the revisions."""
    newest = Design.objects.select_for_update().get(pk=design.pk)
    changes = {"version": newest.version + 1, "document": document, "name": document["name"], "saved": timezone.now()}
    Design.objects.filter(pk=design.pk).update(**changes)
    Revision.objects.create(design=design, version=newest.version + 1, document=document)


def delete_design(design: Design) -> None:
    """Gone with its revisions; its runs stay with their own frozen documents. What has a purpose stays."""
    Design.objects.filter(pk=design.pk, purpose="").delete()


@transaction.atomic
def name_version(design: Design, version: int, name: str) -> str:
    """Gives a version a name, by which it is kept; an empty name takes it away. Gives the reason when it cannot."""
    revision = Revision.objects.select_for_update().filter(design=design, version=version).first()
    if revision is None:
        return t("This version is not kept any more.")
    named = Revision.objects.filter(design=design).exclude(name="").exclude(pk=revision.pk)
    if name and named.count() >= NAMED_MOST:
        return t("A design has at most %(named_most)s named versions: take a name away first.", named_most=NAMED_MOST)
    revision.name = name
    revision.save(update_fields=["name"])
    _forget_old(design, Design.objects.get(pk=design.pk).version)
    return ""


def keep_block(owner: Person, text: bytes) -> Block | DesignError:
    """Keeps part of a design, sent as {name, document}; the reason when it cannot be kept."""
    if len(text) > BLOCK_BYTES:
        return DesignError(
            "",
            t(
                "A block is at most %(block_bytes)s kB long; this has %(count)s kB.",
                block_bytes=BLOCK_BYTES // 1000,
                count=len(text) // 1000,
            ),
        )
    if Block.objects.filter(owner=owner).count() >= BLOCKS_MOST:
        return DesignError("", t("You keep %(blocks_most)s blocks: delete one first.", blocks_most=BLOCKS_MOST))
    sent, errors = parse(text)
    if errors:
        return errors[0]
    name = str(sent.get("name") or "").strip() if isinstance(sent, dict) else ""
    if not 0 < len(name) <= NAME_CHARACTERS or not name.isprintable():
        return DesignError(
            "name",
            t("Give it a name of at most %(name_characters)s characters on one line.", name_characters=NAME_CHARACTERS),
        )
    read, errors = read_document(sent.get("document"))
    if read is None:
        return errors[0]
    if not read.components and not read.notes:
        return DesignError("", t("Choose at least one component first."))
    return Block.objects.create(owner=owner, name=name, document=sent["document"])
