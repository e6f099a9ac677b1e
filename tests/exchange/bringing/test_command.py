"""`flask import` of Excel and Word files: it tells what the preview tells, and writes drafts."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.cards.queries import cards_of, draft
from app.core import db
from app.exchange.office.limits import MAX_BYTES
from tests.conftest import make_app
from tests.exchange.bringing.builders import risk_file, workbook
from tests.exchange.test_importing import counts
from tests.world import World

KEYS = {"outcome", "cards", "posts", "warnings", "questions"}
FILE = risk_file(("出料胶带", "人手卷入", "1.护罩装好\n2.拉绳灵"), ("滚筒", "衣服卷入", "扎紧袖口"))
NEAR = risk_file(("胶带", "卷入", "护罩"), post="一号破碎机岗")


def run(world: World, folder: Path, raw: bytes, *options: str) -> Result:
    file = folder / "cards.txt"  # what it is says its content
    file.write_bytes(raw)
    db.session().rollback()
    answer = world.command("import", str(file), "--enterprise", "甲矿", *options)
    world.forget()
    return answer


def test_a_dry_run_tells_every_row_under_its_chinese_names(world: World, tmp_path: Path) -> None:
    before = counts()
    answer = run(world, tmp_path, FILE, "--dry-run", "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told.keys(), told["outcome"], told["questions"]) == (KEYS, "import", [])
    (card,) = told["cards"]
    assert (card["post"], card["kind"], len(card["rows"])) == ("一号破碎机操作岗", "risk", 2)
    row = card["rows"][0]
    assert (row["风险点"], row["管控措施"]) == ("出料胶带", ["护罩装好", "拉绳灵"])
    assert row["评价"] == {"方法": "LS", "L": 3, "S": 3, "值": 9}
    assert counts() == before


def test_it_writes_drafts(world: World, tmp_path: Path) -> None:
    answer = run(world, tmp_path, FILE)
    assert (answer.exit_code, "写成了草稿" in answer.output) == (0, True), answer.output
    assert len(draft(cards_of(world.crusher_id)[0]).rows) == 2


def test_a_question_stops_it_until_it_is_answered(world: World, tmp_path: Path) -> None:
    told = json.loads(run(world, tmp_path, NEAR, "--dry-run", "--json").stdout)
    assert told["outcome"] == "import_with_questions"
    (question,) = told["questions"]
    stopped = run(world, tmp_path, NEAR)
    assert (stopped.exit_code, "1 个问题" in stopped.stderr, question["key"] in stopped.stdout) == (
        1,
        True,
        True,
    )
    answer = f"{question['key']}={world.crusher_id}"
    assert run(world, tmp_path, NEAR, "--answer", answer).exit_code == 0
    assert len(cards_of(world.crusher_id)) == 1


@pytest.mark.parametrize("answer", ["plan:post:没有=new", "scale:x=1"])
def test_an_answer_that_fits_nothing_is_told(world: World, tmp_path: Path, answer: str) -> None:
    told = json.loads(run(world, tmp_path, FILE, "--dry-run", "--json", "--answer", answer).stdout)
    assert [one["code"] for one in told["warnings"] if "没有用上" in one["message"]] == ["answer"]


def test_an_answer_without_a_value_is_a_mistake(world: World, tmp_path: Path) -> None:
    assert run(world, tmp_path, FILE, "--answer", "scale").exit_code == 2


@pytest.mark.parametrize("raw", [b"%PDF-1.7", b"PK\x03\x04", workbook(别的=[["天气", "晴"]]), b"\x00\x01"])
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_what_can_not_be_read_is_refused_in_the_same_shape(
    world: World, tmp_path: Path, raw: bytes, more: list[str]
) -> None:
    answer = run(world, tmp_path, raw, "--json", *more)
    told = json.loads(answer.stdout)
    assert (told.keys(), told["outcome"], answer.exit_code) == (KEYS, "refuse", 1)
    assert told["warnings"][-1]["message"]
    assert answer.stderr.startswith("Error: ")


def test_a_file_that_is_far_too_large_is_not_even_read(world: World, tmp_path: Path) -> None:
    file = tmp_path / "large.xlsx"
    with file.open("wb") as made:
        made.truncate(100 * 1024 * 1024)
    answer = world.command("import", str(file), "--enterprise", "甲矿", "--json")
    assert (json.loads(answer.stdout)["outcome"], answer.exit_code) == ("refuse", 1)
    assert str(MAX_BYTES // 1024 // 1024) in answer.stderr


def test_a_dry_run_needs_no_enterprise(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "cards.xlsx"
    file.write_bytes(FILE)
    run_app = app.test_cli_runner()
    answer = run_app.invoke(args=["import", str(file), "--dry-run", "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["outcome"] == "import"
    assert run_app.invoke(args=["import", str(file)]).exit_code == 1


def test_the_command_tells_what_the_preview_tells(world: World, tmp_path: Path) -> None:
    told = json.loads(run(world, tmp_path, NEAR, "--dry-run", "--json").stdout)
    client = world.client("administrator")
    file = (tmp_path / "cards.txt").open("rb")
    sent = client.post("/console/import/office", data={"file": (file, "风险.xlsx")})
    page = client.get(sent.location).text
    assert all(one["ask"] in page for one in told["questions"])
    assert all(row["风险点"] in page for card in told["cards"] for row in card["rows"])


def test_a_dry_run_needs_no_database(tmp_path: Path) -> None:
    file = tmp_path / "cards.xlsx"
    file.write_bytes(FILE)
    bare = make_app(f"sqlite:///{tmp_path / 'nothing.db'}", tmp_path)  # without a single table
    answer = bare.test_cli_runner().invoke(args=["import", str(file), "--dry-run", "--json"])
    bare.extensions["engine"].dispose()
    assert (answer.exit_code, json.loads(answer.stdout)["outcome"]) == (0, "import"), answer.output


@pytest.mark.parametrize(
    ("name", "raw", "why"), [("空.xlsx", b"", "文件是空的"), ("字.DOCX", b"abc", "不是 Word")]
)
def test_what_calls_itself_an_office_file_is_refused_as_one(
    world: World, tmp_path: Path, name: str, raw: bytes, why: str
) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    answer = world.command("import", str(file), "--enterprise", "甲矿", "--dry-run", "--json")
    world.forget()
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["outcome"], why in told["warnings"][0]["message"]) == (1, "refuse", True)


def test_text_needs_an_enterprise_and_says_so_in_the_same_shape(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "岗位.csv"
    file.write_bytes("部门,岗位".encode("gbk"))
    answer = app.test_cli_runner().invoke(args=["import", str(file), "--dry-run", "--json"])
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["outcome"]) == (1, "refuse")
    assert "还没有企业" in told["warnings"][0]["message"]
