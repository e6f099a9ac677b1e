"""Tables to take away: they hold exactly what the list shows, say how they were taken, and are safe to open."""

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from app.checks import actions as checks
from app.core.clock import now
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.reports import xlsx
from app.reports.routes import ledgers
from tests.checks.builders import bad, capture, check, plan_of, utc
from tests.hazards.stories import Site
from tests.reports.histories import history
from tests.world import World, mine_day

DAY = "2026-03-02"
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", "＝1", "＋1", "－1", "＠x"]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def sheet(client: FlaskClient, address: str) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == xlsx.MEDIA and "attachment" in answer.headers["Content-Disposition"]
    made = load_workbook(io.BytesIO(answer.data)).active
    assert made is not None
    return [list(row) for row in made.iter_rows(values_only=True)]


def told(rows: list[list[Any]], first_head: str) -> tuple[list[str], list[dict[str, Any]]]:
    """What stands above the table, and its rows by their heads."""
    at = next(number for number, row in enumerate(rows) if row[0] == first_head)
    heads = rows[at]
    return [row[0] for row in rows[:at]], [dict(zip(heads, row, strict=True)) for row in rows[at + 1 :]]


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula(app: Flask, tmp_path: Path, text: str) -> None:
    with app.app_context():
        path = xlsx.written("表", [text], [(text, 10)], [[text, 3, None]], SHANGHAI)
    book = load_workbook(path).active
    assert book is not None
    for row in (1, 2, 3):
        cell = book.cell(row, 1)
        assert cell.data_type == "s", cell.value
        assert str(cell.value).startswith("'")
    assert (book.cell(3, 2).value, book.cell(3, 3).value) == (3, None)


def test_what_no_table_can_hold_is_left_out(app: Flask) -> None:
    with app.app_context():
        path = xlsx.written("表", [], [("头", 10)], [["a\x00b\x0bc"], ["长" * 40_000], ["12-3 号"]], SHANGHAI)
    book = load_workbook(path).active
    assert book is not None
    assert book.cell(2, 1).value == "abc"
    assert len(str(book.cell(3, 1).value)) == xlsx.LONGEST
    assert book.cell(4, 1).value == "12-3 号"


def test_moments_are_those_of_the_place(app: Flask) -> None:
    with app.app_context():
        rows = [[utc(f"{DAY} 08:10"), date(2026, 3, 2)]]
        book = load_workbook(xlsx.written("表", [], [("时间", 9), ("日", 9)], rows, SHANGHAI)).active
    assert book is not None
    assert book.cell(2, 1).value == datetime(2026, 3, 2, 8, 10)
    assert book.cell(2, 2).value == datetime(2026, 3, 2)


def test_a_table_is_sent_in_pieces_and_its_file_is_gone_afterwards(app: Flask) -> None:
    with app.test_request_context():
        rows = ([str(new_id())] for _ in range(9000))
        path = xlsx.written("表", [], [("编号", 9)], rows, SHANGHAI)
        size = path.stat().st_size
        answer = xlsx.sent(path, "x.xlsx")
        pieces = list(answer.response)
        assert len(pieces) > 1 and max(map(len, pieces)) <= xlsx.PIECE
        assert sum(map(len, pieces)) == size == int(answer.headers["Content-Length"])
        answer.close()
        assert not path.exists()


