"""The sheet of labels: it leads to the right post, and says nothing that paper can't keep true."""

import io

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from app.access.policy import Role
from app.cards.schemas import Kind
from app.labels import actions as labels
from app.labels.models import Label
from app.labels.queries import label as find_label
from app.labels.queries import labels_within
from app.org import actions as org
from app.org.models import UnitKind
from app.papers import sheets
from app.papers.sheets import label_sheet, qr_svg
from app.risk.matrices import LEVELS
from tests.world import World

BASE = "https://gangka.example"


@pytest.fixture(autouse=True)
def lasting_address(app: Flask) -> None:
    app.config["PUBLIC_URL"] = BASE


def printed(world: World, chosen: list[Label]) -> PdfReader:
    return PdfReader(io.BytesIO(label_sheet(world.mine.name, "2026 年 3 月 2 日", chosen, BASE)))


def words(reader: PdfReader) -> str:
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")


def many(world: World, number: int) -> list[Label]:
    posts = [org.add_post(unit=world.crew, title=f"{at}号岗", by=None) for at in range(number)]
    labels.ensure_labels(posts, by=None)
    return labels_within([world.crew.path])


def test_a_label_says_post_unit_and_code(world: World) -> None:
    label = world.label(world.crusher)
    text = words(printed(world, [label]))
    for said in (
        "一号破碎机操作岗",
        "破碎车间·破碎甲班",
        label.code,
        "扫一扫，看四张卡",
        "出事了，先扫我",
        "甲矿",
    ):
        assert said in text


def test_it_says_no_level_and_no_colour(world: World) -> None:
    world.publish_all(world.crusher, residual={"L": 5, "S": 5})
    text = words(printed(world, [world.label(world.crusher)]))
    for level in LEVELS.values():
        assert level.colour_name not in text
        assert level.meaning not in text.replace("编号", "")


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_stand_on_a_page(world: World, number: int, pages: int) -> None:
    assert len(printed(world, many(world, number)).pages) == pages


def test_a_page_is_a4(world: World) -> None:
    page = printed(world, [world.label(world.crusher)]).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


@pytest.mark.parametrize(
    "title",
    [
        "长" * 200,
        "Operator" * 25,
        "二号、三号胶带巡检工兼给料机操作工（夜班）",
        '#import "x" $x$ *a* \\ [b] @c',
    ],
)
def test_an_odd_title_is_printed_and_breaks_nothing(world: World, title: str) -> None:
    org.amend_post(world.crusher, title=title, key_post=True, unit=world.crew, by=world.admin.id)
    world.label(world.crusher)
    reader = printed(world, many(world, 7))
    assert len(reader.pages) == 1
    assert words(reader).count("出事了，先扫我") == 8


