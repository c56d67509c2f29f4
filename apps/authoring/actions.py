"""Keeping drafts, putting them to the test, publishing and passing them on."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.accounts.models import Person
from apps.authoring import drafting
from apps.authoring.editing import done, filled
from apps.authoring.items import digest_of, files_of, read_texts
from apps.authoring.models import Authored, Edition, Proof, ProofRun, Stage, new_share
from apps.common.words import lazy, t
from apps.designs.actions import copy_design
from apps.designs.models import Design
from apps.designs.queries import template_document, template_names
from apps.runs import actions as runs
from content import limits
from content.candidates import Candidate, candidates
from content.packing import from_zip, to_zip
from content.reading import ItemError
from engine.design.read import read_document

AUTHORED_MOST = 200
EDITIONS_MOST = 500
PROOF_RUNS_MOST = 400
TITLE = lazy("A scenario without a name")


class NotPossible(Exception):
    """The state of a draft forbids it; the message says why, for the person."""

    status = 409


@dataclass(frozen=True)
class Kept:
    """The draft is stored."""

    version: int


@dataclass(frozen=True)
class Overtaken:
    """Somebody saved in between; nothing was stored. What was sent stands in `texts`."""

    version: int
    texts: Mapping[str, str]


def begin(owner: Person, chosen: str) -> Authored:
    """A new draft from one of the person's designs (by id) or a shipped one (by name)."""
    document = _document(owner, chosen)
    title = str(document.get("name") or TITLE)
    return _keep(owner, lambda item: drafting.fresh(item, title, document), title)


def save(authored: Authored, version: int, sent: Mapping[str, Any], what: str) -> Kept | Overtaken:
    """Keeps what was sent and does one thing more, such as "add checks", unless somebody has saved meanwhile."""
    raw, sections = drafting.opened(authored.files)
    if raw is None:
        raise NotPossible(t("The main file of this draft cannot be read: import it again once it is mended."))
    raw, sections = filled(raw, sections, sent)
    texts = dict(authored.files)
    if what.startswith("take "):
        texts = _take(authored.owner, texts, raw, what.removeprefix("take "), sent.get("take", {}))
    else:
        raw = done(raw, what, _sources(texts))
    texts = drafting.written(texts, raw, sections)
    _refuse_large(texts)
    title = str(raw.get("title", ""))[:120] or str(TITLE)
    fields = {"files": texts, "title": title, "saved": timezone.now(), "version": version + 1}
    if not Authored.objects.filter(pk=authored.pk, version=version).update(**fields):
        newest = Authored.objects.get(pk=authored.pk)
        return Overtaken(newest.version, texts)
    authored.refresh_from_db()
    return Kept(version + 1)


def copy(owner: Person, original: Authored) -> Authored:
    """A draft of one's own that says the same; its editions and proofs stay behind."""
    return _copy(owner, original.files, t("%(title)s (copy)", title=original.title)[:120])


def take_in(owner: Person, raw: bytes) -> Authored | list[ItemError]:
    """A draft from a zip; what is wrong inside is shown with the draft, what is wrong with the zip is told."""
    files, errors = from_zip(raw)
    if errors:
        return errors
    if drafting.FILE not in files:
        return [ItemError("zip", 0, t("Have a %(name)s in it.", name=drafting.FILE))]
    try:
        texts = {name: content.decode() for name, content in files.items()}
    except UnicodeDecodeError:
        return [ItemError("zip", 0, t("Write its files in UTF-8."))]
    raw_file, _ = drafting.opened(texts)
    return _copy(owner, texts, str((raw_file or {}).get("title") or TITLE)[:120])


def give_away(authored: Authored) -> bytes:
    """A zip of a draft."""
    return to_zip(files_of(authored.files))


def set_listed(authored: Authored, is_listed: bool) -> None:
    """Lets everybody find its editions, or only those to whom a class gives them."""
    Authored.objects.filter(pk=authored.pk).update(is_listed=is_listed)


def set_shared(authored: Authored, is_shared: bool) -> None:
    """A new link by which others take copies; the old one is worth nothing any more."""
    Authored.objects.filter(pk=authored.pk).update(share=new_share() if is_shared else "")


def delete(authored: Authored) -> None:
    """Gone, unless something was published of it: others may be at work on that."""
    if authored.editions.exists():
        raise NotPossible(t("Something was published of this: attempts at it would have nothing to be judged by."))
    Authored.objects.filter(pk=authored.pk).delete()


def open_in_sandbox(authored: Authored, name: str) -> Design:
    """A copy of one of its designs, to be changed there and taken back here."""
    design = drafting.design_in(authored.files, name)
    if design is None:
        raise NotPossible(t("There is no such design in this draft."))
    made = copy_design(authored.owner, drafting.document_of(design))
    if made is None:
        raise NotPossible(t("You have as many designs as one may have: delete one first."))
    return made


def put_to_test(authored: Authored, key: str) -> Proof:
    """Orders every run that its proof needs. A proof that is under way is gone on with."""
    running: Proof | None = authored.proofs.filter(stage=Stage.RUNNING).first()
    if running is not None:
        return running
    item, errors = read_texts(authored.files, authored.pk)
    if item is None:
        raise NotPossible(t("Mend it first: %(error)s", error=errors[0]))
    wanted: list[tuple[Candidate, Any]] = []
    for candidate in candidates(item):
        orders, _ = candidate.orders()
        wanted += [(candidate, each) for each in orders]
    if len(wanted) > PROOF_RUNS_MOST:
        raise NotPossible(
            t(
                "This proof needs %(count)s runs, and %(proof_runs_most)s are the most: use fewer parts.",
                count=len(wanted),
                proof_runs_most=PROOF_RUNS_MOST,
            )
        )
    with transaction.atomic():
        Authored.objects.select_for_update().get(pk=authored.pk)
        proof: Proof = Proof.objects.create(authored=authored, digest=digest_of(authored.files), files=authored.files)
        ordered = runs.start_graded(authored.owner, None, [_graded(proof, each, key) for each in wanted])
        ProofRun.objects.bulk_create(
            ProofRun(proof=proof, candidate=candidate.name, part=order.key, run=run)
            for (candidate, order), run in zip(wanted, ordered, strict=True)
        )
    return proof


