"""Looking at a post's cards: how each stands, for whom; all versions; what changed between any two."""

import re

import pytest

from app.cards import editing, reviewing
from app.cards.actions import put_in_force, write_draft
from app.cards.models import Stage
from app.cards.queries import cards_of, draft, published_of
from app.cards.schemas import DutyRow, Head, Kind
from app.exchange.actions import carry_out
from app.exchange.plan import read
from app.org.queries import posts
from tests.cards.desk.pages import begun, desk, said
from tests.exchange.documents import CHECK, LIST, paste
from tests.world import DAY, World

EVIL = "<script>alert(1)</script>"


def test_an_imported_draft_is_seen_in_the_console_and_not_on_the_label(world: World) -> None:
    carry_out(read(paste(LIST, [("电工", [CHECK])]), 10), world.mine, by=None)
    post = next(one for one in posts([world.mine.path]) if one.title == "电工")
    token, at = world.label(post).token, f"/console/posts/{post.id}/cards"
    officer = world.client("safety_officer")
    assert at in officer.get(f"/console/posts/{post.id}").text
    assert "草稿" in officer.get(at).text
    assert CHECK[1] in officer.get(f"{at}/duty").text
    assert CHECK[1] not in world.client(None).get(f"/p/{token}/duty").text


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_shown_as_published_and_as_draft(world: World, kind: Kind) -> None:
    leader = world.client("team_leader")
    assert "写这张卡" in leader.get(desk(world, f"/{kind}")).text
    begun(world, kind)
    page = leader.get(desk(world, f"/{kind}")).text
    assert "已经发布：第 1 版" in page
    assert "第 2 版：草稿" in page
    assert "接着写" in page


def test_the_overview_says_how_each_card_stands_and_what_comes_next(world: World) -> None:
    version = begun(world, Kind.DUTY)
    world.publish(world.crusher, Kind.EMERGENCY)
    leader = world.client("team_leader")
    page = said(leader.get(desk(world)).text)
    assert "岗位职责清单第1版，2026年3月2日起用草稿接着写，写好送审" in page
    assert "岗位应急处置卡第1版" in page
    assert "岗位风险清单还没有" in page
    reviewing.submit(version, by=world.people["team_leader"].id)
    assert "班组评审中等在岗的人和班组签字" in said(leader.get(desk(world)).text)


def test_an_overseer_sees_what_is_published_and_no_inner_matter(world: World) -> None:
    version = begun(world, Kind.DUTY)
    row = version.rows[0]
    body = DutyRow(duty="还在商量的话")
    editing.save_row(version, row.identity, body, base=editing.mark_of(row.body), by=world.admin.id)
    overseer = world.client("park_overseer")
    for more in ("", "/duty", "/duty/history"):
        page = overseer.get(desk(world, more)).text
        assert "还在商量的话" not in page
        assert "草稿" not in page
    was = f"{version.card.versions[-1].id}"
    assert overseer.get(desk(world, f"/duty/changes?was={was}&now={version.id}")).status_code == 404


def test_the_cards_of_another_enterprise_are_not_there_and_a_worker_has_no_console(world: World) -> None:
    begun(world, Kind.DUTY)
    for more in ("", "/duty", "/duty/history", "/duty/changes", "/duty/draft"):
        assert world.client(world.stranger).get(desk(world, more)).status_code in {403, 404}
        assert world.client("worker").get(desk(world, more)).status_code == 403
    assert world.client("administrator").get(desk(world, "/other")).status_code == 404


def test_the_history_names_every_version_with_who_and_who_signed(world: World) -> None:
    version = begun(world, Kind.DUTY)
    reviewing.submit(version, by=world.people["team_leader"].id)
    worker = world.people["worker"].account
    reviewing.sign(version, Stage.IDENTIFY, worker, digest=version.digest or "", words="就是这样")
    page = said(world.client("principal").get(desk(world, "/duty/history")).text)
    assert re.search("第2版班组评审中.*辨worker，.*“就是这样”.*第1版已经发布", page)


def test_a_signature_for_words_that_were_changed_since_is_told_as_such(world: World) -> None:
    version = begun(world, Kind.DUTY)
    leader = world.people["team_leader"].account
    reviewing.submit(version, by=leader.id)
    digest = version.digest or ""
    reviewing.sign(version, Stage.IDENTIFY, world.people["worker"].account, digest=digest)
    reviewing.give_back(version, leader, words="写清几点", digest=digest)
    page = said(world.client("principal").get(desk(world, "/duty/history")).text)
    assert "退回team_leader" in page
    assert "“写清几点”" in page
    assert "签的是改以前的字，不算" in page


def test_any_two_versions_show_what_changed_in_words(world: World) -> None:
    rows = [("r1", DutyRow(duty="班前检查设备", standard="每班一次")), ("r2", DutyRow(duty="打扫卫生"))]
    write_draft(world.crusher, Kind.DUTY, Head(), rows, source="test", by=None)
    versions = [_publish(world)]
    rows = [("r1", DutyRow(duty="班前检查设备", standard="每班两次")), ("r3", DutyRow(duty=EVIL))]
    write_draft(world.crusher, Kind.DUTY, Head(owner="班长"), rows, source="test", by=None)
    versions.append(_publish(world))
    leader = world.client("team_leader")
    addresses = [desk(world, f"/duty/changes?was={a}&now={b}") for a, b in (versions, versions[::-1])]
    pages = [leader.get(one).text for one in addresses]
    assert pages[0] == pages[1], "the earlier one comes first, however one asks"
    assert EVIL not in pages[0]
    page = said(pages[0])
    assert "改了卡头责任人现在：班长" in page
    assert "改了1.班前检查设备到位标准原来：每班一次现在：每班两次" in page
    assert "<del>一</del>" in pages[0]
    assert "<ins>两</ins>" in pages[0]
    assert "新加2.<script>" in page
    assert "拿掉打扫卫生" in page
    assert "放回来" not in page, "what is published does not change"


def _publish(world: World) -> str:
    version = draft(cards_of(world.crusher_id)[0])
    assert version is not None
    put_in_force(version, effective_on=DAY, by=None)
    return str(version.id)


def test_two_versions_that_say_the_same_say_so(world: World) -> None:
    version = begun(world, Kind.DUTY)
    first = version.card.versions[-1]
    page = world.client("team_leader").get(desk(world, f"/duty/changes?was={first.id}&now={version.id}")).text
    assert "两版一样" in page


@pytest.mark.parametrize("asked", ["", "?was=x&now=y", "?was={id}", "?was={id}&now={id}"])
def test_a_comparison_of_nothing_leads_back_to_the_history(world: World, asked: str) -> None:
    world.publish(world.crusher, Kind.DUTY)
    query = asked.format(id=published_of(world.crusher_id)[Kind.DUTY].id)
    answer = world.client("team_leader").get(desk(world, f"/duty/changes{query}"))
    assert answer.status_code in {302, 404}
