"""Cards on paper for the wall, and knowing which of them are old."""

import io
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from app.cards.queries import published
from app.cards.schemas import Kind
from app.labels import prints
from app.labels.models import CardPrint
from app.learning.wall import on_the_wall
from app.papers import routes_wall
from app.papers.posters import poster
from app.papers.sheets import qr_svg
from tests.cards.test_escaping import EVIL
from tests.papers.test_labels import rows_of
from tests.world import World

BASE = "https://gangka.example"


@pytest.fixture(autouse=True)
def lasting_address(app: Flask) -> None:
    app.config["PUBLIC_URL"] = BASE


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def hanging(world: World) -> list[CardPrint]:
    world.forget()
    return prints.hanging([world.crusher_id])


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_poster_says_all_that_the_cards_say(world: World, paper: str) -> None:
    world.publish_all(world.crusher)
    label = world.label(world.crusher)
    text = words(poster("甲矿", [(label, published([world.crusher.id]))], BASE, paper=paper))
    for said in (
        "岗位应急处置卡",
        "第1版",
        "胶带卷住人",
        "拉绳，停机",
        "没断电，不许伸手",
        "调度室0000-8110",
        "防护罩缺失，人手卷入",
        "护罩装好，螺栓拧紧",
        "开机前看一圈",
        "严禁带料开机",
        "班前检查设备",
        label.code,
    ):
        assert said in text, said


def test_no_text_of_a_card_is_markup_on_paper(world: World) -> None:
    world.publish_all(world.crusher, mark='#panic("x") $1/0$ *b* @a <b> \\')
    assert '#panic("x")' in words(
        poster("甲矿", [(world.label(world.crusher), published([world.crusher.id]))], BASE)
    )
    assert EVIL  # what pages are tried with, too


def test_the_qr_carries_the_versions_of_its_day() -> None:
    said = prints.address(BASE, "7hq2m9xk4rtbwz3npc8v", {"duty": 1, "emergency": 12, "risk": 3})
    rows = rows_of(said)
    picture = Image.new("L", (len(rows) * 6, len(rows) * 6), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                picture.paste(0, (x * 6, y * 6, x * 6 + 6, y * 6 + 6))
    assert qr_svg(said)
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [
        f"{BASE}/p/7hq2m9xk4rtbwz3npc8v?v=e12r3d1"
    ]


def test_a_print_is_old_once_another_version_is_in_force(world: World) -> None:
    world.publish_all(world.crusher)
    world.label(world.crusher)
    client = world.client("team_leader")
    for what in ("sheet", "posters"):
        assert client.post(f"/console/labels/{world.crew.id}/{what}").mimetype == "application/pdf"
    assert [one.old for one in on_the_wall(["/"])] == [[], []]
    assert "墙上没有旧的" in client.get("/console/prints").text
    world.publish(world.crusher, Kind.EMERGENCY, mark="，再喊人")
    world.forget()
    assert [one.old for one in on_the_wall(["/"])] == [["应急卡是第 1 版，现在第 2 版"]] * 2
    page = client.get("/console/prints").text
    assert page.count("应急卡是第 1 版，现在第 2 版") == 2


def test_who_looks_after_learning_sees_what_is_old_on_the_wall(world: World) -> None:
    world.publish_all(world.crusher)
    world.label(world.crusher)
    client = world.client("team_leader")
    client.post(f"/console/labels/{world.crew.id}/posters")
    page = f"/console/learning/posts/{world.crusher_id}"
    assert "和现在的卡一样" in client.get(page).text
    assert "张旧的" not in client.get("/console/learning").text
    world.publish(world.crusher, Kind.EMERGENCY, mark="，再喊人")
    assert "应急卡是第 1 版，现在第 2 版" in client.get(page).text
    assert "墙上还有 1 张旧的" in client.get("/console/learning").text
    assert "/console/prints" not in world.client("park_overseer").get("/console/learning").text


def test_a_card_that_came_later_is_new_on_the_wall(world: World) -> None:
    world.publish(world.crusher, Kind.EMERGENCY)
    world.label(world.crusher)
    world.client("team_leader").post(f"/console/labels/{world.crew.id}/posters")
    world.publish(world.crusher, Kind.RISK)
    assert [one.old for one in on_the_wall(["/"])] == [["风险清单还没有，现在第 1 版"]]


def test_the_same_versions_again_are_one_paper_and_new_ones_another(world: World) -> None:
    world.publish_all(world.crusher)
    world.label(world.crusher)
    client, address = world.client("team_leader"), f"/console/labels/{world.crew.id}/posters"
    client.post(address), client.post(address)
    assert [one.versions["emergency"] for one in hanging(world)] == [1]
    world.publish(world.crusher, Kind.EMERGENCY, mark="，再喊人")
    client.post(address)
    assert [one.versions["emergency"] for one in hanging(world)] == [1, 2]


def test_what_was_taken_down_is_no_longer_looked_for_and_can_come_back(world: World) -> None:
    world.publish_all(world.crusher)
    world.label(world.crusher)
    client = world.client("team_leader")
    client.post(f"/console/labels/{world.crew.id}/posters")
    world.publish(world.crusher, Kind.EMERGENCY, mark="，再喊人")
    (found,) = hanging(world)
    assert client.post(f"/console/prints/{found.id}/removal").status_code == 302
    assert hanging(world) == []
    assert "墙上没有旧的" in client.get("/console/prints").text
    client.post(f"/console/prints/{found.id}/return")
    assert [one.id for one in hanging(world)] == [found.id]


def test_without_a_published_card_there_is_nothing_to_hang(world: World) -> None:
    world.label(world.crusher)
    answer = world.client("team_leader").post(f"/console/labels/{world.crew.id}/posters")
    assert (answer.status_code, "这里的卡还没发布" in answer.text) == (409, True)
    assert hanging(world) == []


def test_a_strange_paper_is_refused(world: World) -> None:
    answer = world.client("team_leader").post(
        f"/console/labels/{world.crew.id}/posters", data={"paper": "a9"}
    )
    assert answer.status_code == 422


def test_another_units_wall_is_not_a_leaders(world: World) -> None:
    world.publish_all(world.truck)
    world.label(world.truck)
    world.client("administrator").post(f"/console/labels/{world.hauling.id}/posters")
    (found,) = prints.hanging([world.truck.id])
    assert world.client("team_leader").post(f"/console/prints/{found.id}/removal").status_code == 403
    assert world.truck.title not in world.client("team_leader").get("/console/prints?all=1").text


def test_a_card_published_while_the_paper_is_drawn_makes_it_an_old_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*drawn: Any, **asked: Any) -> bytes:
        pdf = poster(*drawn, **asked)
        world.publish(world.crusher, Kind.EMERGENCY, mark="，再喊人")
        return pdf

    world.publish_all(world.crusher)
    world.label(world.crusher)
    monkeypatch.setattr(routes_wall, "poster", slowly)
    world.client("team_leader").post(f"/console/labels/{world.crew.id}/posters")
    assert [one.versions["emergency"] for one in hanging(world)] == [1]
    assert [one.old for one in on_the_wall(["/"])] == [["应急卡是第 1 版，现在第 2 版"]]
