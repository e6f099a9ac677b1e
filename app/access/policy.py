"""Who may do what. One function decides: `may(account, act, unit_path)`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """Roles, from the post upward."""

    WORKER = "worker"  # 一线员工
    TEAM_LEADER = "team_leader"  # 班组长
    DEPARTMENT_HEAD = "department_head"  # 部门负责人
    SAFETY_OFFICER = "safety_officer"  # 安环
    PRINCIPAL = "principal"  # 主要负责人
    ADMINISTRATOR = "administrator"  # 管理员
    PARK_OVERSEER = "park_overseer"  # 园区


@dataclass(frozen=True)
class RoleRule:
    """What a role is called, what it allows, and how high it stands (for granting it and vouching)."""

    name: str
    rank: int
    acts: frozenset[str]


_WORKER = {"cards.read"}
_LEADER = _WORKER | {
    "console.open",
    "cards.write",  # drafts of their units' posts, and sending them to review
    "learning.read",
    "org.read",
    "people.read",
    "signin.issue",
    "labels.print",
    "checks.read",
    "spotchecks.read",
    "spotchecks.hold",  # 抽背: hear somebody recite
    "hazards.read",
    "hazards.handle",  # register, rectify, verify
    "stopwork.lift",
    "records.hand_in",
}
_HEAD = _LEADER | {"people.assign", "plans.pause", "hazards.close", "changes.write"}
_OFFICER = _HEAD | {
    "cards.publish",
    "import.run",
    "settings.read",
    "labels.manage",
    "plans.write",
    "records.review",
}
_ADMIN = _OFFICER | {"org.write", "people.write", "roles.grant", "settings.write", "audit.read"}

ROLES: dict[Role, RoleRule] = {
    Role.WORKER: RoleRule("员工", 1, frozenset(_WORKER)),
    Role.TEAM_LEADER: RoleRule("班组长", 2, frozenset(_LEADER)),
    Role.DEPARTMENT_HEAD: RoleRule("部门负责人", 3, frozenset(_HEAD)),
    Role.SAFETY_OFFICER: RoleRule("安全员", 4, frozenset(_OFFICER)),
    Role.PRINCIPAL: RoleRule("主要负责人", 5, frozenset(_OFFICER | {"audit.read"})),
    Role.ADMINISTRATOR: RoleRule("管理员", 6, frozenset(_ADMIN)),
    Role.PARK_OVERSEER: RoleRule(
        "园区监管",
        7,
        frozenset(
            {
                "cards.read",
                "console.open",
                "learning.read",
                "org.read",
                "people.read",
                "settings.read",
                "checks.read",
                "spotchecks.read",
                "hazards.read",
            }
        ),
    ),
}

ACTS: frozenset[str] = frozenset().union(*(rule.acts for rule in ROLES.values()))


class _Grant(Protocol):
    @property
    def role(self) -> str: ...
    @property
    def unit_path(self) -> str: ...


class _Granted(Protocol):
    @property
    def closed_at(self) -> object: ...
    @property
    def grants(self) -> Iterable[_Grant]: ...


def may(account: _Granted, act: str, unit_path: str) -> bool:
    """Whether `account` may do `act` on the unit at `unit_path` ("/park/enterprise/…/", of ids)."""
    if account.closed_at is not None or not unit_path:
        return False
    return any(
        act in ROLES[Role(grant.role)].acts and unit_path.startswith(grant.unit_path)
        for grant in account.grants
    )


def rank(account: _Granted) -> int:
    """The highest rank among the account's roles; 0 for none."""
    return max((ROLES[Role(grant.role)].rank for grant in account.grants), default=0)


def rank_at(account: _Granted, act: str, unit_path: str) -> int:
    """The highest rank among those roles of the account that allow `act` there; 0 for none."""
    if not may(account, act, unit_path):
        return 0
    rules = [ROLES[Role(grant.role)] for grant in account.grants if unit_path.startswith(grant.unit_path)]
    return max(rule.rank for rule in rules if act in rule.acts)


def may_grant(giver: _Granted, role: Role, unit_path: str) -> bool:
    """Whether `giver` may grant `role` there: never above the rank they themselves hold there.

    An administrator may make another administrator; nobody can lift anybody above themselves.
    """
    return ROLES[role].rank <= rank_at(giver, "roles.grant", unit_path)


def may_vouch(voucher: _Granted, person: _Granted, unit_paths: Iterable[str]) -> bool:
    """Whether `voucher` may hand `person` a sign-in key: they become that person for one tap.

    So the person must stand within the voucher's units with every role they hold, and hold none as high as
    the voucher's own there; only an administrator may vouch for an equal.
    """
    where = [*unit_paths, *(grant.unit_path for grant in person.grants)]
    if person.closed_at is not None or not where:
        return False
    mine, theirs = min(rank_at(voucher, "signin.issue", path) for path in where), rank(person)
    return theirs < mine or mine >= ROLES[Role.ADMINISTRATOR].rank >= theirs
