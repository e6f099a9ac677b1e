"""The pages of review: what waits for whom, one version, signing by hand, giving back, publishing one and many."""

import base64
import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from app.cards import editing, reviewing
from app.cards.models import CardVersion, Stage
from app.cards.schemas import DutyRow
from app.cards.signing.waiting import waiting
from app.core import blobs, db
from app.core.blobs import Blob
from app.org import actions as org
from app.org.models import Post
from tests.cards.review import WAY, account, again, in_force, publish, sent, sign, signed
from tests.org.pages import ends_at, hidden
from tests.world import DAY, World


def picture(form: str = "PNG", size: tuple[int, int] = (64, 26)) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, "white").save(held, form)
    return held.getvalue()


def data_url(data: bytes, media: str = "image/png") -> str:
    return f"data:{media};base64,{base64.b64encode(data).decode()}"


def post_sign(
    client: FlaskClient, version: CardVersion, stage: Stage = Stage.IDENTIFY, **form: object
) -> TestResponse:
    given = {"stage": stage.value, "digest": version.digest, **form}
    return client.post(f"/cards/signing/{version.id}/signoffs", data=given)


def a_post(world: World, title: str, *crew: str) -> Post:
    made = org.add_post(unit=world.crew, title=title, by=None)
    for one in crew:
        org.assign(world.people[one], made, on=DAY, by=None)
    return made


def test_what_waits_is_listed_until_it_is_signed(world: World) -> None:
    version, client = sent(world), world.client("worker")
    shown = client.get("/cards/signing").text
    assert "一号破碎机操作岗：岗位职责清单" in shown
    assert "签“辨”" in shown
    assert ends_at(post_sign(client, version)) == "/cards/signing"
    after = client.get("/cards/signing").text
    assert "签好了" in after
    assert "没有等你签的卡" in after


@pytest.mark.parametrize("upto", [None, *(stage for stage, _ in WAY)])
def test_the_list_and_the_page_of_a_version_agree(world: World, upto: Stage | None) -> None:
    """Whoever has something to do finds it in the list, and nobody else does."""
    version = signed(world, sent(world), upto) if upto else sent(world)
    for person in (*world.people.values(), world.stranger, world.driver):
        listed = {one.version.id: one.stages for one in waiting(person.account)}
        stages = reviewing.stages_for(person.account, version)
        assert listed == ({version.id: stages} if stages else {})


def test_cards_of_a_closed_post_wait_for_nobody(world: World) -> None:
    sent(world)
    org.close_post(world.crusher, by=world.admin.id)
    assert waiting(account(world, "worker")) == []


def count_queries(world: World, who: str, page: str) -> int:
    client, seen = world.client(who), []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = world.app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(page).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if one.startswith("SELECT")])


@pytest.mark.parametrize(
    ("page", "upto"), [("/cards/signing", Stage.ASSESS), ("/console/publishing", Stage.ASSIGN)]
)
def test_many_posts_cost_no_more_queries_than_few(world: World, page: str, upto: Stage) -> None:
    def some(first: int, count: int) -> None:
        for number in range(first, first + count):
            post = a_post(world, f"岗 {number}", "worker")
            signed(world, sent(world, post=post), upto)

    some(0, 2)
    few = count_queries(world, "safety_officer", page)
    some(2, 8)
    assert count_queries(world, "safety_officer", page) == few < 20


def test_the_page_says_what_changed_and_all_that_the_card_says(world: World) -> None:
    in_force(world, DutyRow(duty="班前检查", standard="每班一次"))
    version = sent(world, DutyRow(duty="班前检查", standard="每班两次"), DutyRow(duty="<b>交接</b>"))
    shown = world.client("worker").get(f"/cards/signing/{version.id}").text
    assert "和现在用的第 1 版比" in shown
    assert "每班<del>一</del>次" in shown and "每班<ins>两</ins>次" in shown
    assert "新加" in shown and "整张卡，2 行" in shown
    assert "&lt;b&gt;交接&lt;/b&gt;" in shown and "<b>交接</b>" not in shown
    assert hidden(shown, "digest") == version.digest
    assert hidden(shown, "stage") == "identify"


@pytest.mark.parametrize("who", ["worker", "team_leader", "safety_officer", "principal", "administrator"])
def test_each_is_offered_what_is_theirs(world: World, who: str) -> None:
    version = signed(world, sent(world), Stage.DETERMINE)
    shown = world.client(who).get(f"/cards/signing/{version.id}").text
    assert ('name="stage" value="assign"' in shown) == (who == "principal")
    assert ("退回去改" in shown) == (who in {"safety_officer", "principal", "administrator"})


def test_who_wrote_it_alone_reads_why_they_can_not_approve_it(world: World) -> None:
    version = signed(world, sent(world, by="principal"), Stage.DETERMINE)
    shown = world.client("principal").get(f"/cards/signing/{version.id}").text
    assert "这张卡是你一个人写的" in shown
    assert 'name="stage"' not in shown


def test_a_park_overseer_sees_what_is_published_and_nothing_before(world: World) -> None:
    version, client = sent(world), world.client("park_overseer")
    address = f"/cards/signing/{version.id}"
    for stage, role in WAY:
        assert client.get(address).status_code == 404
        sign(world, version, stage, role)
    assert client.get(address).status_code == 404
    publish(world, version)
    shown = client.get(address).text
    assert "已经发布" in shown
    assert 'name="stage"' not in shown and "退回" not in shown


def test_another_posts_people_see_nothing_before_it_is_published(world: World) -> None:
    version = sent(world)
    for who in (world.driver, world.stranger):
        assert world.client(who).get(f"/cards/signing/{version.id}").status_code == 404
        assert post_sign(world.client(who), version).status_code == 404


