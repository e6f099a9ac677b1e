"""The console's front page."""

from collections.abc import Callable
from typing import NamedTuple

from flask import render_template
from flask_login import current_user

from app.access.policy import ROLES, Role
from app.core.web import allow
from app.org import queries
from app.org.models import Unit
from app.org.routes.parts import blueprint


class Door(NamedTuple):
    """A way into a part of the console: who holds `act` somewhere sees it; a daily one beside every page, too."""

    act: str
    icon: str
    word: str
    help: str
    href: str
    daily: bool = False


class FirstStep(NamedTuple):
    """A thing to do in a new enterprise."""

    done: bool
    word: str
    href: str


# What rooms above this one show on top of it: each gives its part of the page, "" where this account has none.
FRONTS: list[Callable[[], str]] = []
# Addresses, not endpoints: some belong to rooms above this one.
DOORS = (
    Door("signin.issue", "qrcode", "给员工登录码", "员工扫一下就进入", "/console/keys"),
    Door("checks.read", "list-check", "今天五件事", "今天先盯哪几件", "/console/five", daily=True),
    Door("checks.read", "table", "完成表", "每个岗位，哪天做了，哪天没做", "/console/board", daily=True),
    Door(
        "checks.read", "school", "会不会", "每个岗位的题掌握了多少，谁没看卡", "/console/mastery", daily=True
    ),
    Door("console.open", "signature", "等我签字", "卡送审了，签字、退回、发布", "/cards/signing", daily=True),
    Door("learning.read", "bulb", "学新卡", "卡改了，谁还没学", "/console/learning", daily=True),
    Door(
        "cards.write", "refresh", "修订任务", "哪些卡要重新看，谁看，哪天前", "/console/renewals", daily=True
    ),
    Door("changes.write", "git-compare", "变更", "设备、工艺变了，记下来，卡跟着改", "/console/changes"),
    Door(
        "hazards.read",
        "alert-triangle",
        "隐患",
        "登记、验收、销号，停工和复工",
        "/console/hazards",
        daily=True,
    ),
    Door("checks.read", "clipboard-check", "检查记录", "谁查了什么，哪次没做", "/console/checks", daily=True),
    Door(
        "spotchecks.read",
        "microphone",
        "抽背",
        "应知应会率，谁会了，谁还差哪张卡",
        "/console/spotchecks",
        daily=True,
    ),
    Door(
        "plans.write",
        "calendar-check",
        "检查计划",
        "查什么、多久查一次、谁来查",
        "/console/plans",
        daily=True,
    ),
    Door("plans.write", "clock-hour-4", "倒班表", "白班、夜班，班组怎么轮", "/console/shifts"),
    Door("plans.write", "calendar", "假日和调休", "哪天上班，哪天休息", "/console/days"),
    Door("plans.pause", "player-pause", "停产和请假", "这些天不用查", "/console/pauses"),
    Door("console.open", "bell", "收件箱", "有什么告诉我的", "/inbox"),
    Door("org.read", "sitemap", "单位和岗位", "部门、班组、岗位", "/console/units", daily=True),
    Door("people.read", "users", "人员", "入职、调动、离职、角色", "/console/people", daily=True),
    Door("people.write", "table", "导入花名册", "用 Excel 一次加很多人", "/console/roster"),
    Door("labels.print", "tag", "岗位码", "打印、贴到岗位上", "/console/labels", daily=True),
    Door("import.run", "file-import", "导入", "岗位清单、职责表", "/console/import"),
    Door("checks.read", "device-mobile", "还没送到的记录", "谁的手机上还有几条", "/console/gaps"),
    Door("records.hand_in", "file-upload", "帮人交记录", "手机送不出去时导出的文件", "/console/handin"),
    Door("records.review", "user-check", "核对记录", "停用的手机送来的、没收下的", "/console/review"),
    Door("settings.read", "settings", "设置", "登录、时区和各种规则", "/console/settings"),
    Door("audit.read", "history", "审计记录", "谁在什么时候改了什么", "/console/audit"),
)


def _doors() -> list[Door]:
    return [door for door in DOORS if current_user.may_somewhere(door.act)]


@blueprint.app_context_processor
def beside() -> dict[str, Callable[[], list[Door]]]:
    """For templates: `daily_doors()`, what stands beside a page of the console where there is room."""
    return {"daily_doors": lambda: [door for door in _doors() if door.daily]}


@blueprint.get("/console/")
@allow("console.open")
def home() -> str:
    """What this account may do, in large cells, and who it is."""
    units = queries.units_by_id({grant.unit_id for grant in current_user.grants})
    roles = [
        (ROLES[Role(grant.role)].name, units[grant.unit_id].name if grant.unit_id in units else "")
        for grant in current_user.grants
        if grant.role != Role.WORKER
    ]
    enterprise = queries.unit(current_user.enterprise_id)
    first_steps = _first_steps(enterprise) if current_user.may("org.write", enterprise.path) else []
    return render_template(
        "console/home.html",
        doors=_doors(),
        roles=roles,
        enterprise=enterprise,
        first_steps=first_steps,
        fronts=[front() for front in FRONTS],
    )


def _first_steps(enterprise: Unit) -> list[FirstStep]:
    """The way from an empty enterprise to labels on the machines; nothing once it has been gone."""
    paths = [enterprise.path]
    units, posts = len(queries.units(paths)) > 1, queries.count_posts(paths) > 0
    people = queries.count_people(paths) > 1
    if units and posts and people:
        return []
    return [
        FirstStep(units, "加部门、班组", f"/console/units/{enterprise.id}/children"),
        FirstStep(posts, "粘贴岗位清单", "/console/import"),
        FirstStep(people, "导入花名册", "/console/roster"),
        FirstStep(False, "发布四张卡", "/console/posts"),
        FirstStep(False, "打印岗位码", "/console/labels"),
    ]
