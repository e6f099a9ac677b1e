"""Handing out sign-in keys."""

import base64
import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from app.access.models import SignInKey
from app.access.settings import KEY_MINUTES
from app.core import db
from app.org.models import Person
from app.org.routes import keys
from app.settings import actions as settings
from tests.world import World


def ask(world: World, who: str, person: Person) -> tuple[int, str]:
    answer = world.client(who).post(f"/console/people/{person.id}/key")
    return answer.status_code, answer.text


def test_the_page_shows_name_number_code_and_qr_and_is_never_stored(world: World) -> None:
    answer = world.client("team_leader").post(f"/console/people/{world.people['worker'].id}/key")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "worker" in answer.text and "1001" in answer.text and "10 分钟内有效" in answer.text
    assert re.search(r"\d{3} \d{3}</p>", answer.text)
    picture = re.search(r"data:image/png;base64,([^\"]+)", answer.text)
    assert picture
    image = Image.open(io.BytesIO(base64.b64decode(picture[1])))
    assert image.width == image.height and image.width >= 280


@pytest.mark.parametrize(
    ("public", "base"), [("", "http://localhost/k/"), ("https://gk.example/", "https://gk.example/k/")]
)
def test_the_qr_holds_the_public_address(
    world: World, monkeypatch: pytest.MonkeyPatch, public: str, base: str
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(keys, "_qr", lambda text: drawn.append(text) or "data:,")
    world.app.config["PUBLIC_URL"] = public
    ask(world, "team_leader", world.people["worker"])
    assert re.fullmatch(re.escape(base) + "[2-9a-z]{32}", drawn[0])
    opened = world.app.test_client().post(drawn[0].removeprefix(base.removesuffix("/k/")))
    assert opened.location == "/"


def test_the_code_signs_in_with_the_number(world: World) -> None:
    _, page = ask(world, "team_leader", world.people["worker"])
    code = re.search(r'aria-label="6 位码 (\d{6})"', page)
    assert code
    answer = world.app.test_client().post("/signin/code", data={"who": "1001", "code": code[1]})
    assert answer.location == "/"


def test_who_may_vouch_for_whom(world: World) -> None:
    people, driver = world.people, world.driver
    assert ask(world, "team_leader", people["administrator"])[0] == 403
    assert ask(world, "team_leader", driver)[0] == 403  # another team's
    assert ask(world, "team_leader", people["team_leader"])[0] == 403  # oneself, an equal
    assert ask(world, "department_head", people["team_leader"])[0] == 200
    assert ask(world, "safety_officer", driver)[0] == 200
    assert ask(world, "safety_officer", people["principal"])[0] == 403
    assert ask(world, "principal", people["administrator"])[0] == 403
    assert ask(world, "administrator", people["principal"])[0] == 200
    assert ask(world, "administrator", people["administrator"])[0] == 200
    assert ask(world, "park_overseer", people["worker"])[0] == 403
    assert ask(world, "administrator", world.stranger)[0] == 404


def test_the_list_gives_a_button_only_where_one_may_vouch(world: World) -> None:
    page = world.client("department_head").get("/console/keys").text
    assert "给码，worker" in page and "给码，team_leader" in page
    assert "给码，department_head" not in page and "要请管理员给" in page
    assert "driver" not in page
    assert "worker" in world.client("department_head").get("/console/keys?q=1001").text


def test_a_new_key_voids_the_one_before(world: World) -> None:
    worker = world.people["worker"]
    ask(world, "team_leader", worker)
    ask(world, "team_leader", worker)
    keys_ = db.session().scalars(select(SignInKey).where(SignInKey.account_id == worker.id)).all()
    issued = sorted(keys_, key=lambda one: one.issued_at)
    assert len(issued) == 2
    assert issued[0].expires_at < issued[1].expires_at


def test_how_long_it_lasts_is_a_setting_of_the_unit(world: World) -> None:
    settings.override(
        KEY_MINUTES, 3, unit_id=world.crushing.id, enterprise_id=world.mine.id, by=world.admin.id
    )
    assert "3 分钟内有效" in ask(world, "team_leader", world.people["worker"])[1]
