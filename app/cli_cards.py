"""The command that writes a file of cards as drafts on a post."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cards.schemas import Kind
from app.cli_parts import need_installation
from app.core import db
from app.core.errors import Problem
from app.exchange.actions import unwritten, write_cards
from app.exchange.cardfile import open_cards, short_name
from app.org import queries as org
from app.org.models import Post


@click.command("cards")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--post", "title", required=True, help="Title of the post.")
@click.option(
    "--unit", "name", default="", help="Name of a unit above it, where several posts have the title."
)
@click.option("--replace", is_flag=True, help="Put the file in place of a draft that says something else.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@with_appcontext
def cards_command(file: Path, title: str, name: str, *, replace: bool, dry_run: bool) -> None:
    """Write the cards of a YAML file as drafts on a post. All or nothing; the same file again changes nothing."""
    need_installation()
    with db.everywhere():
        post = _post(title, name)
        where = f"{post.unit.name} {post.title}"
        try:
            drafts = open_cards(file.read_bytes())
            if dry_run:
                new = {one.kind for one in unwritten(post, drafts)}
            else:
                new = {Kind(one.card.kind) for one in write_cards(post, drafts, replace=replace, by=None)}
        except Problem as problem:
            raise click.ClickException(f"{problem.message}。{problem.hint}") from problem
    word = "要写成草稿" if dry_run else "写成了草稿"
    for one in drafts:
        told = word if one.kind in new else "和已有的一样，没有变"
        click.echo(f"{short_name(one.kind)} {len(one.rows)} 行：{told}")
    after = "，还没有写" if dry_run else "，到后台的四张卡里看，再送审" if new else ""
    click.echo(f"{where}：{len(new)} 张卡{word}{after}")


def _post(title: str, name: str) -> Post:
    units = [one for one in org.units(["/"]) if name in ("", one.name)]
    if not units:
        raise click.ClickException(f"没有叫“{name}”的单位。")
    paths = [one.path for one in units] if name else ["/"]
    found = [one for one in org.posts(paths, search=title) if one.title == title]
    if not found:
        raise click.ClickException(f"没有叫“{title}”的岗位。岗位名称要写全。")
    if len(found) > 1:
        where = "、".join(sorted(one.unit.name for one in found))
        raise click.ClickException(
            f"叫“{title}”的岗位有 {len(found)} 个，用 --unit 说明是哪个单位的：{where}。"
        )
    return found[0]
