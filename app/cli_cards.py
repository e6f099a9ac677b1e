"""The command that publishes a file of cards on a post."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cards.schemas import Kind
from app.cli_parts import need_installation
from app.core import db
from app.core.errors import Problem
from app.exchange.actions import publish_cards, unpublished
from app.exchange.cardfile import open_cards, short_name
from app.org import queries as org
from app.org.models import Post


@click.command("cards")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--post", "title", required=True, help="Title of the post.")
@click.option(
    "--unit", "name", default="", help="Name of a unit above it, where several posts have the title."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@with_appcontext
def cards_command(file: Path, title: str, name: str, dry_run: bool) -> None:
    """Publish the cards of a YAML file on a post. All or nothing; the same file again changes nothing."""
    need_installation()
    with db.everywhere():
        post = _post(title, name)
        where = f"{post.unit.name} {post.title}"
        try:
            drafts = open_cards(file.read_bytes())
            if dry_run:
                new = {one.kind for one in unpublished(post, drafts)}
            else:
                on = org.today(post.unit.path)
                made = publish_cards(post, drafts, effective_on=on, source="file", by=None)
                new = {Kind(one.card.kind) for one in made}
        except Problem as problem:
            raise click.ClickException(f"{problem.message}。{problem.hint}") from problem
    word = "要发布" if dry_run else "发布了"
    for one in drafts:
        told = word if one.kind in new else "和已经发布的一样，没有变"
        click.echo(f"{short_name(one.kind)} {len(one.rows)} 行：{told}")
    click.echo(f"{where}：{word} {len(new)} 张卡{'，还没有写' if dry_run else ''}")


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
