"""Taking cards out in the console: a file for Excel that is safe to open and comes back the same."""

import io

from openpyxl import load_workbook

from app.cards import actions as cards
from app.cards.queries import bodies_of, published_of
from app.cards.schemas import Contact, DutyRow, Head, Kind, RiskRow
from app.exchange.bringing.opening import read_file
from app.exchange.bringing.plan import CardFate, plan
from app.exchange.reading.schemas import Outcome, Reading
from app.exchange.writing.columns import NAMES_OF_SHEETS
from app.exchange.writing.workbook import template
from app.org import actions as org
from app.org.models import UnitKind
from tests.world import DAY, World


def taken(world: World, address: str, who: str = "administrator") -> bytes:
    answer = world.client(who).get(address)
    assert answer.status_code == 200, answer.text
    return answer.data


def read(raw: bytes, **answers: str) -> Reading:
    return read_file(raw, answers, 10)


def fill(raw: bytes, sheet: str, **cells: str) -> bytes:
    """Write a line into our own file, by the headings, as somebody does in Excel."""
    book = load_workbook(io.BytesIO(raw))
    page = book[sheet]
    heads = {one.value: one.column for one in page[2]}
    row = page.max_row + 1
    for head, text in cells.items():
        page.cell(row, heads[head], text)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_the_empty_file_has_four_sheets_with_a_line_of_explanation() -> None:
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == list(NAMES_OF_SHEETS.values())
    assert book["风险清单"]["A3"].value == "（说明，不导入）"
    offered = [one.formula1 for one in book["风险清单"].data_validations.dataValidation]
    assert '"1 红,2 橙,3 黄,4 深蓝,5 蓝"' in offered


def test_the_empty_file_alone_holds_no_card() -> None:
    assert read(template()).outcome is Outcome.REFUSE


def test_a_filled_in_file_is_read() -> None:
    raw = fill(
        template(),
        "风险清单",
        岗位="电工",
        风险点="配电柜",
        危险和有害因素="触电",
        可能事故类型="触电、灼烫",
        固有评价方法="LEC",
        固有评分="L=3，E=6，C=15",
        现有等级="3 黄",
        管控措施="1.断电挂牌\n2.工程技术：装漏保",
    )
    raw = fill(raw, "应急处置卡", 岗位="电工", 事故情形="触电", 做什么="断电", 谁去做="谁看见谁做")
    raw = fill(raw, "应急处置卡", 岗位="电工", 事故情形="触电", 做什么="打 120")
    found = read(raw)
    emergency, risk = found.cards
    assert [one.act for one in emergency.rows[0].body.steps] == ["断电", "打 120"]
    assert [one.code for one in found.warnings] == ["who"]
    body = risk.rows[0].body
    assert isinstance(body, RiskRow)
    assert (body.accidents, body.before.value, body.after.level) == (["触电", "灼烫"], 270, 3)
    assert [(one.kind, one.text) for one in body.measures] == [("", "断电挂牌"), ("工程技术", "装漏保")]


def test_a_score_that_can_not_be_told_is_named_and_not_guessed() -> None:
    raw = fill(
        template(),
        "风险清单",
        岗位="电工",
        风险点="柜",
        危险和有害因素="触电",
        现有等级="IV",
        固有评价方法="LS",
    )
    found = read(raw)
    assert found.cards[0].rows[0].body.after is None
    assert [one.code for one in found.warnings] == ["unread", "unread"]
    assert "IV" in found.warnings[1].message


def test_a_level_that_contradicts_its_score_is_named() -> None:
    raw = fill(
        template(),
        "风险清单",
        岗位="电工",
        风险点="柜",
        危险和有害因素="触电",
        现有评价方法="LS",
        现有评分="5*5",
        现有等级="5 蓝",
    )
    found = read(raw)
    assert found.cards[0].rows[0].body.after.level == 1
    assert [one.code for one in found.warnings] == ["level"]


def test_a_line_without_a_post_is_asked_about() -> None:
    raw = fill(template(), "职责清单", 岗位="电工", 安全职责="查线")
    raw = fill(raw, "职责清单", 安全职责="挂牌")
    found = read(raw)
    (question,) = found.questions
    assert found.outcome is Outcome.QUESTIONS
    assert len(read(raw, **{question.key: "above"}).cards[0].rows) == 2
    skipped = read(raw, **{question.key: "skip"})
    assert (len(skipped.cards[0].rows), [one.code for one in skipped.warnings]) == (1, ["unread"])


def test_a_column_of_ones_own_is_kept_under_its_heading(world: World) -> None:
    world.publish(world.crusher, Kind.DUTY)
    book = load_workbook(io.BytesIO(taken(world, f"/console/posts/{world.crusher_id}/cards.xlsx")))
    page = book["职责清单"]
    page.cell(2, page.max_column + 1, "标准分")
    page.cell(3, page.max_column, "5")
    made = io.BytesIO()
    book.save(made)
    assert read(made.getvalue()).cards[0].rows[0].body.extra == {"标准分": "5"}


