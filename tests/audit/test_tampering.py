"""Whatever is changed behind the audit's back shows, and is named."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.audit import actions as audit
from app.audit.actions import first_bad
from app.audit.models import AuditEntry, AuditHead, AuditLink
from app.audit.words import in_fours
from app.core import db
from app.core.ids import new_id
from tests.world import World


def commit(world: World, *names: str) -> AuditLink:
    """One commit with an entry for each name; its link."""
    with db.writing():
        for name in names:
            audit.record("test.note", "unit", world.crew.id, enterprise_id=world.mine_id, by=None, name=name)
    asked = select(AuditLink).where(AuditLink.enterprise_id == world.mine_id)
    return db.session().scalars(asked.order_by(AuditLink.seq.desc()).limit(1)).one()


def entries(link: AuditLink) -> list[AuditEntry]:
    asked = select(AuditEntry).where(AuditEntry.link_id == link.id).order_by(AuditEntry.place)
    return list(db.session().scalars(asked))


@db.action
def tamper(statement: Any) -> None:
    """Change rows as somebody with the database's password would."""
    db.session().execute(statement)


def remove(link: AuditLink) -> int:
    """Remove a link with its entries; which one it was."""
    seq, which = link.seq, link.id
    tamper(delete(AuditEntry).where(AuditEntry.link_id == which))
    tamper(delete(AuditLink).where(AuditLink.id == which))
    return seq


def bad(world: World) -> str:
    world.forget()
    return first_bad(world.mine_id) or ""


@pytest.mark.parametrize(
    "values",
    [
        {"payload": {"name": "别的"}},
        {"by": new_id()},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"act": "test.other"},
        {"subject_kind": "post"},
        {"subject_id": None},
        {"salt": "00"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_entry_is_named(world: World, values: dict[str, object]) -> None:
    entry = entries(commit(world, "一", "二"))[0]
    commit(world, "三")
    tamper(update(AuditEntry).where(AuditEntry.id == entry.id).values(**values))
    assert str(entry.id) in bad(world)


def test_an_entry_that_was_moved_to_another_enterprise_is_named(world: World) -> None:
    entry = entries(commit(world, "一"))[0]
    tamper(update(AuditEntry).where(AuditEntry.id == entry.id).values(enterprise_id=world.plant_id))
    assert str(entry.id) in bad(world)


def test_an_entry_that_nobody_recorded_is_named(world: World) -> None:
    entry = entries(commit(world, "一", "二"))[0]
    forged = {column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns}
    with db.writing() as active:
        active.add(made := AuditEntry(**(forged | {"id": new_id(), "link_id": None})))
    assert str(made.id) in bad(world)


def test_a_removed_entry_shows_in_its_link(world: World) -> None:
    link = commit(world, "一", "二")
    commit(world, "三")
    tamper(delete(AuditEntry).where(AuditEntry.id == entries(link)[1].id))
    assert bad(world) == f"link {link.seq} does not follow from the one before"


def test_two_entries_in_another_order_show_in_their_link(world: World) -> None:
    link = commit(world, "一", "二")
    first, second = entries(link)
    tamper(update(AuditEntry).where(AuditEntry.id == first.id).values(place=second.place))
    tamper(update(AuditEntry).where(AuditEntry.id == second.id).values(place=0))
    assert bad(world) == f"link {link.seq} does not follow from the one before"


def test_a_removed_link_is_named(world: World) -> None:
    link = commit(world, "一")
    commit(world, "二")
    seq = remove(link)
    assert bad(world) == f"link {seq} is missing"


def test_two_links_in_another_order_show(world: World) -> None:
    first, second = commit(world, "一"), commit(world, "二")
    low, high = first.seq, second.seq
    for link, seq in ((first.id, 10_000), (second.id, low), (first.id, high)):
        tamper(update(AuditLink).where(AuditLink.id == link).values(seq=seq))
    assert bad(world) == f"link {low} does not follow from the one before"


def test_a_cut_tail_shows_even_with_its_head(world: World) -> None:
    seq = remove(commit(world, "一"))
    assert bad(world) == f"the head says {seq}, the chain ends at {seq - 1}"
    tamper(delete(AuditHead).where(AuditHead.enterprise_id == world.mine_id))
    assert bad(world) == f"the head says nothing, the chain ends at {seq - 1}"


def test_a_commit_with_many_entries_is_one_link_an_enterprise(world: World) -> None:
    def heads() -> tuple[int, ...]:
        return tuple(db.session().get(AuditHead, one).seq for one in (world.mine_id, world.plant_id))

    mine, plant = heads()
    with db.writing():
        for number in range(30):
            for unit in (world.mine_id, world.plant_id):
                audit.record("test.note", "unit", unit, enterprise_id=unit, by=None, number=number)
    assert heads() == (mine + 1, plant + 1)
    assert first_bad(world.mine_id) is None and first_bad(world.plant_id) is None


def test_a_long_chain_is_walked_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.audit.queries.WALK", 3)
    link = commit(world, "一")
    commit(world, "二")
    assert bad(world) == ""
    tamper(update(AuditEntry).where(AuditEntry.link_id == link.id).values(act="test.other"))
    assert f"of link {link.seq} was changed" in bad(world)


def test_the_head_is_printed_for_every_enterprise_in_fours(world: World) -> None:
    head = db.session().get(AuditHead, world.mine_id)
    told = world.command("audit", "head").output
    assert f"甲矿：第 {head.seq} 环，" in told and in_fours(head.hash) in told
    assert "乙厂：" in told and "青山园区：" in told
    assert re.search(r"^  ([0-9a-f]{4} ){15}[0-9a-f]{4}$", told, re.MULTILINE)


def test_the_page_of_the_head_can_be_printed_and_kept(world: World) -> None:
    browser = world.client("principal")
    page = browser.get("/console/audit/head").text
    head = db.session().get(AuditHead, world.mine_id)
    assert "甲矿" in page and f"第 {head.seq} 环" in page and in_fours(head.hash) in page
    assert "今天" not in page[page.index("<main") :], "paper is read on another day"
    assert "/console/audit/head" in browser.get("/console/audit").text


def test_the_moment_of_the_head_is_one_that_its_hash_covers(world: World) -> None:
    link = commit(world, "一")
    made = entries(link)[0].at
    tamper(update(AuditLink).where(AuditLink.id == link.id).values(at=made + timedelta(days=400)))
    local = made + timedelta(hours=8)
    assert f"{local:%Y-%m-%d %H:%M:%S}" in world.command("audit", "head").output
