"""Labels are hung, replaced and revoked."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core import db
from app.core.errors import Conflict
from app.labels import actions as labels
from app.labels import queries
from app.org import actions as org
from tests.world import World


def test_every_post_without_a_label_gets_one_and_the_others_keep_theirs(world: World) -> None:
    old = world.label(world.crusher)
    labels.ensure_labels([world.crusher, world.truck], by=None)
    found = queries.live_labels([world.crusher.id, world.truck.id])
    assert [one.post_id for one in found] == [world.crusher.id, world.truck.id]
    assert found[0].id == old.id


def test_a_replaced_label_is_dead_at_once_and_its_post_has_another(world: World) -> None:
    old = world.label(world.crusher)
    new = labels.replace_label(old, by=world.admin.id)
    assert queries.by_token(old.token) is None
    assert queries.by_code(old.code) is None
    assert queries.by_code(new.code).post_id == world.crusher.id


def test_when_no_new_label_can_be_made_the_old_one_still_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = world.label(world.crusher)
    monkeypatch.setattr(labels, "random_token", lambda _length: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        labels.replace_label(old, by=world.admin.id)
    world.forget()
    assert queries.by_token(old.token).id == old.id


def test_replacing_twice_by_a_double_tap_makes_one_new_label(world: World) -> None:
    old = world.label(world.crusher)
    labels.replace_label(old, by=world.admin.id)
    with pytest.raises(Conflict, match="停用"):
        labels.replace_label(old, by=world.admin.id)
    assert len(queries.live_labels([world.crusher.id])) == 1


def test_a_revoked_code_is_not_given_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = world.label(world.crusher)
    labels.revoke_label(old, by=world.admin.id)
    drawn = iter([old.code[:8], old.code[:8], "11111111"])
    monkeypatch.setattr(labels, "random_digits", lambda _length: next(drawn))
    assert world.label(world.truck).code.startswith("11111111")


def test_a_code_of_another_enterprise_is_not_given_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = world.label(world.furnace)
    drawn = iter([taken.code[:8], "11111111"])
    monkeypatch.setattr(labels, "random_digits", lambda _length: next(drawn))
    db.scope_to(frozenset({world.mine.id}))
    assert world.label(world.crusher).code.startswith("11111111")


def test_a_revocation_remembers_its_first_time(world: World) -> None:
    label = world.label(world.crusher)
    labels.revoke_label(label, by=world.admin.id)
    first = label.revoked_at
    labels.revoke_label(label, by=world.people["principal"].id)
    assert label.revoked_at == first
    assert label.revoked_by == world.admin.id


def test_making_and_revoking_are_in_the_audit(world: World) -> None:
    labels.replace_label(world.label(world.crusher), by=world.admin.id)
    acts = db.session().scalars(
        select(AuditEntry.act).where(AuditEntry.act.startswith("label.")).order_by(AuditEntry.at)
    )
    assert list(acts) == ["label.make", "label.revoke", "label.make"]


def test_labels_of_closed_posts_are_not_printed_and_open_nothing(world: World) -> None:
    label = world.label(world.crusher)
    org.close_post(world.crusher, by=world.admin.id)
    assert queries.labels_within([world.mine.path]) == []
    assert queries.by_code(label.code) is None


def test_labels_stand_in_the_order_of_departments_and_posts(world: World) -> None:
    labels.ensure_labels([world.truck, world.furnace, world.crusher], by=None)
    assert [one.post_id for one in queries.labels_within([world.mine.path])] == [
        world.crusher.id,
        world.truck.id,
    ]
