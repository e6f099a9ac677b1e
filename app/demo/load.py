"""The demo enterprise: an open-pit limestone mine with its own power plant, written for this project."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from app.access import actions as access
from app.access.policy import Role
from app.access.secrets import hash_password
from app.core import db
from app.demo.plans import load_plans
from app.exchange.actions import put_cards_in_force
from app.exchange.cardfile import CardDraft, read_cards
from app.labels import actions as labels
from app.org import actions as org
from app.org.models import Person, Post, Unit, UnitKind

HERE = Path(__file__).parent
PASSWORD = "gangka-2026"  # noqa: S105 (the demo's; every real account chooses its own)
JOINED_DAYS_AGO = 400
EFFECTIVE_DAYS_AGO = 30
Say = Callable[[str], None]


def load(say: Say, today: date) -> list[Post]:
    """Write the demo into an empty database, in one commit; the posts in the order of the files."""
    plan = yaml.safe_load((HERE / "org.yaml").read_text(encoding="utf-8"))
    hashed = hash_password(PASSWORD)
    with db.everywhere(), db.writing():
        org.install(demo=True)
        units = _units(plan)
        say(f"单位 {len(units)} 个")
        posts = {one["key"]: _post(one, units) for one in plan["posts"]}
        for key, post in posts.items():
            since = today - timedelta(days=EFFECTIVE_DAYS_AGO)
            put_cards_in_force(post, _cards(key), effective_on=since, source="demo", by=None)
        labels.ensure_labels(list(posts.values()), by=None)
        say(f"岗位 {len(posts)} 个，四张卡都发布了")
        for one in plan["people"]:
            _person(one, units, posts, hashed, today - timedelta(days=JOINED_DAYS_AGO))
        say(f"人员 {len(plan['people'])} 人")
        checks = load_plans(units, posts, today)
        say(f"检查计划 {len(checks)} 个，都启用了")
    return list(posts.values())


def _units(plan: dict[str, Any]) -> dict[str, Unit]:
    park = org.add_unit(kind=UnitKind.PARK, name=plan["park"], parent=None, by=None)
    enterprise = org.add_unit(kind=UnitKind.ENTERPRISE, name=plan["enterprise"], parent=park, by=None)
    units = {park.name: park, enterprise.name: enterprise}
    for one in plan["units"]:
        made = org.add_unit(kind=UnitKind(one["kind"]), name=one["name"], parent=enterprise, by=None)
        units[made.name] = made
        for name in one.get("teams", []):
            units[name] = org.add_unit(kind=UnitKind.TEAM, name=name, parent=made, by=None)
    return units


def _post(one: dict[str, Any], units: dict[str, Unit]) -> Post:
    return org.add_post(
        unit=units[one["unit"]], title=one["title"], key_post=one.get("key_post", False), by=None
    )


def _cards(key: str) -> list[CardDraft]:
    return read_cards((HERE / "cards" / f"{key}.yaml").read_text(encoding="utf-8"))


def _person(
    one: dict[str, Any], units: dict[str, Unit], posts: dict[str, Post], hashed: str, joined: date
) -> Person:
    person = org.join(
        unit=units[one["unit"]],
        name=one["name"],
        employee_no=one["employee_no"],
        phone=one.get("phone"),
        on=joined,
        by=None,
        password_hash=hashed,
    )
    person.account.must_change = False  # so that the demo can be tried without choosing 30 passwords
    for key in one.get("posts", []):
        org.assign(person, posts[key], on=joined, by=None)
    for granted in one.get("roles", []):
        unit = units[granted["unit"]]
        access.grant_role(
            person.account, Role(granted["role"]), unit_id=unit.id, unit_path=unit.path, by=None
        )
    return person
