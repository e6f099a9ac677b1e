"""The roster (花名册) from Excel: what becomes of each row, all or nothing."""

import io
import time
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.audit.models import AuditHead
from app.core import db
from app.org import actions, queries
from app.org.models import Assignment, Membership, Person, UnitKind
from app.org.roster import Fate, FateKind, fates_of
from app.org.roster_file import RosterRow
from tests.org.pages import ends_at, hidden
from tests.org.sheets import HEAD, roster, row
from tests.world import World

XIAOMAN = row("赵小满", "3001", "13800003001", "破碎车间", "破碎甲班", "一号破碎机操作岗", "2026-03-01")


def preview(world: World, *rows: list[object], who: str = "administrator") -> tuple[int, str]:
    sent = {"file": (io.BytesIO(roster(*rows)), "花名册.xlsx")}
    answer = world.client(who).post("/console/roster/preview", data=sent)
    return answer.status_code, answer.text


def import_all(world: World, *rows: list[object]) -> str:
    browser = world.client("administrator")
    sent = {"file": (io.BytesIO(roster(*rows)), "花名册.xlsx")}
    page = browser.post("/console/roster/preview", data=sent).text
    answer = browser.post("/console/roster", data={"plan": hidden(page, "plan")})
    return browser.get(ends_at(answer)).text


def numbered(world: World, number: str) -> Person:
    return queries.people_numbered(world.mine.id, [number])[0]


def fates(world: World, *rows: RosterRow) -> list[Fate]:
    return fates_of(rows, queries.known_for(world.mine, rows))


def problems(world: World, **cells: object) -> list[str]:
    filled = {"name": "甲", "employee_no": "9", "department": "破碎车间"} | cells
    return fates(world, RosterRow(line=2, **filled))[0].problems


def state(world: World) -> tuple[int, ...]:
    counted = [
        db.session().scalar(select(func.count()).select_from(one)) for one in (Person, Membership, Assignment)
    ]
    return (*counted, db.session().get(AuditHead, world.mine.id).seq)


def test_a_preview_changes_nothing_and_the_import_does(world: World) -> None:
    before = state(world)
    status, page = preview(world, XIAOMAN)
    assert status == 200 and "新加 1 人" in page and "赵小满" in page
    assert state(world)[:3] == before[:3]
    assert "新加 1 人" in import_all(world, XIAOMAN)
    made = numbered(world, "3001")
    assert (made.account.name, made.account.phone, made.joined_on) == (
        "赵小满",
        "13800003001",
        date(2026, 3, 1),
    )
    assert made.unit is not None and made.unit.name == "破碎甲班"
    assert [(one.post.title, one.from_on) for one in made.assignments] == [
        ("一号破碎机操作岗", date(2026, 3, 1))
    ]
    assert [one.role for one in made.account.grants] == ["worker"]


def test_a_second_import_changes_nothing_and_says_so(world: World) -> None:
    import_all(world, XIAOMAN)
    before = state(world)
    status, page = preview(world, XIAOMAN)
    assert status == 200 and "1 人都和系统里一样" in page
    assert 'name="plan"' not in page
    assert state(world)[:3] == before[:3]


def test_somebody_known_changes_phone_and_unit_and_takes_posts(world: World) -> None:
    changed = row("driver", "1101", "13900001101", "破碎车间", "破碎甲班", "一号破碎机操作岗", "")
    page = preview(world, changed)[1]
    for words in ("手机号 19900001101 改成 13900001101", "从运输车间调到破碎甲班", "加岗位一号破碎机操作岗"):
        assert words in page
    assert "改了 1 人" in import_all(world, changed)
    driver = world.driver
    assert driver.account.phone == "13900001101"
    assert [one.unit.name for one in driver.memberships] == ["破碎甲班", "运输车间"]
    assert [one.post.title for one in driver.assignments] == ["一号破碎机操作岗"]


def test_empty_cells_take_nothing_away(world: World) -> None:
    assert "1 人都和系统里一样" in preview(world, row("worker", "1001", "", "", "", "", ""))[1]