def test_a_draft_that_was_given_back_is_its_authors_and_the_crew_is_told_so(world: World) -> None:
    version = sent(world, by="team_leader")
    world.client("worker").post(
        f"/cards/signing/{version.id}/return", data={"digest": version.digest, "words": "第 1 行写错了"}
    )
    assert "第 1 行写错了" in world.client("team_leader").get(f"/cards/signing/{version.id}").text
    gone = world.client("worker").get(f"/cards/signing/{version.id}")
    assert gone.status_code == 404
    assert "这张卡退回去改了" in gone.text


def test_the_messages_lead_here(world: World) -> None:
    version = sent(world)
    assert f'href="/cards/signing/{version.id}"' in world.client("worker").get("/inbox").text


def test_words_and_a_drawn_signature_stay_with_it(world: World) -> None:
    version = sent(world)
    answer = post_sign(world.client("worker"), version, words=" 对，就这样 ", drawn=data_url(picture()))
    assert answer.status_code == 302
    (kept,) = again(version).signoffs
    assert kept.words == "对，就这样"
    assert blobs.path_of(world.mine_id, kept.signature or "").exists()
    shown = world.client("team_leader").get(f"/cards/signing/{version.id}").text
    assert f"/cards/signatures/{kept.id}" in shown and "对，就这样" in shown
    sent_back = world.client("team_leader").get(f"/cards/signatures/{kept.id}")
    assert (sent_back.status_code, sent_back.mimetype) == (200, "image/jpeg")
    assert "private" in sent_back.headers["Cache-Control"]
    for who in (world.driver, world.stranger, "park_overseer"):
        assert world.client(who).get(f"/cards/signatures/{kept.id}").status_code == 404


def test_a_photo_of_a_signature_does_too(world: World) -> None:
    version = sent(world)
    file = (io.BytesIO(picture("JPEG", (3000, 2000))), "a.jpg")
    assert post_sign(world.client("worker"), version, picture=file).status_code == 302
    assert again(version).signoffs[0].signature is not None


@pytest.mark.parametrize(
    "junk",
    [
        "x",
        "data:image/png;base64,",
        "data:image/png;base64,!!!!",
        "data:image/png;base64,AAAA",
        data_url(picture())[:-40],
        data_url(picture("JPEG"), "image/jpeg"),
        data_url(picture("JPEG")),
        data_url(picture("GIF")),
        data_url(b"<svg onload=alert(1)>", "image/svg+xml"),
        data_url(picture(size=(5000, 5000))),
        data_url(picture()) + "\n" + "A" * 500_000,
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_signature_is_refused_and_nothing_is_signed(world: World, junk: str) -> None:
    version = sent(world)
    answer = post_sign(world.client("worker"), version, drawn=junk)
    assert answer.status_code in {413, 422}
    assert "再签一次" in answer.text or "重新拍" in answer.text
    assert again(version).signoffs == []
    assert db.session().scalar(select(func.count(Blob.id))) == 0
    assert not list(blobs.path_of(world.mine_id, "0" * 64).parent.parent.glob("*/*"))


def test_a_file_that_is_no_picture_is_refused(world: World) -> None:
    version = sent(world)
    file = (io.BytesIO(b"%PDF-1.7"), "a.jpg")
    assert post_sign(world.client("worker"), version, picture=file).status_code == 422
    assert again(version).signoffs == []


def test_who_may_not_sign_leaves_no_picture(world: World) -> None:
    version = sent(world)
    answer = post_sign(world.client("team_leader"), version, Stage.DETERMINE, drawn=data_url(picture()))
    assert answer.status_code == 409
    assert not list(blobs.path_of(world.mine_id, "0" * 64).parent.parent.glob("*/*"))


def test_a_double_tap_signs_once(world: World) -> None:
    version, client = sent(world), world.client("worker")
    for _ in range(2):
        assert post_sign(client, version, drawn=data_url(picture())).status_code == 302
    assert len(again(version).signoffs) == 1


def test_a_page_that_is_old_by_now_signs_nothing_and_shows_the_new_words(world: World) -> None:
    version = sent(world)
    looked_at, by = version.digest, world.people["team_leader"].id
    reviewing.give_back(version, account(world, "team_leader"), words="改", digest=looked_at or "")
    base = editing.mark_of(version.rows[0].body)
    editing.save_row(version, "r1", DutyRow(duty="新写的职责"), base=base, by=by)
    reviewing.submit(version, by=by)
    answer = post_sign(world.client("worker"), again(version), digest=looked_at)
    assert answer.status_code == 409
    assert "再看一遍" in answer.text and "新写的职责" in answer.text
    assert hidden(answer.text, "digest") == again(version).digest
    assert [one.stage for one in again(version).signoffs] == ["return"]


@pytest.mark.parametrize(
    "form", [{}, {"stage": "boss"}, {"stage": "return"}, {"stage": "identify", "digest": "x" * 65}]
)
def test_a_form_that_does_not_fit_is_told_so(world: World, form: dict[str, str]) -> None:
    version = sent(world)
    answer = world.client("worker").post(f"/cards/signing/{version.id}/signoffs", data=form)
    assert answer.status_code == 422
    assert again(version).signoffs == []


def test_a_reason_too_long_or_missing_is_told_and_what_was_typed_stays(world: World) -> None:
    version, client = sent(world), world.client("worker")
    for words in ("", "改" * 501):
        answer = client.post(
            f"/cards/signing/{version.id}/return", data={"digest": version.digest, "words": words}
        )
        assert answer.status_code == 422
        assert words in answer.text
    assert again(version).state == "team_review"
