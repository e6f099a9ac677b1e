"""`flask import`."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from app.core import db
from app.exchange.schemas import ImportReport
from app.org.models import UnitKind
from app.org.queries import posts, units
from tests.exchange.documents import CHECK, LIST, paste
from tests.exchange.test_files import word_file
from tests.exchange.test_importing import counts
from tests.exchange.test_pasted import seed
from tests.world import World


def run(world: World, tmp_path: Path, content: str | bytes, *options: str) -> Result:
    file = tmp_path / "paste.txt"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    db.session().rollback()
    answer = world.command("import", str(file), "--enterprise", "甲矿", *options)
    world.forget()
    return answer


def test_it_imports_and_says_what_it_did(world: World, tmp_path: Path) -> None:
    answer = run(world, tmp_path, paste(LIST, [("电工", [CHECK])]))
    assert answer.exit_code == 0, answer.output
    assert "岗位 4 个，新增 4 个" in answer.output
    assert "导入好了" in answer.output
    assert len(posts([world.mine.path])) == 6


def test_a_second_time_it_says_that_nothing_changed(world: World, tmp_path: Path) -> None:
    run(world, tmp_path, paste())
    before = counts()
    assert "什么都没变" in run(world, tmp_path, paste()).output
    assert counts() == before


def test_a_dry_run_writes_nothing(world: World, tmp_path: Path) -> None:
    before = counts()
    assert "没有写入" in run(world, tmp_path, paste(), "--dry-run").output
    assert counts() == before


def test_json_is_the_whole_of_what_it_prints(world: World, tmp_path: Path) -> None:
    answer = run(world, tmp_path, paste(LIST, [("电工", [CHECK]), ("别岗", [CHECK])]), "--json")
    told = json.loads(answer.stdout)
    assert told.keys() == {*ImportReport.__struct_fields__, "outcome", "cards", "questions"}
    assert (told["posts"], told["departments"], len(told["duty_tables"])) == (4, 2, 2)
    assert told["duty_tables"][0] == {"title": "电工", "duties": 1, "warnings": []}
    assert told["duty_tables"][1]["warnings"][0].keys() == {"code", "line", "row", "message"}
    assert (told["outcome"], [one["key"] for one in told["questions"]]) == ("import_with_questions", ["别岗"])
    assert told["cards"][0]["rows"] == [
        {"序号": "1", "安全职责": CHECK[0], "到位标准": CHECK[1], "考核标准": CHECK[2]}
    ]


def test_a_bad_row_ends_it_with_1_and_nothing_is_written(world: World, tmp_path: Path) -> None:
    before = counts()
    answer = run(world, tmp_path, paste([("机电科", ["电工", "电工"])]), "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["posts"] == 2
    assert "什么都没有导入" in answer.stderr
    assert counts() == before


@pytest.mark.parametrize("content", [b"", b"\xff" * 9, word_file(), b"\x00", "没有表".encode()])
def test_what_can_not_be_read_ends_it_with_1_in_words(world: World, tmp_path: Path, content: bytes) -> None:
    answer = run(world, tmp_path, content)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: ")
    assert "Traceback" not in answer.output


def test_a_table_is_put_where_the_command_says(world: World, tmp_path: Path) -> None:
    answer = run(world, tmp_path, paste(LIST, [("高压电工", [CHECK])]), "--match", "高压电工=电工")
    assert "做成职责清单草稿" in answer.output


def test_a_match_that_says_nothing_is_a_mistake(world: World, tmp_path: Path) -> None:
    assert run(world, tmp_path, paste(), "--match", "高压电工").exit_code == 2


@pytest.mark.parametrize(
    ("match", "told"),
    [
        ("高压电工=焊工", "没有叫“焊工”的岗位"),
        ("没有=电工", "没有叫“没有”的职责表"),
        ("高压电工=", "没有叫“”的岗位"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_match_of_what_is_not_there_is_refused(
    world: World, tmp_path: Path, match: str, told: str, more: list[str]
) -> None:
    before = counts()
    answer = run(world, tmp_path, paste(LIST, [("高压电工", [CHECK])]), "--match", match, *more)
    assert (answer.exit_code, told in answer.stderr) == (1, True)
    assert counts() == before


def test_odd_posts_are_left_out_when_asked(world: World, tmp_path: Path) -> None:
    answer = run(world, tmp_path, paste([("机电科", ["电工", "待定", "学员"])]), "--skip-odd")
    assert answer.exit_code == 0, answer.output
    assert "跳过 第 " in answer.output
    assert {one.title for one in posts([world.mine.path])} == {"一号破碎机操作岗", "自卸车司机岗", "电工"}


def test_a_binary_file_is_refused_in_a_shells_words(world: World, tmp_path: Path) -> None:
    answer = run(world, tmp_path, b"\x00")
    assert "另存为纯文本" in answer.stderr
    assert "框里" not in answer.stderr


@pytest.mark.parametrize(("path", "told"), [("", "这是文件夹"), ("none.txt", "没有这个文件")])
def test_a_path_that_is_no_file_is_told(world: World, tmp_path: Path, path: str, told: str) -> None:
    db.session().rollback()
    answer = world.command("import", str(tmp_path / path), "--enterprise", "甲矿")
    assert (answer.exit_code, told in answer.stderr) == (1, True)
    assert isinstance(answer.exception, SystemExit)


def test_with_several_enterprises_it_asks_which(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paste.txt"
    file.write_text(paste(), encoding="utf-8")
    db.session().rollback()
    assert "--enterprise" in world.command("import", str(file)).output
    assert world.command("import", str(file), "--enterprise", "没有").exit_code == 1


def test_it_needs_an_enterprise(app: object, tmp_path: Path) -> None:
    file = tmp_path / "paste.txt"
    file.write_text(paste(), encoding="utf-8")
    answer = app.test_cli_runner().invoke(args=["import", str(file)])
    assert (answer.exit_code, "还没有企业" in answer.output) == (1, True)


def test_the_document_of_283_posts_comes_in_whole_or_says_where_not(world: World, tmp_path: Path) -> None:
    text = seed()
    told = json.loads(run(world, tmp_path, text, "--json", "--dry-run").stdout)
    assert told["posts"] == 283
    answer = run(world, tmp_path, text)
    departments = [one for one in units([world.mine.path]) if one.kind == UnitKind.DEPARTMENT]
    if answer.exit_code == 0:
        assert len(posts([world.mine.path])) == 2 + 283
        assert len(departments) == 2 + told["departments"]
        before = counts()
        assert run(world, tmp_path, text).exit_code == 0
        assert counts() == before
    else:
        assert "第 " in answer.output
        assert len(posts([world.mine.path])) == 2
