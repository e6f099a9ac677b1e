"""What tests of keeping share: a database to look through, photos, and a restore as another process does it."""

import hashlib
import shutil
from contextvars import Context
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, select

from app.core import blobs, db
from app.core.arrivals import next_arrival
from app.core.workdays import DayException
from app.org.models import Installation
from tests.world import DAY, World

# A restore writes these itself: another epoch, what is backed up, and a link that says so.
GROWING = {"installation", "backups", "audit_entries", "audit_links", "audit_heads"}


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All that a database holds, table by table, by age."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in db.Base.metadata.sorted_tables
        }


def unchanged(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """What a restore brings back and adds nothing to."""
    return {name: rows for name, rows in contents(engine).items() if name not in GROWING}


def add_photo(world: World, data: bytes) -> Path:
    """Keep a photo of 甲矿, as a phone's would be; its file."""
    sha256 = hashlib.sha256(data).hexdigest()
    blobs.save(world.mine_id, sha256, data)
    with db.writing():
        blobs.note(world.mine_id, sha256, media="image/jpeg", size=len(data))
    return blobs.path_of(world.mine_id, sha256)


@db.action
def arrive(world: World) -> int:
    """Something comes in from a phone."""
    return next_arrival(world.mine_id)


def fill(world: World) -> None:
    """Rows of many kinds: cards, a photo, days, arrivals."""
    world.publish_all(world.crusher)
    world.label(world.crusher)
    add_photo(world, b"a photo of a loose guard")
    with db.writing() as active:
        active.add(DayException(enterprise_id=world.mine_id, day=DAY, worked=False, why="停电 ⚡\n"))


def newest(folder: Path) -> Path:
    """The newest backup in a folder."""
    return max(one for one in folder.iterdir() if one.name[0].isdigit())


def restore(world: World, *args: str) -> Result:
    """Run `flask restore` as an administrator does who has stopped the server: nobody has the database open."""
    db.session().close()
    done = world.command("restore", *args)
    world.app.extensions["engine"].dispose()
    return done


def command_of(app: Flask, *args: str) -> Result:
    """Run a command on another server."""
    done: Result = Context().run(app.test_cli_runner().invoke, args=list(args))
    app.extensions["engine"].dispose()
    return done


def epoch() -> str:
    """Which copy of the server this is."""
    return str(db.session().scalars(select(Installation.epoch)).one())


def lose_photos(world: World) -> None:
    """The disk with the photos is gone."""
    shutil.rmtree(Path(world.app.config["DATA_DIR"]) / "blobs")
