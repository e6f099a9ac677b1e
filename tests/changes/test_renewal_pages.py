"""The console's pages of renewals: what is overdue first, and who may say that nothing has to change."""

from datetime import timedelta
from uuid import UUID

from app.access.actions import end_grant
from app.access.queries import grants_on
from app.cards import renewals
from app.cards.schemas import Kind
from app.org.queries import today
from tests.cards.review import in_force, publish, sent, signed
from tests.changes.builders import at, opened, record
from tests.world import World


def _page(renewal_id: UUID) -> str:
    return f"/console/renewals/{renewal_id}"


def test_the_list_shows_what_is_overdue_first_and_ones_own_apart(world: World) -> None:
    day, head = today(world.mine.path), world.people["department_head"].id
    late, mine = (
        record(world, at(world.truck), what="晚了的"),
        record(world, at(world.crusher), owner_id=head),
    )
    world.change(opened(late)[0], due_on=day - timedelta(days=3))
    page = world.client("safety_officer").get("/console/renewals").text
    assert page.index(world.truck.title) < page.index(world.crusher.title)
    assert "超期 3 天" in page and "1 个超期了" in page
    own = world.client("department_head").get("/console/renewals?whose=mine").text
    assert world.crusher.title in own and world.truck.title not in own
    renewals.keep_as_it_is(opened(mine)[0], words="看过了", by=head)
    assert world.crusher.title not in world.client("department_head").get("/console/renewals").text
    assert "看过，不用改" in world.client("department_head").get("/console/renewals?state=closed").text
    assert (
        world.client("safety_officer").get("/console/renewals?whose=谁&state=什么&page=x").status_code == 200
    )


def test_the_owner_says_that_nothing_has_to_change_and_why(world: World) -> None:
    (task,) = opened(record(world, at(world.crew), owner_id=world.people["team_leader"].id))
    client = world.client("team_leader")
    assert "都看过了，不用改？" in client.get(_page(task.id)).text
    assert client.post(f"{_page(task.id)}/closure", data={"words": " "}).status_code == 422
    for _ in range(2):  # a double tap
        assert client.post(f"{_page(task.id)}/closure", data={"words": "护罩没动"}).status_code == 302
    assert "护罩没动" in client.get(_page(task.id)).text
    assert client.post(f"{_page(task.id)}/closure", data={"words": "再来"}).status_code == 409


def test_a_leader_who_does_not_own_it_reads_it_only(world: World) -> None:
    (task,) = opened(record(world, at(world.crew)))
    client = world.client("team_leader")
    assert "都看过了，不用改？" not in client.get(_page(task.id)).text
    assert client.post(f"{_page(task.id)}/closure", data={"words": "看过"}).status_code == 403
    owner = {"owner": str(world.people["team_leader"].id)}
    assert client.post(f"{_page(task.id)}/owner", data=owner).status_code == 403


def test_an_owner_who_lost_the_role_has_no_say_and_somebody_else_takes_over(world: World) -> None:
    (task,) = opened(record(world, at(world.crew), owner_id=world.people["team_leader"].id))
    for held in grants_on(world.crew.id):
        end_grant(held, by=world.admin.id)
    assert world.client("team_leader").get(_page(task.id)).status_code == 200
    answer = world.client("team_leader").post(f"{_page(task.id)}/closure", data={"words": "看过"})
    assert answer.status_code == 403
    head = world.client("department_head")
    assert "要换一个人" in head.get(_page(task.id)).text
    owner = {"owner": str(world.people["department_head"].id)}
    assert head.post(f"{_page(task.id)}/owner", data=owner).status_code == 302
    assert "要换一个人" not in head.get(_page(task.id)).text
    assert head.post(f"{_page(task.id)}/closure", data={"words": "看过"}).status_code == 302


def test_each_card_says_how_far_it_is_and_leads_there(world: World) -> None:
    (task,) = opened(record(world, at(world.crew), cards=[Kind.RISK, Kind.OPERATION, Kind.DUTY]))
    in_force(world, kind=Kind.OPERATION)
    version, officer = sent(world), world.client("safety_officer")
    page = officer.get(_page(task.id)).text
    for kind in ("risk", "operation", "duty"):
        assert f"/console/posts/{world.crusher_id}/cards/{kind}" in page
    assert [page.count(word) for word in ("看一遍，要改就改", "新版发布了", "班组评审中")] == [1, 1, 1]
    assert "职责清单改了，还在评审" in page and "不用改？" not in page
    answer = officer.post(f"{_page(task.id)}/closure", data={"words": "没变"})
    assert (answer.status_code, "改了，还在评审" in answer.text) == (409, True)
    publish(world, signed(world, version))
    assert "别的也看过了，不用改？" in officer.get(_page(task.id)).text
    assert officer.post(f"{_page(task.id)}/closure", data={"words": "风险没变"}).status_code == 302
    assert "改了的发布了，别的不用改" in officer.get(_page(task.id)).text


def test_a_card_that_is_being_revised_leads_to_why_for_who_writes_there(world: World) -> None:
    in_force(world)
    (task,) = opened(record(world, at(world.crew), cards=[Kind.DUTY], what="护罩换了"))
    card = f"/console/posts/{world.crusher_id}/cards/duty"
    leader = world.client("team_leader")
    page = leader.get(card).text
    assert _page(task.id) in page and "护罩换了" in page
    assert leader.get(_page(task.id)).status_code == 200
    assert _page(task.id) not in world.client("park_overseer").get(card).text
    renewals.keep_as_it_is(task, words="看过了", by=world.admin.id)
    assert _page(task.id) not in leader.get(card).text