def stop_test(authored: Authored) -> None:
    """Ends a proof that is under way."""
    for proof in authored.proofs.filter(stage=Stage.RUNNING):
        Proof.objects.filter(pk=proof.pk, stage=Stage.RUNNING).update(stage=Stage.CANCELLED, ended=timezone.now())
        for each in proof.runs.select_related("run"):
            if not each.run.has_ended:
                _stop(each.run)


@transaction.atomic
def publish(authored: Authored) -> Edition:
    """Makes the draft the newest edition, if it is proven as it stands."""
    Authored.objects.select_for_update().get(pk=authored.pk)
    digest = digest_of(authored.files)
    newest: Edition | None = authored.editions.first()
    if newest is not None and newest.digest == digest:
        return newest
    if not authored.proofs.filter(stage=Stage.DONE, digest=digest, holds=True).exists():
        raise NotPossible(t("Prove it first: what your own answer does not pass cannot be published."))
    last = authored.editions.aggregate(last=Max("number"))["last"] or 0
    if last >= EDITIONS_MOST:
        raise NotPossible(
            t("There are %(editions_most)s editions of this: take a copy of it.", editions_most=EDITIONS_MOST)
        )
    made: Edition = Edition.objects.create(
        authored=authored, number=last + 1, title=authored.title, files=authored.files, digest=digest
    )
    return made


def _take(
    owner: Person, texts: drafting.Texts, raw: drafting.Raw, what: str, chosen: Mapping[str, str]
) -> drafting.Texts:
    """Takes one of the author's designs into the draft: as its start, as a right answer, or as a wrong one."""
    document = _document(owner, str(chosen.get("any", "")))
    taken = [name.removesuffix(".yaml") for name in texts]
    if what == "start":
        return drafting.with_design(texts, "start", document)
    if what == "right":
        name = drafting.free_name("right-", taken)
        raw["exemplars"] = [*(raw.get("exemplars") or []), name]
    else:
        name = drafting.free_name("wrong-", taken)
        title = str(document.get("name", t("A wrong answer")))
        raw["pitfalls"] = [*(raw.get("pitfalls") or []), {"design": name, "title": title}]
    return drafting.with_design(texts, name, document)


def _document(owner: Person, chosen: str) -> dict[str, Any]:
    """A design of the person by its id, or a shipped one by its name."""
    if chosen in template_names():
        return template_document(chosen)
    try:
        design = Design.objects.owned_by(owner).filter(pk=uuid.UUID(chosen)).first()
    except ValueError:
        design = None
    read, errors = read_document(design.document) if design is not None else (None, [])
    if read is None:
        raise NotPossible(t("Choose one of your designs. %(more)s", more=errors[0].message if errors else "").strip())
    return drafting.document_of(read)


def _sources(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who sends requests in the start design, and in which shape."""
    start = drafting.design_in(texts, "start")
    return [(each.source, each.shape) for each in start.workload.traffic] if start is not None else []


def _copy(owner: Person, texts: Mapping[str, str], title: str) -> Authored:
    raw, _ = drafting.opened(texts)
    if raw is None:
        return _keep(owner, lambda _item: dict(texts), title)
    return _keep(owner, lambda item: drafting.renamed(texts, raw, item, title), title)


@transaction.atomic
def _keep(owner: Person, texts_for: Any, title: str) -> Authored:
    Person.objects.select_for_update().get(pk=owner.pk)
    if Authored.objects.filter(owner=owner).count() >= AUTHORED_MOST:
        raise NotPossible(
            t(
                "You have %(authored_most)s scenarios, as many as one may have: delete one first.",
                authored_most=AUTHORED_MOST,
            )
        )
    item = uuid.uuid4()
    texts = texts_for(item)
    _refuse_large(texts)
    made: Authored = Authored.objects.create(owner=owner, item=item, title=title[:120], files=texts)
    return made


def _refuse_large(texts: Mapping[str, str]) -> None:
    sizes = [len(text.encode()) for text in texts.values()]
    if len(sizes) > limits.FILES or max(sizes, default=0) > limits.FILE_BYTES or sum(sizes) > limits.ITEM_BYTES:
        raise NotPossible(
            t(
                "This is too large: at most %(files)s files and %(item_bytes)s bytes are kept.",
                files=limits.FILES,
                item_bytes=f"{limits.ITEM_BYTES:,}",
            )
        )


def _graded(proof: Proof, wanted: tuple[Candidate, Any], key: str) -> runs.Graded:
    candidate, order = wanted
    read, errors = read_document(dict(order.document))
    assert read is not None, errors
    name = hashlib.sha256(f"{proof.pk} {key} {candidate.name} {order.key}".encode()).hexdigest()
    return runs.Graded(read, order.seed, name[:40])


def _stop(run: Any) -> None:
    try:
        runs.control_run(run, "cancel", None)
    except runs.RunNotAllowed:
        return