def test_numbers_that_excel_made_of_texts_are_read_as_texts(world: World) -> None:
    import_all(world, row("赵小满", 3001.0, 13800003001, "破碎车间", "", "", date(2026, 3, 1)))
    assert numbered(world, "3001").account.phone == "13800003001"
    import_all(world, row("钱多多", "3002.0", "１３８００００３００２", "破碎车间", "", "", "2026年3月1日"))
    assert numbered(world, "3002").joined_on == date(2026, 3, 1)


def test_leading_zeros_stay(world: World) -> None:
    import_all(world, row("赵小满", "0012", "", "破碎车间", "", "", ""))
    assert numbered(world, "0012").account.name == "赵小满"


def test_unknown_names_are_errors_with_a_proposal_and_nothing_is_made(world: World) -> None:
    assert problems(world, department="破碎车闻") == ["没有叫“破碎车闻”的部门，是不是“破碎车间”？"]
    assert problems(world, department="xyz") == ["没有叫“xyz”的部门，先到“单位和岗位”里加"]
    assert problems(world, team="破碎申班") == ["没有叫“破碎申班”的班组，是不是“破碎甲班”？"]
    assert problems(world, posts=("一号破碎操作岗",)) == [
        "没有叫“一号破碎操作岗”的岗位，是不是“一号破碎机操作岗”？"
    ]
    assert problems(world, department="运输车间", team="破碎甲班") == [
        "没有叫“破碎甲班”的班组，先到“单位和岗位”里加"
    ]
    status, page = preview(world, row("赵小满", "3001", "", "没有的车间", "", "", ""))
    assert status == 200 and "1 行不对" in page and "第 2 行" in page and 'name="plan"' not in page


def test_what_is_wrong_with_a_row(world: World) -> None:
    assert problems(world, department="") == ["部门没填"]
    assert problems(world, employee_no="1001") == ["工号 1001 在系统里是worker，不是甲：核对工号"]
    assert problems(world, phone="19900001001") == ["手机号“19900001001”已经是别人的了"]
    assert problems(world, phone="19900002001") == [
        "手机号“19900002001”已经是别人的了"
    ]  # another enterprise's
    assert problems(world, joined="2030-01-01") == ["入职日期 2030-01-01 还没到，到了那天再导入"]
    assert problems(world, posts=("熔炼炉操作岗",))[0].startswith("没有叫“熔炼炉操作岗”的岗位")


def test_who_left_is_not_taken_back_silently(world: World) -> None:
    actions.leave(world.driver, on=date(2026, 6, 1), by=world.admin.id)
    assert problems(world, name="driver", employee_no="1101") == ["driver已经离职，先在“人员”里办返岗"]


def test_a_number_or_phone_twice_in_the_file_is_an_error_in_both_rows(world: World) -> None:
    first = RosterRow(line=2, name="甲", employee_no="9", phone="13800000009", department="破碎车间")
    second = RosterRow(line=5, name="乙", employee_no="9", phone="13800000009", department="破碎车间")
    for fate in fates(world, first, second):
        assert fate.problems == [
            "工号“9”在表里有 2 行（第 2、5 行）",
            "手机号“13800000009”在表里有 2 行（第 2、5 行）",
        ]


