"""Who may do what, grant what, and vouch for whom: pure, on made-up accounts."""

from dataclasses import dataclass, field

import pytest

from app.access.policy import ACTS, ROLES, Role, may, may_grant, may_vouch, rank

PARK, MINE, SHOP, CREW, OTHER, PLANT = "/p/", "/p/m/", "/p/m/s/", "/p/m/s/c/", "/p/m/o/", "/p/f/"


@dataclass
class Held:
    role: str
    unit_path: str


@dataclass
class Somebody:
    grants: list[Held] = field(default_factory=list)
    closed_at: object = None


def holding(*roles: tuple[Role, str]) -> Somebody:
    return Somebody([Held(role.value, path) for role, path in roles])


ADMIN = holding((Role.ADMINISTRATOR, MINE))
LEADER = holding((Role.WORKER, CREW), (Role.TEAM_LEADER, CREW))
WORKER = holding((Role.WORKER, CREW))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [(MINE, True), (CREW, True), (OTHER, True), (PARK, False), (PLANT, False), ("/p/m", False), ("", False)],
)
def test_a_role_reaches_down_its_subtree_and_no_further(path: str, allowed: bool) -> None:
    assert may(ADMIN, "org.write", path) is allowed


def test_a_closed_account_may_nothing() -> None:
    gone = Somebody(ADMIN.grants, closed_at="today")
    assert not any(may(gone, act, MINE) for act in ACTS)
    assert not may_grant(gone, Role.WORKER, MINE)
    assert not may_vouch(gone, WORKER, [CREW])


def test_no_role_gives_no_act_and_an_unknown_act_is_nobodys() -> None:
    assert not may(holding(), "cards.read", CREW)
    assert not any(may(holding((role, PARK)), "no.such", PARK) for role in Role)


def test_ranks_rise_from_the_post_upward() -> None:
    assert [ROLES[role].rank for role in Role] == list(range(1, len(Role) + 1))
    assert (rank(holding()), rank(WORKER), rank(LEADER), rank(ADMIN)) == (0, 1, 2, 6)


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_grants_up_to_the_own_rank(role: Role) -> None:
    assert may_grant(ADMIN, role, CREW) is (role is not Role.PARK_OVERSEER)
    assert not may_grant(ADMIN, role, PARK)
    assert not may_grant(ADMIN, role, PLANT)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_grants_anything(role: Role) -> None:
    assert not any(may_grant(holding((role, PARK)), given, CREW) for given in Role)


def test_a_higher_role_elsewhere_grants_nothing_here() -> None:
    both = holding((Role.ADMINISTRATOR, OTHER), (Role.TEAM_LEADER, CREW))
    assert may_grant(both, Role.TEAM_LEADER, OTHER)
    assert not may_grant(both, Role.TEAM_LEADER, CREW)


def test_a_leader_vouches_for_the_own_workers_only() -> None:
    assert may_vouch(LEADER, WORKER, [CREW])
    assert not may_vouch(LEADER, holding((Role.WORKER, OTHER)), [OTHER])
    assert not may_vouch(LEADER, ADMIN, [MINE])
    assert not may_vouch(LEADER, LEADER, [CREW])
    assert not may_vouch(WORKER, WORKER, [CREW])


def test_nobody_vouches_for_roles_that_reach_outside_the_own_units() -> None:
    """Whoever uses the key holds all that the person holds, also elsewhere."""
    assert not may_vouch(LEADER, holding((Role.WORKER, CREW), (Role.WORKER, OTHER)), [CREW])
    assert not may_vouch(LEADER, holding((Role.WORKER, CREW), (Role.ADMINISTRATOR, MINE)), [CREW])


def test_a_high_rank_elsewhere_does_not_help_here() -> None:
    both = holding((Role.ADMINISTRATOR, OTHER), (Role.TEAM_LEADER, SHOP))
    assert not may_vouch(both, holding((Role.DEPARTMENT_HEAD, CREW)), [CREW])
    assert not may_vouch(both, holding((Role.TEAM_LEADER, CREW)), [CREW])
    assert may_vouch(both, WORKER, [CREW])


def test_only_an_administrator_vouches_for_an_equal() -> None:
    assert may_vouch(ADMIN, ADMIN, [MINE])
    for role in (Role.TEAM_LEADER, Role.DEPARTMENT_HEAD, Role.SAFETY_OFFICER, Role.PRINCIPAL):
        assert not may_vouch(holding((role, MINE)), holding((role, MINE)), [MINE])


def test_nobody_vouches_for_who_left_or_stands_nowhere() -> None:
    assert not may_vouch(ADMIN, Somebody(WORKER.grants, closed_at="today"), [CREW])
    assert not may_vouch(ADMIN, holding(), [])
