"""Makes the tables of proofs whose runs have ended. Every write is fenced: a proof that was stopped stays so."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.authoring.items import read_texts
from apps.authoring.models import Proof, ProofRun, Stage
from apps.runs.live.records import record_of
from apps.runs.models import ALIVE, State
from content.candidates import can_be_published, candidates

# Who died over a table holds it up for so long.
TAKEN_S = 120.0
logger = logging.getLogger(__name__)


def prove_due() -> int:
    """Makes the table of every proof that is ready and that nobody else has; how many."""
    count = 0
    for proof_id in _ready():
        if _take(proof_id):
            prove(Proof.objects.get(pk=proof_id))
            count += 1
    return count


def prove(proof: Proof) -> None:
    """Judges every answer from the records of its runs."""
    runs = list(proof.runs.select_related("run"))
    lost = next((each.run for each in runs if each.run.state != State.DONE), None)
    if lost is not None:
        return _end(proof, stage=Stage.FAILED, reason=lost.reason or f"One of its runs was {lost.state}.")
    try:
        table = _table(proof, runs)
    except Exception:
        # Whatever is wrong with one draft must not hold up the others; its author is told.
        logger.exception("proof %s met a fault", proof.pk)
        return _end(proof, stage=Stage.FAILED, reason="This met a fault of ours; it was noted.")
    return _end(proof, stage=Stage.DONE, table=table, holds=can_be_published(table))


def _table(proof: Proof, runs: list[ProofRun]) -> list[dict[str, Any]]:
    item, errors = read_texts(proof.files, proof.authored_id)
    assert item is not None, errors
    rows = []
    for candidate in candidates(item):
        records = {each.part: record_of(each.run) for each in runs if each.candidate == candidate.name}
        rows.append(candidate.row(records, candidate.orders()[1]))
    return rows


def _ready() -> list[Any]:
    now = timezone.now()
    alive = ProofRun.objects.filter(proof=OuterRef("pk"), run__state__in=ALIVE)
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    waiting = Proof.objects.filter(free, ~Exists(alive), stage=Stage.RUNNING).order_by("created")
    return list(waiting.values_list("pk", flat=True)[:20])


def _take(proof_id: Any) -> bool:
    now = timezone.now()
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    mine = Proof.objects.filter(free, pk=proof_id, stage=Stage.RUNNING)
    return bool(mine.update(taken_until=now + timedelta(seconds=TAKEN_S)))


def _end(proof: Proof, **columns: Any) -> None:
    Proof.objects.filter(pk=proof.pk, stage=Stage.RUNNING).update(ended=timezone.now(), taken_until=None, **columns)