def rows_of(address: str) -> list[list[bool]]:
    """The squares of the QR that is printed for an address, made apart from the code that prints."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    code.add_data(address)
    code.make(fit=True)
    return code.get_matrix()


def picture(rows: list[list[bool]], scale: int = 8) -> Image.Image:
    made = Image.new("L", (len(rows[0]), len(rows)))
    made.putdata([0 if dark else 255 for row in rows for dark in row])
    return made.resize((made.width * scale, made.height * scale))


def test_the_qr_leads_to_the_posts_own_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sheets, "qr_svg", lambda text: asked.append(text) or qr_svg(text))
    hung = [world.label(world.crusher), world.label(world.truck)]
    printed(world, hung)
    assert asked == [f"{BASE}/p/{label.token}" for label in hung]


def test_the_qr_is_read_by_a_reader_even_with_its_middle_dirty(world: World) -> None:
    """Dirt on the small alignment square at the lower right costs one reading in forty: not promised."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="no QR reader on this machine")
    address = f"{BASE}/p/{world.label(world.crusher).token}"
    image = picture(rows_of(address))
    side = image.width
    image.paste(128, (side * 8 // 20, side * 8 // 20, side * 13 // 20, side * 13 // 20))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [address]


def test_the_qr_has_its_quiet_border_and_room_for_a_camera(world: World) -> None:
    rows = rows_of(f"{BASE}/p/{world.label(world.crusher).token}")
    assert not any(any(row) for row in (*rows[:4], *rows[-4:]))
    assert 41 / len(rows) > 0.8, "a square of less than 0.8 mm is hard to read from an arm's length"
    size = len(rows)
    svg = qr_svg(f"{BASE}/p/{world.label(world.crusher).token}").decode()
    assert f'viewBox="0 0 {size} {size}"' in svg.replace(".0", "") or "<path" in svg


def test_a_unit_prints_its_own_labels_only(world: World) -> None:
    world.label(world.crusher), world.label(world.truck)
    answer = world.client("department_head").post(f"/console/labels/{world.crushing.id}/sheet")
    assert answer.mimetype == "application/pdf"
    text = words(PdfReader(io.BytesIO(answer.data)))
    assert "一号破碎机操作岗" in text
    assert "自卸车司机岗" not in text


def test_without_a_label_it_says_what_to_do(world: World) -> None:
    answer = world.client("administrator").post(f"/console/labels/{world.mine.id}/sheet")
    assert (answer.status_code, "补上缺的码" in answer.text) == (409, True)


def test_one_post_can_be_printed_alone(world: World) -> None:
    world.label(world.crusher), world.label(world.truck)
    answer = world.client("administrator").post(
        f"/console/labels/{world.mine.id}/sheet", data={"post": str(world.truck.id)}
    )
    assert "一号破碎机" not in words(PdfReader(io.BytesIO(answer.data)))


def test_who_may_look_print_and_make_labels(world: World) -> None:
    label = world.label(world.crusher)
    look, make = f"/console/labels/{world.crew.id}", f"/console/labels/{world.crew.id}/missing"
    revoke = f"/console/labels/label/{label.id}/revocation"
    printers = {"team_leader", "department_head", "safety_officer", "principal", "administrator"}
    makers = {"safety_officer", "principal", "administrator"}
    for who in world.people:
        client = world.client(who)
        assert client.get(look).status_code == (200 if who in printers else 403), who
        assert client.post(make).status_code == (302 if who in makers else 403), who
        if who not in makers:
            assert client.post(revoke).status_code == 403, who
    world.forget()
    assert find_label(label.id).revoked_at is None


def test_another_units_labels_are_not_a_leaders(world: World) -> None:
    for who in ("team_leader", "department_head"):
        assert world.client(who).get(f"/console/labels/{world.hauling.id}").status_code == 403


def test_another_enterprises_labels_are_not_there(world: World) -> None:
    label = world.label(world.crusher)
    client = world.client(world.stranger)
    assert client.get(f"/console/labels/{world.crew.id}").status_code == 404
    assert client.post(f"/console/labels/label/{label.id}/revocation").status_code == 404


def test_missing_labels_are_made_and_a_lost_one_is_replaced(world: World) -> None:
    client = world.client("administrator")
    client.post(f"/console/labels/{world.mine.id}/missing")
    first = labels_within([world.crew.path])[0]
    address = f"/console/labels/label/{first.id}/revocation"
    assert [client.post(address).status_code for _ in range(2)] == [302, 409]
    assert [one.id for one in labels_within([world.crew.path])] != [first.id]
    assert len(labels_within([world.crew.path])) == 1


def test_a_label_of_another_unit_is_not_ones_own_to_replace(world: World) -> None:
    other = world.label(world.truck)
    somebody = world.person("officer", world.crushing, "1401", Role.SAFETY_OFFICER, world.crushing)
    browser = world.client(somebody)
    assert browser.post(f"/console/labels/label/{other.id}/revocation").status_code == 403
    own = world.label(world.crusher)
    assert browser.post(f"/console/labels/label/{own.id}/revocation").status_code == 302


def test_a_post_of_a_department_names_it_alone_and_one_of_the_enterprise_none(world: World) -> None:
    assert "甲矿" not in sheets.where(world.hauling)
    assert [sheets.where(one) for one in (world.hauling, world.mine)] == ["运输车间", ""]


def test_each_label_names_the_enterprise_as_it_is_cut_apart(world: World) -> None:
    assert words(printed(world, many(world, 8))).count("甲矿") == 8 + 1  # and the foot of the page


@pytest.mark.parametrize("base", ["", "http://127.0.0.1:8000", "https://", "gangka.example"])
def test_an_address_that_no_phone_opens_is_not_printed(world: World, base: str) -> None:
    world.label(world.crusher)
    world.app.config["PUBLIC_URL"] = base
    answer = world.client("administrator").post(f"/console/labels/{world.mine.id}/sheet")
    assert answer.status_code == 409
    assert "还没设网址" in answer.text
    assert "先设 PUBLIC_URL=https://…，再打印。" in answer.text


@pytest.mark.parametrize("by", ["setting", "installation"])
def test_the_demo_prints_any_address(world: World, by: str) -> None:
    world.label(world.crusher)
    world.app.config.update(PUBLIC_URL="", DEMO=by == "setting")
    world.change(world.installation, demo=by == "installation")
    answer = world.client("administrator").post(f"/console/labels/{world.mine.id}/sheet")
    assert answer.mimetype == "application/pdf"


def test_it_warns_of_posts_whose_emergency_card_is_not_published(world: World) -> None:
    client = world.client("administrator")
    address = f"/console/labels/{world.mine.id}"
    assert "2 个岗位的应急卡还没发布，贴出去扫开是空的" in client.get(address).text
    world.publish(world.crusher, Kind.EMERGENCY)
    world.publish(world.truck, Kind.DUTY)
    told = client.get(address).text
    assert "1 个岗位的应急卡还没发布" in told
    world.publish(world.truck, Kind.EMERGENCY)
    assert "应急卡还没发布" not in client.get(address).text


def test_without_posts_it_says_to_add_them(world: World) -> None:
    empty = org.add_unit(kind=UnitKind.TEAM, name="新班", parent=world.crushing, by=None)
    told = world.client("administrator").get(f"/console/labels/{empty.id}").text
    assert "先加岗位，再回来补码" in told
    assert 'class="wrap"' in told
