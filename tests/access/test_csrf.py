"""Forms carry a token; what comes without one is refused."""

import re
from pathlib import Path

import pytest

from tests.conftest import make_app
from tests.world import PASSWORD, World


@pytest.fixture
def guarded(database_url: str, tmp_path: Path) -> World:
    """The application as it is served: with tokens asked for."""
    app = make_app(database_url, tmp_path, WTF_CSRF_ENABLED=True)
    with app.app_context():
        yield World(app)
    app.extensions["engine"].dispose()


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_without_the_token_nothing_is_written(guarded: World) -> None:
    admin = guarded.client("administrator")
    where = f"/console/units/{guarded.crew.id}/name"
    for sent in ({}, {"csrf_token": "forged"}):
        answer = admin.post(where, data={"name": "一班", **sent})
        assert answer.status_code == 400
        assert "没有存上任何东西" in answer.text
    assert guarded.crew.name == "破碎甲班"
    admin.post(where, data={"name": "一班", "csrf_token": token(admin.get(where).text)})
    assert guarded.crew.name == "一班"


def test_a_token_of_another_browser_does_not_count(guarded: World) -> None:
    other = guarded.client("principal")
    stolen = token(other.get("/password").text)
    where = f"/console/units/{guarded.crew.id}/name"
    answer = guarded.client("administrator").post(where, data={"name": "一班", "csrf_token": stolen})
    assert answer.status_code == 400


def test_signing_in_needs_one_too(guarded: World) -> None:
    browser = guarded.app.test_client()
    data = {"who": "1001", "password": PASSWORD}
    assert browser.post("/signin", data=data).status_code == 400
    good = token(browser.get("/signin").text)
    assert browser.post("/signin", data={**data, "csrf_token": good}).location == "/"


def test_pages_asked_for_together_carry_one_token(guarded: World) -> None:
    """Whichever answer comes last: its cookie still fits the form in front of somebody who has just signed in."""
    browser = guarded.app.test_client()
    browser.post(
        "/signin",
        data={"who": "1001", "password": PASSWORD, "csrf_token": token(browser.get("/signin").text)},
    )
    assert "Set-Cookie" not in browser.get("/api/me").headers
    answer = browser.get("/password")
    assert "Set-Cookie" not in answer.headers
    assert browser.post("/sessions/end-others", data={"csrf_token": token(answer.text)}).status_code == 302


def test_scripts_send_it_as_a_header(guarded: World) -> None:
    browser = guarded.client("worker")
    sent = browser.get("/api/me").json["csrf"]
    assert browser.post("/signout", headers={"X-CSRFToken": sent}).status_code == 302


PAGES = ("children", "name", "place", "closure")


@pytest.mark.parametrize("page", PAGES)
def test_every_form_of_a_unit_carries_it(guarded: World, page: str) -> None:
    answer = guarded.client("administrator").get(f"/console/units/{guarded.crushing.id}/{page}").text
    assert answer.count("<form") == answer.count('name="csrf_token"')
