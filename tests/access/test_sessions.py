"""Sessions: listed, revocable one by one, ended by disuse, by a new password and by leaving."""

from datetime import timedelta

import time_machine
from flask.testing import FlaskClient

from app.access import actions
from app.access.queries import sessions_of
from app.core.clock import now
from app.org import actions as org
from tests.world import DAY, PASSWORD, World


def signed_in(browser: object) -> bool:
    return browser.get("/api/me").json["account"] is not None


def test_they_are_listed_and_ended_one_by_one(world: World) -> None:
    here, there = world.client("worker"), world.client("worker")
    page = here.get("/sessions").text
    assert "（就是这部）" in page and page.count(">让它退出<") == 1
    newest = max(sessions_of(world.people["worker"].id), key=lambda one: one.started_at)
    assert here.post(f"/sessions/{newest.id}/end").status_code == 302
    assert signed_in(here) and not signed_in(there)


def test_an_answer_brings_the_cookie_again_only_after_a_while(world: World) -> None:
    """So that a late answer can't put an ended session back over the one of whoever has signed in since."""
    here = world.client("worker")
    here.get("/api/me")  # the first one brings the token for forms
    assert "Set-Cookie" not in here.get("/api/me").headers
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert "session=" in here.get("/api/me").headers["Set-Cookie"]
        assert "Set-Cookie" not in here.get("/api/me").headers


def test_all_others_end_at_once(world: World) -> None:
    here, others = world.client("worker"), [world.client("worker") for _ in range(3)]
    here.post("/sessions/end-others")
    assert signed_in(here)
    assert not any(signed_in(one) for one in others)


def test_nobody_ends_anothers(world: World) -> None:
    victim = world.client("team_leader")
    session = sessions_of(world.people["team_leader"].id)[0]
    assert world.client("worker").post(f"/sessions/{session.id}/end").status_code == 404
    assert signed_in(victim)


def test_signing_out_ends_it_for_good(world: World) -> None:
    browser = world.client("worker")
    with browser.session_transaction() as cookie:
        kept = cookie["_user_id"]
    browser.post("/signout")
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = kept  # a cookie copied before
    assert not signed_in(browser)


def test_disuse_ends_it(world: World) -> None:
    browser = world.client("worker")
    with time_machine.travel(now() + timedelta(days=89), tick=False):
        assert signed_in(browser)
    with time_machine.travel(now() + timedelta(days=89 + 91), tick=False):
        assert not signed_in(browser)


def test_a_cookie_of_nothing_signs_nobody_in(world: World) -> None:
    for forged in ("nonsense", "00000000-0000-0000-0000-000000000000", str(world.admin.id)):
        browser = world.app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = forged
        assert not signed_in(browser)


def test_two_browsers_are_two_people(world: World) -> None:
    worker, leader = world.client("worker"), world.client("team_leader")
    names = [one.get("/api/me").json["name"] for one in (worker, leader, worker)]
    assert names == ["worker", "team_leader", "worker"]


def change(browser: object, old: str, new: str, again: str | None = None) -> object:
    return browser.post("/password", data={"old": old, "new": new, "again": again or new})


def test_a_new_password_signs_the_other_phones_out(world: World) -> None:
    here, there = world.client("worker"), world.client("worker")
    assert change(here, PASSWORD, "another good one").location == "/"
    assert signed_in(here) and not signed_in(there)
    browser = world.app.test_client()
    assert browser.post("/signin", data={"who": "1001", "password": PASSWORD}).status_code == 401
    assert browser.post("/signin", data={"who": "1001", "password": "another good one"}).location == "/"


def test_what_is_no_new_password(world: World) -> None:
    browser = world.client("worker")
    for old, new, again in (
        ("wrong", "another good one", None),
        (PASSWORD, "short", None),
        (PASSWORD, "x" * 201, None),
        (PASSWORD, "another good one", "another bad one"),
        (PASSWORD, PASSWORD, None),
    ):
        assert change(browser, old, new, again).status_code == 422


def test_a_first_password_is_changed_before_anything_else(world: World) -> None:
    account = world.people["administrator"].account
    actions.set_password(account, account.password_hash, by=world.people["principal"].id)
    browser = world.app.test_client()
    assert browser.post("/signin", data={"who": "1006", "password": PASSWORD}).location == "/password"
    assert browser.get("/console/").location == "/password"
    assert browser.get("/password").status_code == 200  # where the new one is chosen
    assert browser.get("/sessions").location == "/password"
    assert browser.get("/api/sync/manifest").json["code"] == "must_change_password"
    assert browser.get("/").status_code == 200  # the public pages stay open
    assert change(browser, PASSWORD, "another good one").status_code == 302
    assert browser.get("/console/").status_code == 200


def by_key(world: World) -> FlaskClient:
    """A browser in which the worker signed in by what a supervisor showed."""
    worker = world.people["worker"].account
    secret, _ = actions.issue_key(worker, minutes=5, by=world.people["team_leader"].id)
    browser = world.app.test_client()
    browser.post(f"/k/{secret}")
    return browser


def test_a_supervisors_qr_resets_a_forgotten_password(world: World) -> None:
    browser = by_key(world)
    assert "原来的密码" not in browser.get("/password").text
    assert (
        browser.post("/password", data={"new": "another good one", "again": "another good one"}).status_code
        == 302
    )
    again = world.app.test_client().post("/signin", data={"who": "1001", "password": "another good one"})
    assert again.location == "/"


def test_half_an_hour_later_the_old_password_is_asked_for_again(world: World) -> None:
    browser = by_key(world)
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert "原来的密码" in browser.get("/password").text
        assert (
            browser.post(
                "/password", data={"new": "another good one", "again": "another good one"}
            ).status_code
            == 422
        )


def test_who_came_by_key_needs_no_password(world: World) -> None:
    person = org.join(unit=world.crew, name="新", employee_no="1301", phone=None, on=DAY, by=None)
    secret, _ = actions.issue_key(person.account, minutes=5, by=world.admin.id)
    browser = world.app.test_client()
    browser.post(f"/k/{secret}")
    assert browser.get("/sessions").status_code == 200
