"""Photos that are added at the console: checked, made small, and written with their step or not at all."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.audit.models import AuditEntry
from app.core import blobs, db, pictures
from app.core.blobs import Blob
from app.core.ids import new_id
from app.hazards.models import Hazard, HazardStep, State
from tests.hazards.stories import AFTER, Site
from tests.sync.hostile import PHOTOS
from tests.sync.phones import photo, sha_of

RED = (255, 0, 0)


def step(
    site: Site, found: Hazard, act: str, *sent: bytes, who: str = "team_leader", **more: str
) -> TestResponse:
    """Take a step at the console with these files."""
    files = [FileStorage(io.BytesIO(one), filename=f"{place}.jpg") for place, one in enumerate(sent)]
    form: dict[str, Any] = {"act": act, "step": str(new_id()), "photos": files, **more}
    mark, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={mark}"
    where = f"/console/hazards/{found.id}/steps"
    answer = site.world.client(who).post(where, data=body, content_type=kind)
    site.world.forget()
    return answer


def last(found: Hazard) -> HazardStep:
    asked = select(HazardStep).where(HazardStep.hazard_id == found.id).order_by(HazardStep.number.desc())
    return db.session().scalars(asked.limit(1)).one()


def files(site: Site) -> list[Path]:
    return [one for one in (Path(site.world.app.config["DATA_DIR"]) / "blobs").rglob("*") if one.is_file()]


def noisy(width: int, height: int) -> bytes:
    """A large picture of nothing but noise: the heaviest there is."""
    held = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(3 * width * height)).save(held, "JPEG", quality=95)
    return held.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_with_its_step_and_read_by_the_hazards_right(site: Site, form: str) -> None:
    found = site.report()
    assert step(site, found, "rectify", photo(form=form), note="拧紧了").status_code == 302
    made = last(found)
    assert (made.act, made.note, len(made.photos)) == ("rectify", "拧紧了", 1)
    where = f"/hazards/{found.id}/photos/{made.photos[0]}"
    answer = site.world.client("worker").get(where)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert sha_of(answer.data) == made.photos[0]
    assert where in site.world.client("worker").get(f"/console/hazards/{found.id}").text
    assert site.world.client(site.world.driver).get(where).status_code == 404


@pytest.mark.parametrize("act", ["verify", "send_back"])
def test_verifying_has_photos_too(site: Site, act: str) -> None:
    found = site.rectified()
    assert step(site, found, act, photo("red"), photo("blue")).status_code == 302
    assert (last(found).act, len(last(found).photos)) == (act, 2)


def test_the_row_the_step_and_the_audit_are_of_one_commit(site: Site) -> None:
    found = site.report()
    step(site, found, "rectify", photo())
    row = db.session().scalars(select(Blob)).one()
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.act == "photo.store")).one()
    assert (last(found).photos, row.enterprise_id) == ([row.sha256], site.world.mine_id)
    assert (entry.subject_id, entry.by) == (row.id, site.leader.id)
    assert files(site) == [blobs.path_of(row.enterprise_id, row.sha256)]


def test_the_same_photo_of_two_steps_is_one_file(site: Site) -> None:
    first, second = site.report(), site.report()
    for found in (first, second):
        assert step(site, found, "rectify", photo(), photo()).status_code == 302
    assert last(first).photos == last(second).photos
    assert len(files(site)) == len(last(first).photos) == 1


def test_without_a_photo_a_step_is_what_it_was(site: Site) -> None:
    found = site.report()
    assert step(site, found, "rectify").status_code == 302
    empty = FileStorage(io.BytesIO(b""), filename="")  # what a browser sends where nothing was chosen
    form = {"act": "verify", "step": str(new_id()), "photos": empty}
    head = site.world.client("department_head")
    assert head.post(f"/console/hazards/{found.id}/steps", data=form).status_code == 302
    assert last(found).photos == [] and files(site) == []


@pytest.mark.parametrize("name", [name for name, (_, good) in PHOTOS.items() if not good])
def test_a_hostile_file_leaves_nothing_behind(site: Site, name: str) -> None:
    data = PHOTOS[name][0]() if name != "more than 2 MB" else b"\xff\xd8\xff" + b"\0" * pictures.LIMIT_UPLOAD
    found = site.report()
    answer = step(site, found, "rectify", photo(), data, note="写了半天")
    assert answer.status_code in {413, 422}
    assert 'role="alert"' in answer.text and "照片" in answer.text and "写了半天" in answer.text
    assert site.steps(found) == [("report", [])] and site.hazard(found.id).state == State.FOUND
    assert files(site) == [] and db.session().scalars(select(Blob)).all() == []


def test_a_bomb_of_pixels_is_refused_before_it_is_opened(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    Image.new("1", (5000, 4001)).save(held, "PNG")
    monkeypatch.setattr(Image.Image, "draft", lambda *_: pytest.fail("it was opened"), raising=True)
    answer = step(site, site.report(), "rectify", held.getvalue())
    assert answer.status_code == 422 and "像素太多" in answer.text


def test_too_many_at_once_are_refused(site: Site) -> None:
    found = site.report()
    answer = step(site, found, "rectify", *[photo()] * 7)
    assert answer.status_code == 422 and "最多 6 张" in answer.text
    assert files(site) == []


def test_a_step_that_is_refused_puts_no_file_on_disk(site: Site) -> None:
    found = site.report(site.leader, fixed=True, photos_after=[AFTER])
    assert step(site, found, "verify", photo()).status_code == 403  # one's own work
    assert (
        step(site, site.report(), "verify", photo(), who="department_head").status_code == 409
    )  # not mended
    assert step(site, found, "rectify", photo(), who="park_overseer").status_code == 403
    assert files(site) == []


def test_a_full_disk_writes_no_step(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    found = site.report()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        answer = step(site, found, "rectify", photo())
    assert answer.status_code == 507 and "什么都没有记上" in answer.text
    assert site.steps(found) == [("report", [])] and files(site) == []


def opened(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(data))
    found.load()
    return found


def test_it_is_small_and_says_nothing_but_what_it_shows() -> None:
    laden = PHOTOS["laden with EXIF"][0]()
    assert b"Exif" in laden
    small = opened(pictures.made_small(laden))
    assert (small.format, small.size) == ("JPEG", (8, 8))
    assert not {"exif", "comment", "xmp", "icc_profile"} & small.info.keys()
    behind = pictures.made_small(PHOTOS["with a page behind it"][0]())
    assert b"script" not in behind


def test_a_large_one_is_made_smaller_and_lighter() -> None:
    for width, height in ((2400, 1200), (900, 1700)):
        data = pictures.made_small(noisy(width, height))
        assert len(data) <= 300 * 1024
        small = opened(data).size
        assert max(small) <= 1600
        assert small[0] / small[1] == pytest.approx(width / height, rel=0.01)


def test_it_stands_upright_as_its_exif_says() -> None:
    held, lying = io.BytesIO(), Image.new("RGB", (40, 20), "blue")
    lying.paste(RED, (0, 0, 20, 20))
    exif = lying.getexif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    lying.save(held, "JPEG", exif=exif, quality=95)
    upright = opened(pictures.made_small(held.getvalue()))
    assert upright.size == (20, 40)
    red, _, blue = upright.getpixel((10, 5))  # type: ignore[misc]
    assert red > 200 and blue < 60


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "P", "1", "CMYK"])
def test_whatever_its_colours_are_made_of(mode: str) -> None:
    held = io.BytesIO()
    Image.new(mode, (9, 9)).save(held, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(pictures.made_small(held.getvalue())).mode == "RGB"


def test_what_is_clear_becomes_white() -> None:
    held = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(held, "PNG")
    assert opened(pictures.made_small(held.getvalue())).getpixel((4, 4)) == (255, 255, 255)
