"""Photos: only such as a kept op names, whole and checked, safe on disk before anybody is told so."""

import errno
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from app.core import blobs, db
from app.core.blobs import Blob
from app.core.errors import Missing
from app.core.ids import new_id
from tests.sync.phones import Phone, hazard, photo, sha_of
from tests.world import World


def named(phone: Phone, *photos: bytes) -> Any:
    """Report a hazard that names these photos."""
    return phone.send("hazard.reported", hazard(photos=[sha_of(one) for one in photos]))


def files(world: World) -> list[Path]:
    return [one for one in (Path(world.app.config["DATA_DIR"]) / "blobs").rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("form", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_photo_is_kept_to_the_byte(world: World, phone: Phone, form: str, media: str) -> None:
    data = photo(form=form)
    receipt = named(phone, data).receipt
    answer = phone.put_photo(data).json
    assert answer == {"sha256": sha_of(data), "arrival": receipt + 1, "epoch": str(world.installation.epoch)}
    path, stored = blobs.read(world.mine_id, sha_of(data))
    assert (path.read_bytes(), stored) == (data, media)
    assert files(world) == [path]


def test_sent_again_it_has_the_same_arrival(world: World, phone: Phone) -> None:
    named(phone, photo())
    first, again = phone.put_photo(photo()).json, phone.put_photo(photo(), world.client(None)).json
    assert first == again
    assert len(db.session().scalars(select(Blob.id)).all()) == len(files(world)) == 1


def test_a_file_that_was_lost_is_taken_again_under_its_old_number(world: World, phone: Phone) -> None:
    named(phone, photo())
    first = phone.put_photo(photo()).json
    files(world)[0].unlink()
    assert phone.put_photo(photo()).json == first
    assert files(world)[0].read_bytes() == photo()


def test_a_photo_that_no_op_names_is_refused(world: World, phone: Phone) -> None:
    answer = phone.put_photo(photo())
    assert (answer.status_code, answer.json["code"]) == (404, "nobody_waits")
    assert files(world) == []


def test_a_forged_op_announces_no_photo(world: World, phone: Phone) -> None:
    forged = phone.op("hazard.reported", hazard(photos=[sha_of(photo())]))
    phone.push(None, {**forged, "signature": "A" * 86})
    assert phone.put_photo(photo()).status_code == 404


def test_the_photo_of_another_enterprise_is_not_awaited_here(world: World, phone: Phone) -> None:
    named(phone, photo())
    other = Phone(world, world.stranger)
    assert other.put_photo(photo()).status_code == 404
    assert phone.put_photo(photo(), world.client(world.stranger)).status_code == 200
    assert blobs.arrived(world.plant_id, [sha_of(photo())]) == {}
    with pytest.raises(Missing):
        blobs.read(world.plant_id, sha_of(photo()))


@pytest.mark.parametrize("sha", ["..", "A" * 64, "0" * 63, "0" * 64 + "0", "%2e%2e%2fetc%2fpasswd"])
def test_what_is_no_hash_is_nowhere(world: World, phone: Phone, sha: str) -> None:
    assert phone.put_photo(photo(), sha=sha).status_code == 404
    with pytest.raises(Missing):
        blobs.read(world.mine_id, sha)


@pytest.mark.parametrize("where", ["", "?enterprise=", "?enterprise=mine"])
def test_without_an_enterprise_it_is_nowhere(phone: Phone, where: str) -> None:
    assert phone.client.put(f"/api/blobs/{'0' * 64}{where}", data=photo()).status_code == 404


def test_other_bytes_than_announced_are_refused(world: World, phone: Phone) -> None:
    named(phone, photo("red"))
    answer = phone.put_photo(photo("blue"), sha=sha_of(photo("red")))
    assert (answer.status_code, answer.json["code"]) == (422, "wrong_hash")
    assert files(world) == []


GIF = photo(form="GIF")


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", GIF, photo(size=(400, 400))[:-900], photo()[:40]],
    ids=["empty", "svg", "gif", "cut", "head"],
)
def test_what_is_no_whole_photo_is_refused(world: World, phone: Phone, data: bytes) -> None:
    named(phone, data)
    answer = phone.put_photo(data)
    assert (answer.status_code, answer.json["code"]) == (422, "bad_photo")
    assert files(world) == []


def test_a_bomb_of_pixels_is_refused_before_it_is_opened(world: World, phone: Phone) -> None:
    for size in ((5000, 4001), (20_000, 20_000)):
        held = io.BytesIO()
        Image.new("1", size).save(held, "PNG")  # a bit a pixel: large only when it is opened
        bomb = held.getvalue()
        named(phone, bomb)
        answer = phone.put_photo(bomb)
        assert (answer.status_code, answer.json["code"]) == (422, "bad_photo")


def test_more_than_two_megabytes_are_refused(world: World, phone: Phone) -> None:
    fat = photo() + b"\0" * 2 * 1024 * 1024
    named(phone, fat)
    answer = phone.put_photo(fat)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert files(world) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_no_half_and_gives_no_receipt(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    named(phone, photo())

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        answer = phone.put_photo(photo())
    assert (answer.status_code, answer.json["code"]) == (507, "no_room")
    assert files(world) == []
    assert blobs.arrived(world.mine_id, [sha_of(photo())]) == {}
    assert phone.put_photo(photo()).status_code == 200


def test_the_row_is_written_after_the_file_is_safe(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(phone, photo())
    order: list[str] = []
    real_sync, real_note = os.fsync, blobs.note

    def sync(handle: int) -> None:
        order.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        real_sync(handle)

    def note(*args: Any, **kwargs: Any) -> Any:
        order.append("row")
        return real_note(*args, **kwargs)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(blobs, "note", note)
    assert phone.put_photo(photo()).status_code == 200
    assert order[-3:] == ["file", "folder", "row"]


def test_a_photo_is_read_by_its_own_browser_only(world: World, phone: Phone) -> None:
    named(phone, photo())
    phone.put_photo(photo())
    with world.app.test_request_context():
        answer = blobs.send(world.mine_id, sha_of(photo()))
        answer.direct_passthrough = False
        assert answer.get_data() == photo()
        answer.close()
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"


def test_what_has_not_arrived_is_missing(world: World) -> None:
    with pytest.raises(Missing):
        blobs.read(world.mine_id, hashlib.sha256(str(new_id()).encode()).hexdigest())
