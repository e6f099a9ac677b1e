"""The command that hands in a file of records from a phone that can't send them itself."""

from pathlib import Path

import click
import msgspec
from flask.cli import with_appcontext

from app.cli_parts import in_words, need_installation
from app.core import db
from app.sync import handin


@click.group("sync")
def sync_group() -> None:
    """Records of phones."""


@sync_group.command("hand-in")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what became of each record as JSON.")
@with_appcontext
def hand_in_command(file: Path, *, as_json: bool) -> None:
    """Hand in a file that a phone exported; what became of each record, and of the photos.

    Ends with 1 where a record or a photo was not taken: somebody has to look. What only waits is safe.
    """
    need_installation()
    with db.everywhere(), in_words():  # a file may hold records of several enterprises; each says its own
        done = handin.hand_in(handin.read(file.read_bytes()), by=None)
    click.echo(_as_json(done) if as_json else _told(done))
    if done.photos.refused or any(one.answer.state == "rejected" for one in done.fates):
        raise SystemExit(1)


def _told(done: handin.HandedIn) -> str:
    lines = [f"{one.author or '不知道是谁'}　{one.kind}　{one.words}" for one in done.fates]
    photos = f"照片 {done.photos.stored} 张已收到，{done.photos.refused} 张没收下"
    return "\n".join([*lines, photos])


def _as_json(done: handin.HandedIn) -> str:
    records = [{"author": one.author, "kind": one.kind, "answer": one.answer} for one in done.fates]
    return msgspec.json.encode({"records": records, "photos": done.photos}).decode()
