"""Commands that keep what is here: backup and restore."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli_parts import in_words, need_installation
from app.core import db
from app.keeping.actions import Taken, back_up
from app.keeping.restoring import Restored
from app.keeping.restoring import restore as put_back
from app.org.queries import tenants


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="How many backups stay; all by default.")
@with_appcontext
def backup(folder: Path, keep: int | None) -> None:
    """Back up everything into a new folder of FOLDER, while the server serves; read it back."""
    need_installation()
    with in_words():
        taken = back_up(folder.absolute(), keep=keep)
    click.echo(_told_taken(taken))
    if _same_disk(taken.folder):
        click.echo("注意：备份和数据在同一块盘上。盘坏了，两样都没有：把备份文件夹再拷到别的机器上。")
    click.echo("SECRET_KEY 不在备份里：另外抄下来，和备份分开放。")


def _told_taken(taken: Taken) -> str:
    manifest = taken.manifest
    with db.everywhere():  # a backup holds all enterprises
        through = "，".join(
            f"{unit.name}到 {manifest.through[str(unit.id)]} 号"
            for unit in tenants()
            if str(unit.id) in manifest.through
        )
    return (
        f"备份好了，也读回来对过了：{taken.folder}\n"
        f"{len(manifest.tables)} 张表，{manifest.rows} 行；{manifest.photos} 张照片，这次新拷 {taken.copied} 张。\n"
        f"手机交来的记录备份到哪里（回执号）：{through or '还没有记录'}。"
    )


def _same_disk(folder: Path) -> bool:
    data = Path(current_app.config["DATA_DIR"])
    return data.exists() and data.stat().st_dev == folder.stat().st_dev


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is here; that is kept beside.")
@with_appcontext
def restore(folder: Path, *, replace: bool) -> None:
    """Restore the backup in FOLDER, or the newest of those in it. Stop the server first."""
    with in_words():
        restored = put_back(folder, replace=replace)
    click.echo(_told_restored(restored))
    for bad in restored.bad:
        click.echo(f"注意：审计链在备份的时候就已经对不上了。{bad}", err=True)


def _told_restored(restored: Restored) -> str:
    manifest = restored.manifest
    lines = [
        f"恢复好了：{restored.folder}",
        f"{len(manifest.tables)} 张表，{manifest.rows} 行；{manifest.photos} 张照片，拷回 {restored.photos} 张。",
        f"原来的数据库留在：{restored.old}" if restored.old else "",
        "备份以后交来的记录，手机上还有的，下次联网会自动再交一遍。",
        "用原来的 SECRET_KEY 启动；换了新的，所有人要重新登录。",
    ]
    return "\n".join(one for one in lines if one)
