"""Who may do an act on a unit now, and who could at some moment."""

from datetime import timedelta

from app.access import actions as access
from app.access.policy import Role
from app.access.queries import could, grant_held, who_may
from app.core.clock import now
from tests.world import World


def test_who_may_stands_nearest_first_and_each_once(world: World) -> None:
    leader = world.people["team_leader"].account
    access.grant_role(leader, Role.SAFETY_OFFICER, unit_id=world.mine_id, unit_path=world.mine.path, by=None)
    names = {one.id: name for name, one in world.people.items()}
    assert [names[one] for one in who_may("hazards.handle", world.crew.path)] == [
        "team_leader",
        "department_head",
        "safety_officer",
        "principal",
        "administrator",
    ]
    above = [names[one] for one in who_may("hazards.handle", world.hauling.path)]
    assert set(above) == {"safety_officer", "principal", "administrator", "team_leader"}
    assert world.stranger.id not in who_may("hazards.handle", world.mine.path)


def test_who_left_may_nothing(world: World) -> None:
    leader = world.people["team_leader"]
    access.close_account(leader.account, by=world.admin.id)
    assert leader.id not in who_may("hazards.handle", world.crew.path)


def test_could_is_judged_by_the_roles_of_then(world: World) -> None:
    leader, moment = world.people["team_leader"], now()
    held = grant_held(leader.id, Role.TEAM_LEADER, world.crew.id)
    assert held is not None
    world.change(held, granted_at=moment - timedelta(days=9), ended_at=moment - timedelta(days=2))
    then = {
        days: could(leader.id, "hazards.handle", world.crew.path, moment - timedelta(days=days))
        for days in (1, 5, 10)
    }
    assert then == {1: False, 5: True, 10: False}
    during = moment - timedelta(days=5)
    assert not could(leader.id, "hazards.handle", world.crushing.path, during)
    assert not could(leader.id, "hazards.close", world.crew.path, during)
