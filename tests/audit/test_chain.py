"""The audit: what it says, and that a change to it shows."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from app.audit.actions import first_bad
from app.audit.models import AuditEntry, AuditHead, AuditLink
from app.audit.words import ACTS
from app.core import db
from app.org import actions
from app.reports.five.actions import put_off
from app.reports.five.settings import WEIGHT_GAP
from app.settings.actions import override
from tests.world import DAY, World

APP = Path(__file__).resolve().parents[2] / "app"


def rename(world: World, name: str) -> AuditEntry:
    actions.rename_unit(world.crew, name, by=world.admin.id)
    asked = select(AuditEntry).where(AuditEntry.act == "unit.rename").order_by(AuditEntry.id.desc()).limit(1)
    return db.session().scalars(asked).one()


def test_a_whole_chain_verifies(world: World) -> None:
    rename(world, "一班")
    assert first_bad(world.mine.id) is None
    assert first_bad(world.plant.id) is None
    assert first_bad(world.park.id) is None


def test_each_commit_is_one_link_and_enterprises_have_their_own_chains(world: World) -> None:
    def heads() -> tuple[int, int]:
        return tuple(db.session().get(AuditHead, unit.id).seq for unit in (world.mine, world.plant))

    mine, plant = heads()
    rename(world, "一班")
    assert heads() == (mine + 1, plant)


@pytest.mark.parametrize(
    "values",
    [
        {"payload": {"before": "破碎甲班", "after": "别的"}},
        {"by": None},
        {"act": "unit.close"},
        {"digest": "0" * 64},
    ],
)
def test_a_tampered_row_is_named(world: World, values: dict[str, object]) -> None:
    entry = rename(world, "一班")
    rename(world, "二班")
    with db.writing():
        db.session().execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(**values))
    found = first_bad(world.mine.id)
    assert found is not None
    if "digest" not in values:
        assert str(entry.id) in found


def test_a_payload_can_be_erased_by_law(world: World) -> None:
    entry = rename(world, "一班")
    with db.writing():
        entry.payload = None
    assert first_bad(world.mine.id) is None


def test_a_missing_entry_link_or_tail_shows(world: World) -> None:
    entry = rename(world, "一班")
    last = rename(world, "二班")
    with db.writing() as active:
        active.execute(text("DELETE FROM audit_entries WHERE link_id = :link"), {"link": _key(last.link_id)})
        active.execute(text("DELETE FROM audit_links WHERE id = :link"), {"link": _key(last.link_id)})
    assert "the head says" in (first_bad(world.mine.id) or "")
    with db.writing() as active:
        active.delete(entry)
    assert "does not follow" in (first_bad(world.mine.id) or "")


def _key(link: object) -> object:
    return link.hex if db.engine().dialect.name == "sqlite" else link


def test_a_write_that_failed_leaves_nothing(world: World) -> None:
    before = db.session().get(AuditHead, world.mine.id).seq
    with pytest.raises(RuntimeError), db.writing():
        actions.rename_unit(world.crew, "一班", by=world.admin.id)
        raise RuntimeError
    assert db.session().get(AuditHead, world.mine.id).seq == before
    assert first_bad(world.mine.id) is None


def test_links_count_from_one_without_holes(world: World) -> None:
    asked = select(AuditLink.seq).where(AuditLink.enterprise_id == world.mine.id).order_by(AuditLink.seq)
    found = list(db.session().scalars(asked))
    assert found == list(range(1, len(found) + 1))


def test_every_act_that_is_recorded_has_words() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in APP.rglob("*.py"))
    acts = set(re.findall(r'(?:audit\.record|_note)\(\s*"([a-z_]+\.[a-z_]+)"', code))
    assert acts - set(ACTS) == set()
    assert len(acts) > 20


def test_the_page_says_who_did_what_in_words(world: World) -> None:
    rename(world, "一班")
    page = world.client("principal").get("/console/audit").text
    assert "administrator给单位改了名" in page
    assert "原来：破碎甲班；现在：一班" in page
    assert "今天 " in page


def test_the_page_names_a_setting_and_shows_no_key_that_is_for_machines(world: World) -> None:
    override(WEIGHT_GAP, 1, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)
    put_off(world.people["administrator"], "missed:01a2:2026-11-20/night:any", DAY)
    page = world.client("administrator").get("/console/audit").text
    assert "设置：分量：手机上有记录没送到" in page
    assert "把一件事放到明天" in page and "missed:" not in page


def test_the_page_shows_the_head_of_the_chain(world: World) -> None:
    browser = world.client("administrator")
    head = db.session().get(AuditHead, world.mine.id)
    page = browser.get("/console/audit").text
    assert f"第 {head.seq} 环" in page and head.hash[:16] in page


def test_the_page_filters_by_subject_and_has_pages(world: World) -> None:
    for number in range(55):
        rename(world, f"{number} 班")
    browser = world.client("administrator")
    assert "下一页" in browser.get("/console/audit").text
    page = browser.get(f"/console/audit?subject={world.crew.id}&page=2").text
    assert "加了单位" in page and "登录了" not in page
    assert "没有记录" in browser.get(f"/console/audit?subject={world.stranger.id}").text
    assert browser.get("/console/audit?subject=nonsense").status_code == 404


def test_another_enterprise_sees_nothing_of_it(world: World) -> None:
    rename(world, "一班")
    assert "给单位改了名" not in world.client(world.stranger).get("/console/audit").text
