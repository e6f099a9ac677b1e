"""The pages of publishing: one card, many cards, and how far each is."""

import re
from datetime import timedelta

from sqlalchemy import func, select

from app.cards import reviewing
from app.cards.models import CardSignoff, CardVersion, Stage
from app.cards.schemas import Kind
from app.cards.settings import PARTICIPANTS
from app.cards.signing.parts import Turn
from app.core import db
from app.notify.models import Notice
from app.org import actions as org
from app.org.models import Person, Post
from app.org.queries import today
from app.settings.actions import override
from tests.cards.review import RED, again, in_force, risk, sent, sign, signed
from tests.org.pages import ends_at
from tests.world import DAY, World


def a_post(world: World, title: str, *crew: str) -> Post:
    made = org.add_post(unit=world.crew, title=title, by=None)
    for one in crew:
        org.assign(world.people[one], made, on=DAY, by=None)
    return made


def test_publishing_one_from_today_or_a_later_day(world: World) -> None:
    version, client = signed(world, sent(world)), world.client("safety_officer")
    address, day = f"/cards/signing/{version.id}/publication", today(world.crew.path)
    assert "查过了，能发布" in client.get(address).text
    for wrong in (day - timedelta(days=1), day + timedelta(days=32), "", "下周"):
        answer = client.post(address, data={"digest": version.digest, "effective_on": str(wrong)})
        assert answer.status_code == 422
    on = day + timedelta(days=3)
    answer = client.post(address, data={"digest": version.digest, "effective_on": str(on)})
    assert ends_at(answer) == f"/cards/signing/{version.id}"
    assert (again(version).state, again(version).effective_on) == ("published", on)


def test_what_is_lacking_is_said_and_there_is_nothing_to_press(world: World) -> None:
    version = signed(world, sent(world), Stage.IDENTIFY)
    shown = world.client("safety_officer").get(f"/cards/signing/{version.id}/publication").text
    assert "还没批准，不能发布" in shown
    assert "没有人批准过这些字" in shown
    assert "<button" not in shown
    answer = world.client("safety_officer").post(
        f"/cards/signing/{version.id}/publication",
        data={"digest": version.digest, "effective_on": str(today(world.crew.path))},
    )
    assert answer.status_code == 409


def tick(*versions: CardVersion) -> dict[str, list[str]]:
    return {"card": [f"{one.id}.{one.digest}" for one in versions]}


def test_many_are_published_each_by_itself(world: World) -> None:
    ready = [signed(world, sent(world, post=a_post(world, f"岗 {number}", "worker"))) for number in range(3)]
    closed = signed(world, sent(world, post=a_post(world, "停了的岗", "worker")))
    client = world.client("safety_officer")
    shown = client.get("/console/publishing").text
    assert "4 张批准了，等发布" in shown
    org.close_post(closed.card.post, by=world.admin.id)
    answer = client.post("/console/publishing", data=tick(ready[0], closed, ready[1]))
    assert "发布了 2 张，1 张没发布" in answer.text
    assert "岗位停用了" in answer.text and "停了的岗" in answer.text
    states = [again(one).state for one in (*ready, closed)]
    assert states == ["published", "published", "approved", "approved"]
    told = db.session().scalars(select(Notice.about).where(Notice.kind == "card.new")).all()
    assert sorted(told) == sorted(one.card.post_id for one in ready[:2])


def test_the_script_is_told_card_by_card(world: World) -> None:
    version = signed(world, sent(world))
    client, asks = world.client("safety_officer"), {"Accept": "application/json"}
    twice = [
        client.post("/console/publishing", data=tick(version), headers=asks).get_json()[0] for _ in range(2)
    ]
    assert [one["done"] for one in twice] == [True, False]
    assert "已经发布过" in twice[1]["words"]
    assert twice[0]["id"] == str(version.id)


def test_of_many_only_ones_own_are_published_and_only_as_looked_at(world: World) -> None:
    version = signed(world, sent(world))
    theirs = world.client(world.stranger).post("/console/publishing", data=tick(version))
    assert "发布了 0 张，1 张没发布" in theirs.text
    assert "一号破碎机" not in theirs.text
    client = world.client("safety_officer")
    for junk in (f"{version.id}.{'0' * 64}", str(version.id), "x.y", ""):
        assert "发布了 0 张，1 张没发布" in client.post("/console/publishing", data={"card": [junk]}).text
    assert client.post("/console/publishing").status_code == 422
    assert client.post("/console/publishing", data={"card": ["x.y"] * 301}).status_code == 422
    assert again(version).state == "approved"


def test_one_that_lacks_a_signature_can_not_be_ticked(world: World) -> None:
    ready, version = signed(world, sent(world, kind=Kind.OPERATION)), signed(world, sent(world))
    mine = {"unit_id": world.mine.id, "enterprise_id": world.mine.id, "by": world.admin.id}
    override(PARTICIPANTS, 2, **mine)
    mate = world.person("工友", world.crew, "1302")
    org.assign(mate, world.crusher, on=DAY, by=None)
    sign(world, ready, Stage.IDENTIFY, mate)
    shown = world.client("safety_officer").get("/console/publishing").text
    assert f'value="{ready.id}.{ready.digest}" checked' in shown
    assert f'value="{version.id}.' not in shown
    assert "还差 1 个在岗的人签“辨”" in shown


def test_the_red_card_that_is_published_tells_the_leaders_where_to_look(world: World) -> None:
    in_force(world, risk(RED, before=RED), kind=Kind.RISK)
    assert f"/console/posts/{world.crusher.id}" in world.client("principal").get("/inbox").text


def test_the_page_of_a_card_shows_how_far_it_is_and_whose_turn(world: World) -> None:
    version = signed(world, sent(world), Stage.IDENTIFY)
    address = f"/console/posts/{world.crusher.id}/cards/duty"
    shown = world.client("team_leader").get(address).text
    assert re.search(r"去看，签“评”", shown) and f"/cards/signing/{version.id}" in shown
    assert "worker签了" in shown
    assert f"/cards/signing/{version.id}" not in world.client("park_overseer").get(address).text


def test_nobody_is_offered_what_a_closed_account_could_do(world: World) -> None:
    version = sent(world)
    mate: Person = world.person("工友", world.crew, "1302")
    org.assign(mate, world.crusher, on=DAY, by=None)
    org.leave(mate, on=today(world.crew.path), by=world.admin.id)
    turn = Turn(reviewing.progress_of(version), mate.account)
    assert (turn.stages, turn.may_give_back, turn.publishes) == ([], False, False)
    assert db.session().scalar(select(func.count(CardSignoff.id))) == 0
