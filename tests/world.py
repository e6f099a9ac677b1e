"""Builders and a fixed cast: two enterprises in one park, and somebody in every role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from click.testing import Result
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import actions as access
from app.access import secrets
from app.access.models import Account
from app.access.policy import Role
from app.cards import actions as cards
from app.cards.models import CardVersion
from app.cards.schemas import (
    Body,
    Contact,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
)
from app.core import db
from app.core.clock import now
from app.labels import actions as labels
from app.labels.models import Label
from app.org import actions as org
from app.org.models import Installation, Person, Post, Unit, UnitKind
from app.risk.matrices import grade

PASSWORD = "a good password"
DAY = date(2026, 3, 2)
ZONE = ZoneInfo("Asia/Shanghai")  # where both enterprises are
ROLES = [role.value for role in Role]


def mine_day() -> date:
    """Which day it is at the mine: from 16:00 UTC on another one than in UTC."""
    return now().astimezone(ZONE).date()


class Browser(FlaskClient):
    """A client whose requests start from nothing, as a server's do.

    Inside a test's own application context Flask would share `g` with the request: its scope, its session,
    and whoever signed in last. What the test has loaded is forgotten after each request, so that it sees the
    changes.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)  # files that are sent are closed at once
        answer = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session().rollback()
            db.session().expire_all()
        return answer


class World:
    """青山园区 with 甲矿 (破碎车间 > 破碎甲班, 运输车间) and 乙厂 (熔铸车间).

    `people[role]` holds somebody of 甲矿 in each role (the overseer is the park's), standing at 破碎甲班
    where the role is a crew's; `stranger` is 乙厂's administrator.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        g.scope = db.EVERYWHERE  # the test itself looks everywhere; requests get their own scope
        with db.writing():
            self.installation: Installation = org.install(demo=False)
            self.park = self._unit(UnitKind.PARK, "青山园区", None)
            self.mine = self._unit(UnitKind.ENTERPRISE, "甲矿", self.park)
            self.crushing = self._unit(UnitKind.DEPARTMENT, "破碎车间", self.mine)
            self.crew = self._unit(UnitKind.TEAM, "破碎甲班", self.crushing)
            self.hauling = self._unit(UnitKind.DEPARTMENT, "运输车间", self.mine)
            self.plant = self._unit(UnitKind.ENTERPRISE, "乙厂", self.park)
            self.casting = self._unit(UnitKind.DEPARTMENT, "熔铸车间", self.plant)
            self.crusher = org.add_post(unit=self.crew, title="一号破碎机操作岗", key_post=True, by=None)
            self.truck = org.add_post(unit=self.hauling, title="自卸车司机岗", by=None)
            self.furnace = org.add_post(unit=self.casting, title="熔炼炉操作岗", by=None)
            self._cast()

    def _unit(self, kind: UnitKind, name: str, parent: Unit | None) -> Unit:
        return org.add_unit(kind=kind, name=name, parent=parent, by=None)

    def _cast(self) -> None:
        places = {
            Role.WORKER: (self.crew, self.crew),
            Role.TEAM_LEADER: (self.crew, self.crew),
            Role.DEPARTMENT_HEAD: (self.crushing, self.crushing),
            Role.SAFETY_OFFICER: (self.mine, self.mine),
            Role.PRINCIPAL: (self.mine, self.mine),
            Role.ADMINISTRATOR: (self.mine, self.mine),
            Role.PARK_OVERSEER: (self.park, self.park),
        }
        self.people: dict[str, Person] = {}
        for number, (role, (unit, on)) in enumerate(places.items(), 1):
            self.people[role.value] = self.person(f"{role.value}", unit, str(1000 + number), role, on)
        self.stranger = self.person("stranger", self.plant, "2001", Role.ADMINISTRATOR, self.plant)
        self.driver = self.person("driver", self.hauling, "1101")
        org.assign(self.people["worker"], self.crusher, on=DAY, by=None)
        # Ids apart, for tests that let go of the rows.
        self.mine_id, self.plant_id, self.casting_id = self.mine.id, self.plant.id, self.casting.id
        self.crusher_id, self.furnace_id = self.crusher.id, self.furnace.id
        self.worker_id = self.people["worker"].id

    def person(
        self, name: str, unit: Unit, number: str, role: Role | None = None, on: Unit | None = None
    ) -> Person:
        """Somebody who joined on DAY, with `PASSWORD` already changed by themselves."""
        with db.writing():
            made = org.join(
                unit=unit,
                name=name,
                employee_no=number,
                phone=f"1990000{number}",
                on=DAY,
                by=None,
                password_hash=secrets.hash_password(PASSWORD),
            )
            made.account.must_change = False
            if role and on and role is not Role.WORKER:
                access.grant_role(made.account, role, unit_id=on.id, unit_path=on.path, by=None)
        return made

    @property
    def admin(self) -> Account:
        """甲矿's administrator."""
        return self.people["administrator"].account

    def client(self, who: Person | str | None) -> FlaskClient:
        """A browser in which `who` (a person, a role of the cast, or nobody) is signed in."""
        client = self.app.test_client()
        if who is None:
            return client
        person = self.people[who] if isinstance(who, str) else who
        made = access.start_session(person.account, "password", "pytest")
        with client.session_transaction() as cookie:
            cookie["_user_id"] = str(made.id)
            cookie.permanent = True  # as a real sign-in leaves it
        return client

    def label(self, post: Post) -> Label:
        """A new label on a post."""
        return labels.make_label(post, by=None)

    def publish_all(self, post: Post, *, residual: dict[str, float] | None = None, mark: str = "") -> None:
        """Publish all four cards on a post; `mark` tells versions apart, `residual` sets the level."""
        for kind in Kind:
            self.publish(post, kind, residual=residual, mark=mark)

    def publish(
        self, post: Post, kind: Kind, *, residual: dict[str, float] | None = None, mark: str = ""
    ) -> None:
        """Publish one card on a post."""
        cards.put_in_force(self.draft(post, kind, residual=residual, mark=mark), effective_on=DAY, by=None)

    def draft(
        self, post: Post, kind: Kind, *, residual: dict[str, float] | None = None, mark: str = ""
    ) -> CardVersion:
        """Write a draft of one card of a post."""
        head = Head(owner="破碎车间主任", jingle=["开机先看罩和绳，", "有人检修牌挂门。"])
        if kind is Kind.EMERGENCY:
            head.contacts = [Contact(name="调度室", number="0000-8110")]
        row = sample_row(kind, residual, mark)
        return cards.write_draft(post, kind, head, [("r1", row)], source="test", by=None)

    @db.action
    def change(self, row: db.Base, **values: Any) -> None:
        """Set columns of a row, as no action of the app would."""
        for name, value in values.items():
            setattr(row, name, value)

    def command(self, *args: str) -> Result:
        """Run a command of the app, as from a shell."""
        return self.outside(self.app.test_cli_runner().invoke, args=list(args))

    def outside(self, function: Callable[..., Any], **named: Any) -> Any:
        """Call a function as another process would: without this test's application context."""
        return Context().run(function, **named)

    def forget(self) -> None:
        """Forget all that this test has loaded, so that it is read anew."""
        db.session().rollback()
        db.session().expire_all()

    @contextmanager
    def as_request(self) -> Iterator[None]:
        """A fresh application context, as each request has one."""
        with self.app.app_context():
            g.scope = db.EVERYWHERE
            yield


