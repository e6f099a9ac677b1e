"""What the database really holds of some people, for the simulator's judge."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.checks.models import CheckRecord
from app.core import db
from app.core.blobs import Blob
from app.hazards.models import Hazard, HazardStep, StopWork
from app.learning.models import CardLearning, CardOpening
from app.recite.models import ReciteAnswer, ReciteMemory
from app.spotchecks.models import SpotCheck
from app.sync.models import Op


def truth_of(who: list[UUID]) -> dict[str, Any]:
    """Their ops and what each made, what is known of their practice, and every photo."""
    rows = db.session().scalars(select(Op).where(Op.author_id.in_(who)))
    return {
        "ops": [_op(row) for row in rows],
        "records": _made(CheckRecord, CheckRecord.author_id, who),
        "hazards": _made(Hazard, Hazard.reporter_id, who),
        "steps": _made(HazardStep, HazardStep.by_id, who),
        "stops": _made(StopWork, StopWork.by_id, who),
        "openings": _made(CardOpening, CardOpening.account_id, who),
        "answers": _answers(who),
        "memories": _memories(who),
        "spotchecks": _made(SpotCheck, SpotCheck.author_id, who),
        "learnings": _learnings(who),
        "photos": list(db.session().scalars(select(Blob.sha256))),
    }


def _op(row: Op) -> dict[str, Any]:
    return {
        "id": str(row.op_id),
        "author": str(row.author_id),
        "digest": row.digest,
        "state": row.state,
        "code": row.code,
        "verified": row.verified,
        "holds": row.holds_id,
        "receipt": row.receipt,
        "photos": row.photos,
        "flags": row.flags,
        "n": row.n,
        "key": str(row.key_id),
    }


def _made(table: Any, column: Any, who: list[UUID]) -> list[dict[str, str]]:
    rows = db.session().execute(select(table.id, column).where(column.in_(who)))
    return [{"id": str(one), "by": str(by)} for one, by in rows]


def _learnings(who: list[UUID]) -> list[dict[str, Any]]:
    rows = db.session().scalars(select(CardLearning).where(CardLearning.account_id.in_(who)))
    return [
        {"id": str(row.id), "by": str(row.account_id), "card": f"{row.post_id} {row.kind}"} for row in rows
    ]


def _answers(who: list[UUID]) -> list[dict[str, Any]]:
    rows = db.session().scalars(select(ReciteAnswer).where(ReciteAnswer.account_id.in_(who)))
    return [_practice(row.id, row, row.memory) for row in rows]


def _memories(who: list[UUID]) -> list[dict[str, Any]]:
    rows = db.session().scalars(select(ReciteMemory).where(ReciteMemory.account_id.in_(who)))
    return [
        _practice(row.answer_id, row, {"reps": row.reps, "lapses": row.lapses, "state": row.state})
        for row in rows
    ]


def _practice(answer_id: UUID, row: ReciteAnswer | ReciteMemory, memory: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(answer_id),
        "by": str(row.account_id),
        "question": row.question,
        "at": row.answered_at.timestamp(),
        "memory": f"{memory['reps']} {memory['lapses']} {memory['state']}",
    }
