"""Files of cards: what is read, what is refused and in which words, and what becomes of them."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, cards_of, draft, head_of, published_of
from app.cards.schemas import Head, Kind
from app.core import db
from app.core.errors import Conflict, Invalid
from app.exchange.actions import put_cards_in_force, write_cards
from app.exchange.cardfile import CardDraft, open_cards, read_cards
from app.exchange.textfile import MAX_BYTES
from app.org import actions as org
from tests.world import DAY, World, sample_row

FILE = """
owner: 破碎车间主任
jingle: [开机先看罩和绳]
emergency:
  contacts: [{name: 调度室, number: 0000-8110}]
  rows:
    - {id: s1, body: {name: 胶带卷住人, steps: [{id: s1-1, who: 谁看见谁做, act: 拉绳}]}}
risk:
  rows:
    - id: r1
      body:
        point: 出料胶带
        hazard: 没有护罩
        accidents: [机械伤害]
        before: {method: LS, inputs: {L: 4, S: 5}}
"""
DUTY = "duty:\n  rows:\n    - {id: d1, body: {duty: 班前检查}}\n"
BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nduty: {rows: [*b, *b]}\n"


def risk(body: str, more: str = "") -> str:
    return f"risk:\n  rows:\n    - {{id: r1, body: {{point: 胶带, hazard: 缺罩, {body}}}}}\n{more}"


def test_any_of_the_four_are_read_with_what_they_share_and_with_scores_worked_out() -> None:
    emergency, listed = read_cards(FILE)
    assert (emergency.kind, listed.kind) == (Kind.EMERGENCY, Kind.RISK)
    assert emergency.head.owner == listed.head.owner == "破碎车间主任"
    assert (len(emergency.head.contacts), len(listed.head.contacts)) == (1, 0)
    assert [identity for identity, _ in listed.rows] == ["r1"]
    before = listed.rows[0][1].before
    assert (before.matrix, before.value, before.level) == ("LS-1", 20, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "这不是卡片文件"),
        ("owner: 班长", "一张卡也没有"),
        ("risks: {}", "不认识 risks"),
        ("duty: {rows: []}", "职责清单：一行也没有"),
        ("duty: {rows: [{id: a, body: {duty: ' '}}]}", "职责清单第 1 行：duty 是空的"),
        ("duty: {rows: [{body: {duty: 查}}]}", "职责清单第 1 行：id 没写"),
        ("duty: {rows: [{id: a, body: {standard: 查}}]}", "职责清单第 1 行：缺少 duty"),
        ("duty: {rows: [{id: a, body: {duty: 1}}]}", "职责清单第 1 行：duty 不对"),
        ("duty: {rows: [{id: a, body: {duty: 查, duty: 看}}]}", "duty 写了两次"),
        ('duty: {rows: [{id: a, body: {duty: "\\0"}}]}', "有不能用的字符"),
        (f"{DUTY}    - {{id: d1, body: {{duty: 再查}}}}", "职责清单第 2 行：id d1 前面用过了"),
        (f"{DUTY}  ownr: 谁", "职责清单：不认识的字段 ownr"),
        (risk("accidents: 3"), "风险清单第 1 行：accidents 不对"),
        (risk("", "    - {id: r2, body: {point: 斗}}"), "风险清单第 2 行：缺少 hazard"),
        (risk("accident: []"), "风险清单第 1 行：不认识的字段 accident"),
        (risk("measures: [{id: m, text: a, kind: 别的}]"), "风险清单第 1 行：measures 第 1 项 kind 不对"),
        (risk("before: {method: LS, inputs: {L: 9, S: 1}}"), "风险清单第 1 行：before 不对：LS 的 L 只能是"),
        (risk("after: {method: LS, inputs: {}, level: 4}"), "after 里不认识的字段 level"),
        ("emergency: {rows: [{id: a, body: {name: 着火}}]}", "应急处置卡第 1 行：steps 一步也没有"),
        (BOMB, "不能用 & 和 * 引用"),
        ("a: [1", "写法不对"),
        ("duty: !!python/object:os.system x", "写法不对"),
        ("duty: !!map [1]", "读不了"),
        ("[" * 9000, "读不了"),
        ("a" * (MAX_BYTES + 1), "文件太大"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cards(text)
    assert told in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"a\0b", b"a" * (MAX_BYTES + 1), b"\xff\xff"])
def test_what_is_no_text_file_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        open_cards(raw)


def counts(world: World) -> tuple[int, ...]:
    world.forget()
    tables = (CardVersion, AuditEntry)
    return tuple(db.session().scalar(select(func.count()).select_from(one)) for one in tables)


def publish(world: World, drafts: list[CardDraft]) -> list[CardVersion]:
    return put_cards_in_force(world.crusher, drafts, effective_on=DAY, source="file", by=world.admin.id)


def test_a_file_is_published_and_the_same_file_again_changes_nothing(world: World) -> None:
    assert len(publish(world, read_cards(FILE))) == 2
    versions = published_of(world.crusher_id)
    assert head_of(versions[Kind.RISK]).jingle == ["开机先看罩和绳"]
    assert bodies_of(versions[Kind.EMERGENCY])[0][1].name == "胶带卷住人"
    before = counts(world)
    assert publish(world, read_cards(FILE)) == []
    assert counts(world) == before


def test_only_the_card_that_changed_gets_a_new_version(world: World) -> None:
    publish(world, read_cards(FILE))
    made = publish(world, read_cards(FILE.replace("没有护罩", "护罩松了")))
    assert [(one.card.kind, one.number) for one in made] == [("risk", 2)]


def test_all_or_nothing(world: World) -> None:
    before = counts(world)
    silent = CardDraft(Kind.EMERGENCY, Head(), [("s1", sample_row(Kind.EMERGENCY))])
    silent.rows[0][1].steps = []
    with pytest.raises(Invalid, match="还没有步骤"):
        publish(world, [*read_cards(DUTY), silent])
    assert counts(world) == before


def test_nothing_is_published_on_a_closed_post(world: World) -> None:
    org.close_post(world.truck, by=None)
    with pytest.raises(Conflict, match="停用"):
        put_cards_in_force(world.truck, read_cards(DUTY), effective_on=DAY, source="file", by=None)


def command(world: World, file: Path, *more: str, post: str = "一号破碎机操作岗") -> tuple[int, str]:
    answer = world.command("cards", str(file), "--post", post, *more)
    world.forget()
    return answer.exit_code, answer.output


def drafts_of(world: World) -> dict[str, CardVersion]:
    world.forget()
    return {one.kind: made for one in cards_of(world.crusher_id) if (made := draft(one)) is not None}


def test_the_command_tells_then_writes_drafts_then_finds_nothing_new(world: World, tmp_path: Path) -> None:
    file = tmp_path / "cards.yaml"
    file.write_text(FILE, encoding="utf-8")
    code, told = command(world, file, "--dry-run")
    assert (code, "2 张卡要写成草稿" in told, drafts_of(world)) == (0, True, {})
    code, told = command(world, file, "--unit", "破碎车间")
    assert (code, "2 张卡写成了草稿" in told, set(drafts_of(world))) == (0, True, {"emergency", "risk"})
    assert published_of(world.crusher_id) == {}
    assert "没有变" in command(world, file)[1]


def test_the_draft_of_somebody_is_replaced_only_where_that_is_said(world: World, tmp_path: Path) -> None:
    file = tmp_path / "cards.yaml"
    file.write_text(DUTY, encoding="utf-8")
    world.draft(world.crusher, Kind.DUTY)
    code, told = command(world, file)
    assert (code, "--replace" in told) == (1, True)
    assert command(world, file, "--replace")[0] == 0
    assert bodies_of(drafts_of(world)["duty"])[0][1].duty == "班前检查"


def test_what_is_published_already_is_not_written_again(world: World) -> None:
    publish(world, read_cards(FILE))
    assert write_cards(world.crusher, read_cards(FILE), by=None) == []


def test_the_command_fails_in_words(world: World, tmp_path: Path) -> None:
    file = tmp_path / "cards.yaml"
    file.write_text(risk("accidents: 3"), encoding="utf-8")
    org.add_post(unit=world.casting, title=world.crusher.title, by=None)
    for told, more, post in (
        ("没有叫“别的岗”的岗位", (), "别的岗"),
        ("没有叫“别的科”的单位", ("--unit", "别的科"), "自卸车司机岗"),
        ("有 2 个", (), world.crusher.title),
        ("accidents 不对", ("--unit", "甲矿"), world.crusher.title),
    ):
        code, output = command(world, file, *more, post=post)
        assert (code, told in output) == (1, True), output
