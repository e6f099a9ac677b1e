"""The demo enterprise: whole, marked as an example, and with the one red post that it shows."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from app.access.models import Grant
from app.access.policy import Role
from app.audit import actions as audit
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, head_of, level_of, published_of
from app.cards.schemas import Kind, ScenarioRow
from app.checks.actions import freeze_all
from app.checks.bundles import plan_bundle
from app.checks.models import Plan
from app.checks.rules import rules_for
from app.checks.windows import windows
from app.core import db
from app.core.clock import now
from app.core.words import dial
from app.demo import load as demo
from app.labels.queries import labels_within
from app.org import queries as org
from app.org.models import Person, Post
from tests.world import DAY, PASSWORD, Browser, mine_day

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def posts(app: Flask) -> list[Post]:
    """The demo, loaded; its posts."""
    with app.app_context():
        g.scope = db.EVERYWHERE
        yield demo.load(lambda _line: None, DAY)


def emergencies(posts: list[Post]) -> list[tuple[Post, CardVersion]]:
    return [(post, published_of(post.id)[Kind.EMERGENCY]) for post in posts]


def test_it_is_large_enough_to_try_everything(posts: list[Post]) -> None:
    assert len(posts) >= 12
    assert db.session().scalar(select(func.count()).select_from(Person)) >= 30
    assert set(db.session().scalars(select(Grant.role))) == {role.value for role in Role}


def test_every_post_has_its_four_cards_published_and_a_label(posts: list[Post]) -> None:
    for post in posts:
        assert set(published_of(post.id)) == set(Kind)
        assert all(version.rows for version in published_of(post.id).values())
    assert {label.post_id for label in labels_within(["/"])} == {post.id for post in posts}


def test_every_emergency_card_says_that_it_is_an_example(posts: list[Post]) -> None:
    for post, version in emergencies(posts):
        assert "示例" in head_of(version).notice, post.title
        assert "核对" in head_of(version).notice, post.title


def known_icons() -> set[str]:
    built = ROOT / "static" / "dist" / "icons.json"
    if built.exists():
        return set(json.loads(built.read_text(encoding="utf-8")))
    lines = (ROOT / "static" / "client" / "icons.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def test_every_icon_it_draws_exists(posts: list[Post]) -> None:
    used = set()
    for _, version in emergencies(posts):
        rows = [row for _, row in bodies_of(version) if isinstance(row, ScenarioRow)]
        used |= {row.icon for row in rows} | {step.icon for row in rows for step in row.steps}
    assert used - {""} <= known_icons()


def test_exactly_one_post_is_red(posts: list[Post]) -> None:
    levels = {post.title: level_of(published_of(post.id)[Kind.RISK]) for post in posts}
    assert [title for title, level in levels.items() if level == 1] == ["爆破器材保管岗"]
    assert None not in levels.values()


def test_what_to_do_is_short_and_who_does_it_is_said(posts: list[Post]) -> None:
    for post, version in emergencies(posts):
        for _, row in bodies_of(version):
            assert row.steps and len(row.short or row.name) <= 4, post.title
            for step in row.steps:
                assert step.who, (post.title, step.act)
                assert len(step.act) <= 12, (post.title, step.act)


def test_no_number_in_it_reaches_anybody(posts: list[Post]) -> None:
    for post, version in emergencies(posts):
        for contact in head_of(version).contacts:
            number = dial(contact.number)
            assert number.startswith("0000") or number in {"120", "119", "110"}, (post.title, contact)
    for phone in db.session().scalars(select(org.Account.phone)):
        assert phone is None or re.fullmatch(r"1990000\d{4}", phone)


def test_everyone_stands_in_a_unit_and_can_sign_in(app: Flask, posts: list[Post]) -> None:
    people = org.people(["/"])
    assert all(person.unit is not None and not person.account.must_change for person in people)
    app.test_client_class = Browser
    data = {"who": people[-1].account.employee_no, "password": demo.PASSWORD}
    assert app.test_client().post("/signin", data=data).location == "/"
    assert demo.PASSWORD != PASSWORD


def test_its_audit_chains_are_whole(posts: list[Post]) -> None:
    assert [audit.first_bad(unit.id) for unit in org.tenants()] == [None, None]


def test_its_plans_are_on_and_have_missed_nothing_yet(posts: list[Post]) -> None:
    plans = list(db.session().scalars(select(Plan)))
    assert {plan.cycle for plan in plans} == {"shift", "week", "xun", "month"}
    assert all(plan.on and plan.revision == 1 for plan in plans)
    assert freeze_all(now()) == 0
    measured = [item for plan in plans for item in plan_bundle(plan).items if item.value is not None]
    assert any(item.value.high == 75 for item in measured)


def test_every_day_has_a_day_shift_and_a_night_shift(posts: list[Post]) -> None:
    crusher = next(post for post in posts if post.title == "一号破碎机操作岗")
    plan = db.session().scalars(select(Plan).where(Plan.post_id == crusher.id)).one()
    tomorrow = mine_day() + timedelta(days=1)
    week = rules_for([plan], tomorrow, tomorrow + timedelta(days=6))[plan.id]
    found = windows(week, tomorrow, tomorrow + timedelta(days=6))
    assert [one.shift_name for one in found] == ["白班", "夜班"] * 7