def test_names_that_several_bear_must_be_told_apart(world: World) -> None:
    other = actions.add_unit(kind=UnitKind.TEAM, name="破碎甲班", parent=world.hauling, by=None)
    actions.add_post(unit=other, title="一号破碎机操作岗", by=None)
    assert problems(world, department="", team="破碎甲班") == ["叫“破碎甲班”的班组有 2 个，分不清是哪一个"]
    assert problems(world, department="运输车间", team="破碎甲班", posts=("一号破碎机操作岗",)) == []
    assert problems(world, department="甲矿", posts=("一号破碎机操作岗",)) == [
        "叫“一号破碎机操作岗”的岗位有 2 个，分不清是哪一个"
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_bad_row_anywhere_and_nothing_changes(world: World, data: st.DataObject) -> None:
    """Whichever row is bad, and however: the file is refused whole, even by a forged confirmation."""
    size = data.draw(st.integers(1, 12))
    rows = [
        RosterRow(line=2 + n, name=f"新{n}", employee_no=f"N{n}", department="破碎车间") for n in range(size)
    ]
    bad = data.draw(
        st.sampled_from(
            [
                {"department": "没有的"},
                {"employee_no": "1001"},
                {"phone": "19900001101"},
                {"posts": ("没有的岗",)},
                {"joined": "2030-01-01"},
                {"problems": ("工号没填",)},
            ]
        )
    )
    place = data.draw(st.integers(0, size))
    rows.insert(
        place, RosterRow(**{"line": 99, "name": "坏", "employee_no": "B", "department": "破碎车间"} | bad)
    )
    before = state(world)
    found = fates(world, *rows)
    assert [fate.kind is FateKind.BAD for fate in found] == [n == place for n in range(size + 1)]
    with pytest.raises(actions.RosterChanged):
        actions.take_in(rows, [FateKind.NEW] * len(rows), enterprise=world.mine, by=world.admin.id)
    assert state(world) == before


def test_what_changed_since_the_preview_is_shown_again_and_not_imported(world: World) -> None:
    browser = world.client("administrator")
    sent = {
        "file": (io.BytesIO(roster(XIAOMAN, row("钱多多", "3002", "", "破碎车间", "", "", ""))), "a.xlsx")
    }
    plan = hidden(browser.post("/console/roster/preview", data=sent).text, "plan")
    actions.join(unit=world.crew, name="别人", employee_no="3001", phone=None, on=date(2026, 3, 2), by=None)
    answer = browser.post("/console/roster", data={"plan": plan})
    assert answer.status_code == 409
    assert "这段时间里数据变了" in answer.text and "核对工号" in answer.text
    assert queries.people_numbered(world.mine.id, ["3002"]) == []


def test_a_plan_counts_once_for_this_person_and_enterprise_only(world: World) -> None:
    browser = world.client("administrator")
    page = browser.post(
        "/console/roster/preview", data={"file": (io.BytesIO(roster(XIAOMAN)), "a.xlsx")}
    ).text
    plan = hidden(page, "plan")
    for who, sent in ((world.stranger, plan), ("administrator", plan[:-2] + "xx"), ("administrator", "")):
        answer = world.client(who).post("/console/roster", data={"plan": sent})
        assert answer.status_code == 422 and "预览过期了" in answer.text
    assert browser.post("/console/roster", data={"plan": plan}).status_code == 302
    assert browser.post("/console/roster", data={"plan": plan}).status_code == 409


def test_a_plan_runs_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.client("administrator")
    page = browser.post(
        "/console/roster/preview", data={"file": (io.BytesIO(roster(XIAOMAN)), "a.xlsx")}
    ).text
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + timedelta(hours=2).total_seconds())
    assert browser.post("/console/roster", data={"plan": hidden(page, "plan")}).status_code == 422


def test_the_template_reads_back_as_empty_and_keeps_numbers_as_texts(world: World) -> None:
    browser = world.client("administrator")
    answer = browser.get("/console/roster/template")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book["花名册"]
    assert [cell.value for cell in sheet[1]] == list(HEAD)
    assert str(sheet["A2"].value).startswith("例：")
    assert {sheet.column_dimensions[one].number_format for one in "BC"} == {"@"}
    assert "破碎甲班" in [cell.value for cell in book["单位"]["A"]]
    sent = browser.post("/console/roster/preview", data={"file": (io.BytesIO(answer.data), "花名册.xlsx")})
    assert sent.status_code == 422 and "没有人" in sent.text


def test_a_thousand_rows_at_once(world: World) -> None:
    rows = [
        row(f"新{n}", f"N{n}", f"138{n:08d}", "破碎车间", "破碎甲班", "一号破碎机操作岗", "")
        for n in range(1000)
    ]
    assert "新加 1000 人" in import_all(world, *rows)
    moved = [row(f"新{n}", f"N{n}", "", "运输车间", "", "", "") for n in range(1000)]
    assert "改了 1000 人" in import_all(world, *moved)
