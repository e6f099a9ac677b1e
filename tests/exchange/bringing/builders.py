"""Readings and Excel files for tests of bringing in."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from app.cards.schemas import Body, DutyRow, Head, Kind, Measure, RiskRow
from app.exchange.reading.schemas import ReadCard, Reading, ReadRow
from app.risk.matrices import grade


def duties(*texts: str) -> list[Body]:
    return [DutyRow(number=str(at), duty=text) for at, text in enumerate(texts, 1)]


def risk(point: str, hazard: str = "人手卷入", *measures: str, owner: str = "") -> RiskRow:
    controls = [Measure(id=f"m{at}", text=text) for at, text in enumerate(measures, 1)]
    return RiskRow(
        point=point, hazard=hazard, measures=controls, owner=owner, after=grade("LS", {"L": 3, "S": 3})
    )


def card(
    post: str,
    rows: Sequence[Body],
    kind: Kind = Kind.DUTY,
    *,
    unit: str = "",
    head: Head | None = None,
    ids: Sequence[str] = (),
) -> ReadCard:
    """A card as it was read, its rows from line 1."""
    read = [
        ReadRow(where=f"第 {at} 行", body=body, id=ids[at - 1] if ids else "")
        for at, body in enumerate(rows, 1)
    ]
    return ReadCard(post=post, kind=kind, where="第 1 个表", unit=unit, head=head or Head(), rows=read)


def reading(*cards: ReadCard) -> Reading:
    return Reading(cards=list(cards))


def workbook(**sheets: list[list[str]]) -> bytes:
    """An Excel file with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


HEADS = ["岗位", "风险点", "危险和有害因素", "可能导致的事故", "L", "S", "管控措施", "责任人"]


def risk_file(*rows: tuple[str, str, str], post: str = "一号破碎机操作岗") -> bytes:
    """A risk list as an enterprise has it: (risk point, hazard, controls) of one post."""
    body = [
        [post, point, hazard, "机械伤害", "3", "3", controls, "王班长"] for point, hazard, controls in rows
    ]
    return workbook(风险=[HEADS, *body])
