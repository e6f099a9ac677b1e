"""The bundle of a person's practice: so a second phone goes on where the first stopped."""

from app.audit.queries import entries
from app.recite import settings as chosen
from app.settings import actions as settings
from tests.recite.builders import FIRST, body
from tests.sync.phones import Phone
from tests.world import World


def key(world: World) -> str:
    return f"recite:{world.worker_id}"


def test_the_second_phone_gets_what_the_first_has_sent(world: World) -> None:
    first, second = Phone(world, "worker"), Phone(world, "worker")
    sent = body(world, right=False, lapses=1)
    assert first.send("recite.answered", sent).state == "applied"
    found = second.client.get(f"/api/sync/bundles/{key(world)}").json
    memory = found["memories"][FIRST]
    assert (memory["state"], memory["lapses"], memory["stability"]) == (1, 1, 2.3)
    assert found["rules"]["paces"]["emergency"] == {"retention": 95, "longest_days": 30}
    assert found["rules"]["paces"]["duty"] == {"retention": 90, "longest_days": 90}


def test_it_changes_with_every_answer_and_with_nothing_else(world: World) -> None:
    phone = Phone(world, "worker")

    def seen() -> dict[str, str]:
        return phone.client.get("/api/sync/manifest").json["bundles"]

    before = seen()
    assert seen() == before
    phone.send("recite.answered", body(world))
    after = seen()
    assert {one for one in after if after[one] != before[one]} == {key(world)}


def test_an_older_answer_that_takes_the_place_of_a_still_older_one_changes_it_too(world: World) -> None:
    phone = Phone(world, "worker")
    older, old, new = [phone.op("recite.answered", one) for one in _in_turn(world)]
    phone.push(None, older, new)
    before = phone.client.get("/api/sync/manifest").json["bundles"]
    phone.push(None, old)
    assert phone.client.get("/api/sync/manifest").json["bundles"][key(world)] != before[key(world)]


def _in_turn(world: World) -> list[dict[str, object]]:
    return [body(world, FIRST, reps=1), body(world, FIRST, reps=2), body(world, "a" * 16, reps=1)]


def test_what_is_set_on_the_own_unit_holds(world: World) -> None:
    mine, crew = world.mine_id, world.crew.id
    by = world.admin.id
    settings.override(chosen.QUESTIONS_A_DAY, 6, unit_id=crew, enterprise_id=mine, by=by)
    settings.override(chosen.LONGEST_EMERGENCY, 14, unit_id=mine, enterprise_id=mine, by=by)
    found = world.client("worker").get(f"/api/sync/bundles/{key(world)}").json["rules"]
    assert (found["questions_a_day"], found["new_a_day"], found["minutes"]) == (6, 5, 5)
    assert found["paces"]["emergency"] == {"retention": 95, "longest_days": 14}
    other = world.client("driver" if "driver" in world.people else world.driver)
    assert other.get(f"/api/sync/bundles/recite:{world.driver.id}").json["rules"]["questions_a_day"] == 8


def test_pushed_together_they_are_kept_in_their_order(world: World) -> None:
    phone = Phone(world, "worker")
    ops = [phone.op("recite.answered", body(world, FIRST, reps=number)) for number in range(1, 9)]
    assert {one.state for one in phone.push(None, *ops).answers} == {"applied"}
    found = phone.client.get(f"/api/sync/bundles/{key(world)}").json
    assert found["memories"][FIRST]["reps"] == 8
    acts = [one.act for one in entries(world.mine_id, subject_id=world.worker_id, page=1)]
    assert acts.count("recite.begin") == 1