def test_a_posts_cards_come_back_and_change_nothing(world: World) -> None:
    world.publish_all(world.crusher)
    found = read(taken(world, f"/console/posts/{world.crusher_id}/cards.xlsx"))
    made = plan(found, world.mine)
    assert (made.outcome, {one.fate for one in made.cards}) == (Outcome.IMPORT, {CardFate.SAME})
    assert (len(made.cards), made.warnings) == (4, [])


def test_it_stays_the_same_in_a_team_whose_name_another_has(world: World) -> None:
    twin = org.add_unit(kind=UnitKind.TEAM, name=world.crew.name, parent=world.hauling, by=None)
    other = org.add_post(unit=twin, title=world.crusher.title, by=None)
    world.publish(world.crusher, Kind.DUTY)
    world.publish(other, Kind.DUTY, mark="二")
    made = plan(read(taken(world, f"/console/units/{world.mine_id}/cards.xlsx")), world.mine)
    assert {one.target.post.id for one in made.cards} == {world.crusher_id, other.id}
    assert {one.fate for one in made.cards} == {CardFate.SAME}


def test_what_begins_like_a_formula_is_text_and_comes_back(world: World) -> None:
    texts = ["=1+1", "+86", "-2℃以下", "@所有人", '=HYPERLINK("x")']
    rows = [(f"r{at}", DutyRow(duty=text)) for at, text in enumerate(texts)]
    head = Head(contacts=[Contact(name="=cmd", number="-1")])
    version = cards.write_draft(world.truck, Kind.DUTY, head, rows, source="", by=None)
    cards.put_in_force(version, effective_on=DAY, by=None)
    raw = taken(world, f"/console/posts/{world.truck.id}/cards.xlsx")
    cells = [one for row in load_workbook(io.BytesIO(raw))["职责清单"].iter_rows() for one in row]
    assert {one.data_type for one in cells if one.value} == {"s"}
    assert [row.body.duty for row in read(raw).cards[0].rows] == texts
    assert read(raw).cards[0].head == head


def test_drafts_go_to_those_who_write_them_only(world: World) -> None:
    world.publish(world.crusher, Kind.DUTY)
    world.draft(world.crusher, Kind.DUTY, mark="新")
    cards.write_draft(
        world.crusher, Kind.DUTY, Head(), [("r1", DutyRow(duty="草稿的话"))], source="", by=None
    )
    address = f"/console/posts/{world.crusher_id}/cards.xlsx"
    assert read(taken(world, f"{address}?drafts=1", "team_leader")).cards[0].rows[0].body.duty == "草稿的话"
    assert (
        read(taken(world, address, "park_overseer")).cards[0].rows[0].body
        == bodies_of(published_of(world.crusher_id)[Kind.DUTY])[0][1]
    )
    assert world.client("park_overseer").get(f"{address}?drafts=1").status_code == 403


def test_a_post_without_cards_has_nothing_to_take_out(world: World) -> None:
    answer = world.client("administrator").get(f"/console/posts/{world.truck.id}/cards.xlsx")
    assert (answer.status_code, "没有可导出的" in answer.text) == (409, True)


def test_a_word_file_is_read_again_as_any_other_form(world: World) -> None:
    world.publish_all(world.crusher)
    raw = taken(world, f"/console/posts/{world.crusher_id}/cards.docx")
    made = plan(read(raw), world.mine)
    assert (made.outcome, made.reading.warnings) == (Outcome.IMPORT, [])
    assert {one.target.post.id for one in made.cards} == {world.crusher_id}
    by_kind = {one.card.kind: one.card.rows[0].body for one in made.cards}
    assert by_kind[Kind.RISK].before.level == 1
    assert by_kind[Kind.RISK].after.inputs == {"L": 3, "S": 3}
    first = by_kind[Kind.EMERGENCY].steps[0]
    assert (first.who, first.act) == ("谁看见谁做", "拉绳，停机")
    assert by_kind[Kind.DUTY].standard == "每班一次"
    assert by_kind[Kind.OPERATION].forbidden == ["严禁带料开机"]


def test_characters_that_no_word_file_may_hold_do_no_harm(world: World) -> None:
    rows = [("r1", DutyRow(duty="查\x07罩\ufffe", extra={"\x00": "\x0b<w:p>"}))]
    version = cards.write_draft(world.truck, Kind.DUTY, Head(), rows, source="", by=None)
    cards.put_in_force(version, effective_on=DAY, by=None)
    found = read(taken(world, f"/console/posts/{world.truck.id}/cards.docx"))
    assert found.cards[0].rows[0].body.duty == "查罩"


def test_a_text_that_fits_in_no_cell_is_named(world: World) -> None:
    rows = [("r1", DutyRow(duty="查" * 40_000))]
    version = cards.write_draft(world.truck, Kind.DUTY, Head(), rows, source="", by=None)
    cards.put_in_force(version, effective_on=DAY, by=None)
    answer = world.client("administrator").get(f"/console/posts/{world.truck.id}/cards.xlsx")
    assert (answer.status_code, "自卸车司机岗”的“安全职责”有 40000 个字" in answer.text) == (409, True)
