"""Which cards are taken out, of a post or of a unit: what is published, or the drafts that come next."""

from collections.abc import Sequence
from uuid import UUID

from app.cards.queries import ORDER, bodies_of, head_of
from app.core.errors import Conflict
from app.exchange.bringing.standing import Standing, versions_of
from app.exchange.writing.encoding import OutCard, Unfit
from app.exchange.writing.word import write_word
from app.exchange.writing.workbook import write
from app.org.models import Post, Unit

MOST_POSTS = 600  # in one file: as much as a file may hold that is brought in again


def taken_out(posts: Sequence[Post], enterprise: Unit, *, drafts: bool, word: bool = False) -> bytes:
    """The cards of these posts as an Excel file, or for Word. Raises Conflict where there are too many, or none."""
    if len(posts) > MOST_POSTS:
        raise Conflict(f"一次最多导出 {MOST_POSTS} 个岗位", hint="按部门分开导出。")
    found = out_cards(posts, enterprise, drafts=drafts)
    if not found:
        raise Conflict("这里还没有卡，没有可导出的", hint="先写卡，或者下载空表填好再导入。")
    try:
        return write_word(found) if word else write(found)
    except Unfit as error:
        raise Conflict(error.message, hint=error.hint) from error


def out_cards(posts: Sequence[Post], enterprise: Unit, *, drafts: bool) -> list[OutCard]:
    """The cards of these posts, post by post, in the order of the kinds."""
    standing = Standing.of(enterprise)
    ids: list[UUID] = [one.id for one in posts]
    versions = versions_of(ids)
    made = []
    for post in posts:
        for kind in ORDER:
            stands = versions.get((post.id, kind), {})
            version = (stands.get("open") if drafts else None) or stands.get("published")
            if version is not None:
                unit = "/".join(standing.path_names(post.unit_id))
                made.append(OutCard(unit, post.title, kind, head_of(version), bodies_of(version)))
    return made