def sample_row(kind: Kind, residual: dict[str, float] | None = None, mark: str = "") -> Body:
    """A row of each kind that says something."""
    rows: dict[Kind, Body] = {
        Kind.EMERGENCY: ScenarioRow(
            name="胶带卷住人",
            short="卷住人",
            steps=[
                Step(id="s1", who="谁看见谁做", act=f"拉绳，停机{mark}", how="一拉就停。"),
                Step(id="s2", who="谁看见谁做", act="大声喊人"),
                Step(id="s3", who="操作工做", act="断电，挂牌"),
            ],
            never=["没断电，不许伸手"],
        ),
        Kind.RISK: RiskRow(
            point="出料胶带",
            hazard="防护罩缺失，人手卷入",
            accidents=["机械伤害"],
            before=grade("LS", {"L": 4, "S": 5}),
            after=grade("LS", residual or {"L": 3, "S": 3}),
            measures=[Measure(id="m1", text=f"护罩装好，螺栓拧紧{mark}", kind="工程技术")],
        ),
        Kind.OPERATION: OperationRow(
            procedure="开机前看一圈", standard="罩、绳、铃都好", phase="前", forbidden=["严禁带料开机"]
        ),
        Kind.DUTY: DutyRow(number="1", duty="班前检查设备", standard="每班一次"),
    }
    return rows[kind]
