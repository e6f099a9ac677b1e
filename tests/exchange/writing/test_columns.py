"""A column that somebody took out of our own export says nothing; a cell that they emptied says so."""

import io

import msgspec
import pytest
from openpyxl import load_workbook

from app.cards.schemas import Body, Head, Kind, ScenarioRow
from app.exchange.bringing.opening import read_file
from app.exchange.bringing.plan import BringPlan, CardFate, plan
from app.exchange.writing.columns import NAMES_OF_SHEETS
from app.exchange.writing.taking import out_cards
from app.exchange.writing.workbook import write
from app.risk.matrices import grade
from tests.cards.review import draft
from tests.world import World, sample_row

RISK = msgspec.structs.replace(
    sample_row(Kind.RISK),
    owner="班长",
    after=grade("LS", {"L": 2, "S": 4}),
    signs=["当心卷入"],
    extra={"频次": "每班"},
)
HEADS = {
    Kind.RISK: ["责任人", "现有评价方法,现有评分,现有等级", "管控措施", "其他", "安全标志", "卡的责任人"],
    Kind.EMERGENCY: ["步骤图标", "怎么做", "做什么", "谁去做,做什么,怎么做,步骤图标", "图标", "联系电话"],
}
CASES = [(kind, one) for kind, heads in HEADS.items() for one in heads]


def without(raw: bytes, kind: Kind, heads: str) -> bytes:
    """The file with these columns taken out, as Excel does it."""
    book = load_workbook(io.BytesIO(raw))
    sheet = book[NAMES_OF_SHEETS[kind]]
    for head in heads.split(","):
        sheet.delete_cols(next(cell.column for cell in sheet[2] if cell.value == head))
    return saved(book)


def saved(book) -> bytes:  # type: ignore[no-untyped-def]
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def brought(world: World, raw: bytes) -> BringPlan:
    return plan(read_file(raw, {}, 10), world.mine)


def taken_out(world: World, row: Body, kind: Kind) -> bytes:
    draft(world, row, kind=kind)
    return write(out_cards([world.crusher], world.mine, drafts=True))


@pytest.mark.parametrize(("kind", "heads"), CASES, ids=[heads for _, heads in CASES])
def test_a_column_that_was_taken_out_takes_nothing_away(world: World, kind: Kind, heads: str) -> None:
    raw = taken_out(world, RISK if kind is Kind.RISK else sample_row(kind), kind)
    (card,) = brought(world, without(raw, kind, heads)).cards
    assert card.fate is CardFate.SAME, card.rows


def test_a_cell_that_was_emptied_is_empty(world: World) -> None:
    book = load_workbook(io.BytesIO(taken_out(world, RISK, Kind.RISK)))
    sheet = book[NAMES_OF_SHEETS[Kind.RISK]]
    column = next(cell.column for cell in sheet[2] if cell.value == "责任人")
    sheet.cell(3, column).value = None
    (card,) = brought(world, saved(book)).cards
    assert card.rows[0].body == msgspec.structs.replace(RISK, owner="")


def test_the_rest_of_a_step_changes_where_one_column_is_missing(world: World) -> None:
    raw = without(taken_out(world, sample_row(Kind.EMERGENCY), Kind.EMERGENCY), Kind.EMERGENCY, "怎么做")
    book = load_workbook(io.BytesIO(raw))
    sheet = book[NAMES_OF_SHEETS[Kind.EMERGENCY]]
    sheet.cell(3, next(cell.column for cell in sheet[2] if cell.value == "做什么")).value = "停机"
    (card,) = brought(world, saved(book)).cards
    body, was = card.rows[0].body, sample_row(Kind.EMERGENCY)
    assert isinstance(body, ScenarioRow)
    assert isinstance(was, ScenarioRow)
    assert (body.steps[0].act, body.steps[0].how) == ("停机", was.steps[0].how)
    assert card.head == Head(owner="主任")
