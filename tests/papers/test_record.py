"""A check record on paper: all that it says, its photos, what proves it, and only for those who may read it."""

import io
import re
from uuid import UUID

import msgspec
import pytest
from PIL import Image
from pypdf import PdfReader

from app.audit.queries import head
from app.audit.words import in_fours
from app.checks import actions as checks
from app.checks.schemas import ItemResult
from app.core import blobs, db
from app.core.pictures import BadPhoto
from app.papers.records import LONGEST, made_tiny
from tests.checks.builders import bad, capture, check, plan_of, utc
from tests.sync.phones import Phone, photo, sha_of
from tests.world import World, mine_day

DAY = "2026-03-02"


def printed(world: World, record: str, who: str = "team_leader") -> PdfReader:
    answer = world.client(who).get(f"/checks/{record}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    return PdfReader(io.BytesIO(answer.data))


def words(reader: PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def pictures(reader: PdfReader) -> int:
    return sum(len(page.images) for page in reader.pages)


def arrive(world: World, data: bytes) -> str:
    sha = sha_of(data)
    blobs.save(world.mine_id, sha, data)
    with db.writing():
        blobs.note(world.mine_id, sha, media="image/jpeg", size=len(data))
    return sha


def test_it_says_what_the_record_says(world: World) -> None:
    plan = plan_of(world, asks_signature=True)
    results = [*bad()[:1], ItemResult(item="heat", result="normal", value=60, note="有点响")]
    results[0].photos = [arrive(world, photo(size=(1600, 1200))), "c" * 64]
    body = check(plan, DAY, results=results, versions={"risk": 3}, signature=arrive(world, photo("black")))
    checks.submit(body, capture(world.people["worker"], utc(f"{DAY} 08:10")))
    reader = printed(world, body.id)
    text = words(reader)
    for said in (
        "一号破碎机操作岗",
        "破碎甲班",
        "3月2日的班前检查",
        "异常1项",
        "护罩装好，螺栓拧紧",
        "隐患：护罩掉了",
        "测到多少度60度",
        "有点响",
        "没扫岗位码",
        "岗位风险清单第3版",
        "2026-03-0208:10:00",
        "还差1张照片",
        "team_leader",
        body.id,
    ):
        assert re.sub(r"\s", "", said) in text, said
    assert "今天" not in text, "paper outlives the day"
    assert pictures(reader) == 2
    page = reader.pages[0].mediabox
    assert (round(page.width), round(page.height)) == (595, 842)


def test_it_carries_the_digest_of_the_op_and_the_ends_of_the_audit(world: World) -> None:
    plan = plan_of(world)
    phone = Phone(world, "worker")
    body = check(plan, f"{mine_day()}")
    op = phone.op("check.submitted", msgspec.to_builtins(body))
    assert phone.push(None, op).answers[0].state == "applied"
    text = words(printed(world, body.id))
    end = head(world.mine_id)
    assert end is not None
    assert in_fours(sha_of(op["payload"].encode())).replace(" ", "") in text
    assert in_fours(end.hash).replace(" ", "") in text and f"第{end.seq}环" in text


def test_a_record_that_no_phone_signed_says_so(world: World) -> None:
    body = check(plan_of(world), DAY)
    checks.submit(body, capture(world.people["worker"], utc(f"{DAY} 08:10")))
    assert "没有记下" in words(printed(world, body.id))


@pytest.mark.parametrize("text", ['#panic("x")', "*_$\\`<@#[", "{{ 7*7 }}", "长" * 400, "\n\n一\t二"])
def test_odd_words_are_printed_as_they_are(world: World, text: str) -> None:
    plan = plan_of(world, title=text[:100].strip())
    results = bad()
    results[0].note, results[0].photos = text, ["d" * 64]
    body = check(plan, DAY, results=results)
    checks.submit(body, capture(world.people["worker"], utc(f"{DAY} 08:10")))
    assert re.sub(r"\s", "", text) in words(printed(world, body.id))


def test_only_who_may_read_the_record_prints_it(world: World) -> None:
    body = check(plan_of(world), DAY)
    checks.submit(body, capture(world.people["worker"], utc(f"{DAY} 08:10")))
    at = f"/checks/{body.id}.pdf"
    assert world.client("worker").get(at).status_code == 200, "its author"
    for who in (world.driver, world.stranger):
        assert world.client(who).get(at).status_code == 404
    assert world.client("worker").get(f"/checks/{UUID(int=1)}.pdf").status_code == 404
    assert f'href="{at}"' in world.client("team_leader").get(f"/checks/{body.id}").text


def test_photos_are_made_small_and_say_nothing_but_what_they_show() -> None:
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "somebody's secret"
    Image.new("RGB", (3000, 2000), "red").save(held, "JPEG", exif=exif)
    small = made_tiny(held.getvalue())
    with Image.open(io.BytesIO(small)) as found:
        assert max(found.size) == LONGEST and not found.getexif()
    assert b"secret" not in small
    with pytest.raises(BadPhoto):
        made_tiny(b"no picture")
