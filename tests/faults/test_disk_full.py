"""A full disk: 5xx in words, never a receipt, and it recovers unaided once there is room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core import db
from app.core.blobs import Blob
from app.hazards.models import Hazard
from app.sync.schemas import PushOut
from tests.faults.site import world_in
from tests.sync.phones import Phone, Signed, hazard, photo, sha_of

SIZE = "6m"
ROUNDS = 400


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a small file system can only be mounted by root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room at all."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 1024, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def send(phone: Phone, op: Signed) -> TestResponse:
    """One push, whatever the answer."""
    return phone.client.post("/api/sync/push", json={"ops": [op]})


def test_a_full_disk_gives_no_receipt_and_mends_itself(small_disk: Path, sqlite_template: Path) -> None:
    with world_in(small_disk, sqlite_template) as world:
        phone = Phone(world, "worker")
        picture = photo("blue", size=(900, 900))
        first = phone.op("hazard.reported", hazard(photos=[sha_of(picture)]))
        assert send(phone, first).status_code == 200
        filler = fill(small_disk)
        sent, refused = until_refused(phone)
        assert refused.status_code in (503, 507)
        assert "receipt" not in refused.text
        assert "Traceback" not in refused.text
        assert phone.put_photo(picture).status_code in (503, 507)
        assert not list(small_disk.glob("blobs/**/*.part*"))
        assert db.session().scalar(select(func.count()).select_from(Blob)) == 0
        filler.unlink()
        answers = [msgspec.json.decode(send(phone, op).data, type=PushOut).answers[0] for op in sent]
        assert [one.state for one in answers] == ["applied"] * len(sent)
        assert phone.put_photo(picture).status_code == 200
        assert db.session().scalar(select(func.count()).select_from(Hazard)) == 1 + len(sent)


def until_refused(phone: Phone) -> tuple[list[Signed], TestResponse]:
    """Push until the disk is full: all that was sent, and the refusal."""
    sent = []
    for _ in range(ROUNDS):
        sent.append(phone.op("hazard.reported", hazard(note="长" * 1500)))
        answer = send(phone, sent[-1])
        if answer.status_code != 200:
            return sent, answer
    raise AssertionError("the disk never filled up")
