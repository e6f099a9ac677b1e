"""The drill: the server is lost, a backup is put back, and the phones bring what it lacked."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.audit.actions import first_bad
from app.core import db
from app.core.backups import backed_up_through
from app.core.blobs import Blob
from app.hazards.models import Hazard
from app.sync.models import Op
from app.sync.schemas import PushOut
from tests.keeping.parts import epoch, fill, lose_photos, restore, unchanged
from tests.sync.phones import Phone, Signed, hazard, photo, push, sha_of
from tests.world import World


def report(phone: Phone, world: World, number: int) -> tuple[str, Signed]:
    """An op that reports a hazard, with its id."""
    body = hazard(post=str(world.crusher_id), name=f"第 {number} 处护罩松了")
    return body["id"], phone.op("hazard.reported", body)


def states(answer: PushOut) -> set[str]:
    return {one.state for one in answer.answers}


def hazards() -> list[UUID]:
    return list(db.session().scalars(select(Hazard.id).order_by(Hazard.id)))


def test_what_was_backed_up_comes_back_as_it_was(world: World, tmp_path: Path) -> None:
    fill(world)
    taken = world.command("backup", str(tmp_path / "backups"))
    assert taken.exit_code == 0, taken.output
    world.forget()
    before, first_epoch = unchanged(db.engine()), epoch()
    world.publish_all(world.crusher, mark="改过了")
    lose_photos(world)

    done = restore(world, str(tmp_path / "backups"), "--replace")

    assert done.exit_code == 0, done.output
    assert unchanged(db.engine()) == before
    assert epoch() != first_epoch
    for unit in (world.mine_id, world.plant_id):
        assert first_bad(unit) is None
    assert "ok" in world.command("audit", "verify").output


def test_what_came_after_the_backup_comes_back_from_the_phones_exactly_once(
    world: World, tmp_path: Path
) -> None:
    phone, anybody = Phone(world, "worker"), world.client(None)
    early = [report(phone, world, number) for number in range(5)]
    assert states(push(anybody, *(op for _, op in early))) == {"applied"}
    backed_up = world.command("backup", str(tmp_path / "backups"))
    assert backed_up.exit_code == 0, backed_up.output
    late = [report(phone, world, number) for number in range(5, 54)]
    pictured = hazard(post=str(world.crusher_id), photos=[sha_of(photo())])
    late.append((pictured["id"], phone.op("hazard.reported", pictured)))
    first = push(anybody, *(op for _, op in late))
    assert states(first) == {"applied"}
    assert phone.put_photo(photo(), anybody).status_code == 200

    assert restore(world, str(tmp_path / "backups"), "--replace").exit_code == 0
    assert hazards() == sorted(UUID(one) for one, _ in early)
    lose_photos(world)
    again = push(world.client(None), *(op for _, op in late))

    assert first.epoch != again.epoch == epoch()
    assert first.backed_up_through == again.backed_up_through == 5
    assert states(again) == {"applied"}
    assert phone.put_photo(photo(), world.client(None)).status_code == 200
    push(world.client(None), *(op for _, op in [*early, *late][-50:]))  # and once more changes nothing
    assert hazards() == sorted(UUID(one) for one, _ in [*early, *late])
    receipts = list(db.session().scalars(select(Op.receipt).order_by(Op.receipt)))
    arrivals = [*receipts, *db.session().scalars(select(Blob.arrival))]
    assert sorted(arrivals) == list(range(1, 57))
    assert first_bad(world.mine_id) is None
    assert backed_up_through(world.mine_id) == 5
