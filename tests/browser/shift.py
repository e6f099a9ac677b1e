"""A worker's shift in the browser: a plan, photos, and the ways through the forms."""

import io
import re
import uuid
from pathlib import Path
from typing import TypeVar

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Select, select

from app.checks.models import CheckRecord
from app.core import db
from app.hazards.models import Hazard
from app.sync.models import Op
from tests.browser.conftest import PATIENCE, Server, sign_in
from tests.browser.due import GUARD, HEAT, ROPE
from tests.world import World

T = TypeVar("T")
UNTIL = """async () => {
  const end = Date.now() + LIMIT;
  while (!await PROMISE) {
    if (Date.now() > end) throw new Error('it never came true');
    await new Promise(done => setTimeout(done, 50));
  }
}"""
KEPT = """new Promise(done => {
  const opening = indexedDB.open('gangka-ACCOUNT');
  opening.onsuccess = () => {
    const drafts = opening.result.transaction('drafts').objectStore('drafts').getAll();
    drafts.onsuccess = () => { opening.result.close(); done(JSON.stringify(drafts.result).includes('WORDS')); };
  };
})"""
GPS = 0x8825  # EXIF: where it was taken
MAKE = 0x010F


def snapshot(folder: Path, size: tuple[int, int] = (4000, 3000), colour: str = "olive") -> Path:
    """A large photo that says where, and with what, it was taken."""
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size)
    picture = Image.blend(Image.new("RGB", size, colour), noise.convert("RGB"), 0.5)
    exif = Image.Exif()
    exif[MAKE] = "Phone of somebody"
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 12.0, 30.0), 3: "E", 4: (121.0, 28.0, 10.0)})
    file = folder / f"{colour}.jpg"
    picture.save(file, "JPEG", quality=90, exif=exif)
    with Image.open(file) as kept:
        assert kept.getexif().get_ifd(GPS)
    return file


def sent_photo(world: World, sha: str) -> Image.Image:
    """What the server holds of a photo; it is small, light, and says nothing of where it was taken."""
    data = blob_of(world, sha)
    assert len(data) <= 300 * 1024
    picture = Image.open(io.BytesIO(data))
    assert max(picture.size) <= 1600
    assert not picture.getexif()
    assert b"Exif" not in data
    assert b"Phone of somebody" not in data
    return picture


def blob_of(world: World, sha: str) -> bytes:
    """The bytes of a photo in the server's folder."""
    (file,) = Path(world.app.config["DATA_DIR"]).glob(f"blobs/*/*/{sha}")
    return file.read_bytes()


def begin_shift(page: Page, server: Server, number: str = "1001") -> None:
    """Sign in, and wait until everything needed without a signal is on the phone."""
    sign_in(page, server, number)
    page.goto(f"{server.url}/#/me")
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    expect(page.get_by_text("取好了").or_(page.get_by_text("都是最新的"))).to_be_visible()


def open_check(page: Page, server: Server) -> None:
    """From Today into the check that is due."""
    page.goto(f"{server.url}/#/")
    page.get_by_role("link", name=re.compile("开始检查|接着做")).click()


def answer_all(page: Page, *, heat: int = 60) -> None:
    """All is well at each item."""
    expect(page.get_by_role("heading", name=GUARD)).to_be_visible()
    normal(page)
    expect(page.get_by_role("heading", name=HEAT)).to_be_visible()
    page.get_by_label("测到多少度").fill(str(heat))
    normal(page)
    expect(page.get_by_role("heading", name=ROPE)).to_be_visible()
    normal(page)
    expect(page.get_by_role("heading", name="看一遍")).to_be_visible()


def normal(page: Page) -> None:
    """Nothing wrong here."""
    page.get_by_role("button", name=re.compile("^正常")).click()


def hand_over(page: Page) -> None:
    """The one button at the end of a check, signal or not."""
    page.get_by_role("button", name=re.compile("^(交|存好，等信号送出|再存一次)$")).click()


def saved(page: Page) -> None:
    """The phone has said that it keeps the record."""
    expect(page.get_by_role("heading", name="已保存在手机")).to_be_visible()


def delivered(page: Page, receipts: int = 1) -> list[str]:
    """The outbox shows this many records as delivered, nothing waiting; their receipts."""
    expect(page.get_by_role("heading", name="都送到了")).to_be_visible()
    shown = page.get_by_text(re.compile("回执"))
    expect(shown).to_have_count(receipts)
    found = [re.search(r"回执\s*(\d+)", text) for text in shown.all_inner_texts()]
    return [one.group(1) for one in found if one]


def lose_signal(context: BrowserContext, server: Server) -> None:
    """Down into the pit."""
    context.set_offline(True)
    server.stop()


def regain_signal(context: BrowserContext, server: Server) -> None:
    """Up again."""
    server.start()
    context.set_offline(False)


def until(page: Page, promise: str) -> None:
    """Wait until a promise of the page gives something true; asked again and again."""
    page.evaluate(UNTIL.replace("PROMISE", promise).replace("LIMIT", str(PATIENCE)))


def on_disk(page: Page, account: uuid.UUID, words: str) -> None:
    """The phone's disk has an unfinished form of this account with these words in it."""
    until(page, KEPT.replace("ACCOUNT", str(account)).replace("WORDS", words))


def ops(world: World, *kinds: str) -> list[Op]:
    """What the server has been sent, read anew."""
    return _read(world, select(Op).where(Op.kind.in_(kinds)).order_by(Op.id))


def records(world: World) -> list[CheckRecord]:
    """The checks that the server keeps, read anew."""
    return _read(world, select(CheckRecord))


def hazards(world: World) -> list[Hazard]:
    """The hazards that the server keeps, read anew."""
    return _read(world, select(Hazard))


def _read(world: World, asked: Select[tuple[T]]) -> list[T]:
    world.forget()
    return list(db.session().scalars(asked))
