"""Reading what was brought: tables that were set apart, and files."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.cards.models import CardVersion
from app.cards.schemas import Kind
from app.core import db
from app.exchange.models import DutySheet, OfficeImport
from app.exchange.schemas import DutyTable
from app.org.models import Post

DONE = "done:"  # among a file's answers: which cards it was written to, once it was carried out


def table_of(sheet: DutySheet) -> DutyTable:
    """The table that a sheet holds."""
    return msgspec.convert(sheet.table, DutyTable)


def sheets(enterprise_id: UUID) -> list[DutySheet]:
    """The tables of an enterprise that were set apart, those that wait first."""
    asked = (
        select(DutySheet)
        .where(DutySheet.enterprise_id == enterprise_id)
        .order_by(DutySheet.settled_at.is_not(None), DutySheet.read_at)
    )
    return list(db.session().scalars(asked))


def sheet(sheet_id: UUID) -> DutySheet | None:
    """A sheet in scope."""
    return db.session().scalar(select(DutySheet).where(DutySheet.id == sheet_id))


def office_imports(enterprise_id: UUID, most: int = 20) -> list[OfficeImport]:
    """The Excel and Word files that were brought, the last ones first."""
    asked = select(OfficeImport).where(OfficeImport.enterprise_id == enterprise_id)
    return list(db.session().scalars(asked.order_by(OfficeImport.made_at.desc()).limit(most)))


def office_import(import_id: UUID) -> OfficeImport | None:
    """A file in scope."""
    return db.session().scalar(select(OfficeImport).where(OfficeImport.id == import_id))


def answers_of(found: OfficeImport) -> dict[str, str]:
    """What was answered to the questions of a file."""
    return {key: value for key, value in found.answers.items() if isinstance(value, str)}


def became_of(found: OfficeImport) -> list[tuple[Post, Kind, CardVersion | None]]:
    """The cards that a file was written to, with their versions; None where that draft is gone."""
    done = found.answers.get(DONE, [])
    versions = {str(one.id): one for one in written_by(found)}
    posts = {str(one.id): one for one in _posts([UUID(one["post"]) for one in done])}
    return [
        (posts[one["post"]], Kind(one["kind"]), versions.get(one["version"]))
        for one in done
        if one["post"] in posts
    ]


def written_by(found: OfficeImport) -> list[CardVersion]:
    """The versions that a file was written to, as far as they are still there."""
    ids = [UUID(one["version"]) for one in found.answers.get(DONE, [])]
    asked = select(CardVersion).where(CardVersion.id.in_(ids)).options(selectinload(CardVersion.signoffs))
    return list(db.session().scalars(asked)) if ids else []


def _posts(ids: list[UUID]) -> list[Post]:
    asked = select(Post).where(Post.id.in_(ids)).options(joinedload(Post.unit))
    return list(db.session().scalars(asked)) if ids else []