def test_a_table_that_can_not_be_written_leaves_no_file(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    save = Workbook.save

    def full(book: Workbook, _: Path) -> None:
        save(book, io.BytesIO())
        raise OSError("no space left")

    monkeypatch.setattr(Workbook, "save", full)
    with app.app_context(), pytest.raises(OSError, match="no space"):
        xlsx.written("表", [], [("编号", 9)], [], SHANGHAI)
    assert list((Path(app.config["DATA_DIR"]) / "tmp").iterdir()) == []


def test_the_ledger_of_checks_is_the_list_of_records(world: World) -> None:
    plan = plan_of(world, title="=HYPERLINK(1)")
    worker = world.people["worker"]
    for number in range(3):
        body = check(plan, DAY, **({"results": bad()} if number == 0 else {}))
        checks.submit(body, capture(worker, utc(f"{DAY} 08:1{number}")))
    officer = world.client("safety_officer")
    where = f"first={DAY}&last={DAY}&unit={world.crew.id}"
    above, rows = told(sheet(officer, f"/console/ledgers/checks.xlsx?{where}"), "做完时间")
    listed = re.findall(r'href="/checks/([^"]+)"', officer.get(f"/console/checks?{where}").text)
    assert {one["记录编号"] for one in rows} == set(listed) and len(rows) == 3
    assert rows[0] | {"送到时间": None, "记录编号": None} == {
        "做完时间": datetime(2026, 3, 2, 8, 10),
        "单位": "破碎甲班",
        "岗位": "一号破碎机操作岗",
        "检查": "'=HYPERLINK(1)",
        "谁做的": "worker",
        "异常几项": 1,
        "扫了岗位码": None,
        "备注": rows[0]["备注"],
        "送到时间": None,
        "更正过": None,
        "记录编号": None,
    }
    assert "没扫岗位码" in rows[0]["备注"]
    assert "哪里：破碎甲班" in above and f"做完的日子：{DAY} 到 {DAY}" in above
    assert any("safety_officer（工号 1004）" in line for line in above)
    only = told(sheet(officer, f"/console/ledgers/checks.xlsx?{where}&abnormal=1"), "做完时间")
    assert len(only[1]) == 1 and "只有异常的" in only[0]
    elsewhere = f"/console/ledgers/checks.xlsx?first={DAY}&last={DAY}&unit={world.hauling.id}"
    assert told(sheet(officer, elsewhere), "做完时间")[1] == []


def test_the_table_of_demanded_checks_is_the_list_behind_the_figure(world: World) -> None:
    history(world, 5)
    officer = world.client("safety_officer")
    for filters in (
        "mark=asked",
        "mark=missed",
        f"kind=month&unit={world.crushing.id}",
        "kind=week&plan=部门周查",
    ):
        page = officer.get(f"/console/board/list?{filters}").text
        number = re.search(r"：(\d+) 次", page)
        above, rows = told(sheet(officer, f"/console/ledgers/demanded.xlsx?{filters}"), "日期")
        assert number is not None and len(rows) == int(number[1])
        assert any(line.startswith("日子：") for line in above)
    missed = told(sheet(officer, "/console/ledgers/demanded.xlsx?mark=missed"), "日期")[1]
    assert {one["结果"] for one in missed} <= {"没做"}


def test_the_ledger_of_hazards_is_the_list_with_its_filters(world: World) -> None:
    site = Site(world)
    mended = site.report(name="=护罩松动")
    site.act(site.leader, mended, "rectify", note="拧紧了")
    site.act(site.officer, mended, "verify")
    due = mine_day() - timedelta(days=2)
    graded = site.report(name="胶带跑偏", note="@SUM(A1)")
    site.act(site.officer, graded, "register", grade="general", owner=str(site.worker.id), due_on=due)
    officer = world.client("safety_officer")

    def rows(filters: str) -> list[dict[str, Any]]:
        page = officer.get(f"/console/hazards?{filters}").text
        found = told(sheet(officer, f"/console/ledgers/hazards.xlsx?{filters}"), "发现时间")[1]
        listed = re.findall(r'href="/console/hazards/([0-9a-f-]{36})"', page)
        assert [one["隐患编号"] for one in found] == listed[::-1]
        return found

    both = rows("state=all")
    assert [one["隐患名称"] for one in both] == ["'=护罩松动", "胶带跑偏"]
    assert both[0] | {"整改时间": None, "验收时间": None} == both[0] | {
        "到哪一步": "等销号",
        "整改人": "team_leader",
        "整改时间": None,
        "验收人": "safety_officer",
        "验收时间": None,
        "发现人": "worker",
        "即查即改": "是",
    }
    assert (both[1]["描述"], both[1]["隐患等级"], both[1]["责任人"]) == ("'@SUM(A1)", "一般隐患", "worker")
    assert both[1]["超期几天"] == 2 and both[1]["时限"].date() == due
    assert [one["隐患名称"] for one in rows("state=overdue")] == ["胶带跑偏"]
    assert [one["隐患名称"] for one in rows("state=all&grade=general")] == ["胶带跑偏"]
    assert [one["隐患名称"] for one in rows("state=all&grade=none")] == ["'=护罩松动"]
    assert rows("state=all&grade=major") == rows("state=all&source=check") == []
    assert len(rows("state=all&source=scan")) == 2
    today = now().astimezone(SHANGHAI).date()
    assert len(rows(f"state=all&first={today}&last={today}")) == 2
    assert rows(f"state=all&last={today - timedelta(days=1)}") == []
    assert rows(f"state=all&first={today + timedelta(days=1)}") == []
    assert rows(f"state=all&unit={world.hauling.id}") == []
    above = told(
        sheet(officer, f"/console/ledgers/hazards.xlsx?state=all&grade=general&first={today}"), "发现时间"
    )[0]
    assert {"到哪一步：全部", "隐患等级：一般隐患", f"发现的日子：{today} 到 现在"} <= set(above)


def test_what_was_sent_back_is_not_told_as_mended(world: World) -> None:
    site = Site(world)
    hazard: Hazard = site.report()
    site.act(site.leader, hazard, "rectify", note="拧紧了")
    site.act(site.officer, hazard, "send_back", note="还松")
    rows = told(sheet(world.client("safety_officer"), "/console/ledgers/hazards.xlsx"), "发现时间")[1]
    assert (rows[0]["整改人"], rows[0]["整改时间"]) == (None, None)


def test_what_was_mended_late_stays_late(world: World) -> None:
    """A day too late it was rectified, and that is so for ever, not only as long as it is open."""
    site = Site(world)
    due = (now().astimezone(SHANGHAI) - timedelta(days=1)).date()
    for name, due_on in (("晚了", due), ("没晚", due + timedelta(days=1))):
        hazard = site.report(name=name)
        site.act(site.officer, hazard, "register", grade="general", owner=str(site.worker.id), due_on=due_on)
        site.act(site.leader, hazard, "rectify", note="好了")
    found = told(
        sheet(world.client("safety_officer"), "/console/ledgers/hazards.xlsx?state=all"), "发现时间"
    )[1]
    assert {one["隐患名称"]: one["超期几天"] for one in found} == {"晚了": 1, "没晚": None}


def test_a_table_that_is_too_long_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    history(world, 1)
    monkeypatch.setattr(ledgers, "MOST", 3)
    officer = world.client("safety_officer")
    for name in ("demanded.xlsx", "checks.xlsx"):
        answer = officer.get(f"/console/ledgers/{name}")
        assert answer.status_code == 422 and "分几次下" in answer.text


def test_another_departments_rows_are_not_in_ones_table(world: World) -> None:
    history(world, 2)
    rows = told(sheet(world.client("team_leader"), "/console/ledgers/demanded.xlsx?kind=month"), "日期")[1]
    assert rows and {one["单位"] for one in rows} == {"破碎甲班"}
    assert world.client("worker").get("/console/ledgers/hazards.xlsx").status_code == 403
