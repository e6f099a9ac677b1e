"""Right or wrong is between a person and their phone: nobody else is told, by whatever way."""

import io
import re
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.phone_actions import end_keys
from app.access.phones import End
from app.core import db
from app.core.clock import now
from app.org.models import Person
from app.recite.models import ReciteMemory
from tests.recite.builders import body
from tests.sync.phones import Phone, ops_of
from tests.world import World

TAPPED, ASKED = "用手去拉那根杆", "ab12cd34ef56ab78"
TELLTALE = (TAPPED, ASKED, TAPPED.encode("unicode_escape").decode(), "took_ms", "stability")
OTHERS = (
    "team_leader",
    "department_head",
    "safety_officer",
    "principal",
    "administrator",
    "park_overseer",
    "stranger",
)
LINK = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)"')
STOP = ("/static/", "/signout", "/sessions")


def wrong(world: World, **more: Any) -> dict[str, Any]:
    return body(world, ASKED, right=False, given=[TAPPED], **more)


def person(world: World, who: str) -> Person:
    return world.stranger if who == "stranger" else world.people[who]


def pages(client: FlaskClient, begin: list[str]) -> dict[str, str]:
    """All that can be reached by links, from these addresses on: address > what it shows."""
    found: dict[str, str] = {}
    waiting = list(begin)
    while waiting and len(found) < 400:
        address = waiting.pop().replace("&amp;", "&")
        if address in found or address.startswith(STOP):
            continue
        answer = client.get(address)
        found[address] = answer.data.decode(errors="replace")  # files and pictures, too
        waiting += LINK.findall(found[address]) if answer.mimetype == "text/html" else []
    return found


def told(world: World, who: str, *more: str) -> dict[str, str]:
    """What somebody is shown by all pages that they can reach, and by all bundles of their manifest."""
    client = world.client(person(world, who))
    held = client.get("/api/sync/manifest").json["bundles"]
    ways = ["/", "/console/", f"/console/people/{world.worker_id}", f"/console/posts/{world.crusher_id}"]
    bundles = [f"/api/sync/bundles/{key}" for key in held]
    return pages(client, [*ways, *bundles, f"/api/sync/bundles/recite:{world.worker_id}", *more])


@pytest.fixture
def phone(world: World) -> Phone:
    world.publish_all(world.crusher)
    return Phone(world, "worker")


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_and_no_bundle_gives_a_persons_answers_to_another(
    world: World, phone: Phone, who: str
) -> None:
    assert phone.send("recite.answered", wrong(world)).state == "applied"
    for address, shown in told(world, who).items():
        assert not [one for one in TELLTALE if one in shown], address


def test_the_pages_that_are_looked_through_are_many(world: World, phone: Phone) -> None:
    """Else the test above would prove nothing."""
    seen = told(world, "administrator")
    assert len(seen) > 25
    assert sum("worker" in shown for shown in seen.values()) > 3


def test_the_person_themselves_is_given_them(world: World, phone: Phone) -> None:
    phone.send("recite.answered", wrong(world))
    answer = phone.client.get(f"/api/sync/bundles/recite:{world.worker_id}")
    assert answer.json["memories"].keys() == {ASKED}
    assert TAPPED not in answer.text  # the phone needs the state, not what was tapped


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_is_given_anothers_bundle(world: World, phone: Phone, who: str) -> None:
    phone.send("recite.answered", wrong(world))
    client = world.client(person(world, who))
    assert client.get(f"/api/sync/bundles/recite:{world.worker_id}").status_code == 404
    own = [key for key in client.get("/api/sync/manifest").json["bundles"] if key.startswith("recite:")]
    assert own == [f"recite:{person(world, who).id}"]


@pytest.mark.parametrize("odd", [{}, {"given": "不是一串"}, {"id": "哪个"}])
def test_what_is_set_aside_or_refused_is_reviewed_without_its_answers(
    world: World, phone: Phone, odd: dict[str, Any]
) -> None:
    made = wrong(world) | odd
    if not odd:
        end_keys(world.worker_id, how=End.REVOKED, by=world.admin.id)
    assert phone.send("recite.answered", made).state in {"retry", "rejected"}
    row = f"/console/review/{ops_of(phone)[0].id}"
    shown = told(world, "administrator", "/console/review", "/console/review?show=rejected", row)
    assert "只有本人看得到" in shown[row]
    for address, text in shown.items():
        assert not [one for one in TELLTALE if one in text], address


def test_no_log_holds_an_answer_that_the_database_did_not_take(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone.send("recite.answered", wrong(world))
    taken = db.session().scalars(select(ReciteMemory.id)).one()
    monkeypatch.setattr("app.recite.actions.new_id", lambda: taken)
    answer = phone.send("recite.answered", wrong(world) | {"question": "0" * 16})
    assert (answer.state, answer.code) == ("retry", "server")
    assert "failed" in caplog.text
    assert TAPPED not in caplog.text and TAPPED.encode("unicode_escape").decode() not in caplog.text
    assert "0" * 16 not in caplog.text


def test_who_hands_in_a_colleagues_file_is_told_only_that_it_came(world: World, phone: Phone) -> None:
    raw = msgspec.json.encode({"made_at": now(), "ops": [phone.op("recite.answered", wrong(world))]})
    answer = world.client("team_leader").post("/console/handin", data={"file": (io.BytesIO(raw), "a.json")})
    assert "背一背" in answer.text
    assert not [one for one in TELLTALE if one in answer.text]
