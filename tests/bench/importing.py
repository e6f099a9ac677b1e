"""How fast an Excel file of 1,000 risk rows is read, looked at and carried out, as somebody who imports it waits for it."""

import io
import tempfile
import time
from pathlib import Path

import openpyxl
from flask_migrate import upgrade

from app.core import db
from app.exchange.bringing.carrying import carry_out
from app.exchange.bringing.opening import read_file
from app.exchange.bringing.plan import plan
from app.exchange.reading.schemas import Outcome
from app.org import actions as org
from tests.conftest import ROOT, make_app
from tests.world import World

ROWS, POSTS = 1000, 20
HEADINGS = (
    "部门",
    "岗位",
    "风险点",
    "危险和有害因素",
    "可能事故类型",
    "L",
    "S",
    "风险等级",
    "管控措施",
    "责任人",
)


def import_rows_per_s() -> dict[str, float]:
    """Rows a second: opened, read, its preview, and everything written as drafts."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(f"sqlite:///{Path(folder) / 'gangka.db'}", Path(folder))
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            world = World(app)
            raw = _file(world)
            began = time.perf_counter()
            _import(world, raw)
            spent = time.perf_counter() - began
        app.extensions["engine"].dispose()
    return {"import_rows_per_s": ROWS / spent}


def _import(world: World, raw: bytes) -> None:
    by = world.people["administrator"].id
    assert (
        plan(read_file(raw, {}, 10), world.mine).outcome is Outcome.IMPORT
    )  # the preview; then it is read again
    made = carry_out(read_file(raw, {}, 10), world.mine, answers={}, by=by)
    assert made is not None and sum(len(one.card.rows) for one in made.cards) == ROWS


@db.action
def _file(world: World) -> bytes:
    titles = [org.add_post(unit=world.crew, title=f"第 {one} 岗", by=None).title for one in range(POSTS)]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for number in range(ROWS):
        title = titles[number * POSTS // ROWS]
        what = (
            f"{number} 号设备",
            "防护罩缺失，人手卷入",
            "机械伤害",
            3,
            4,
            "黄",
            "护罩装好，螺栓拧紧",
            "班长",
        )
        sheet.append((world.crew.name, title, *what))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
