"""How long it takes to publish the reviewed cards of a plant of 283 posts (S19), four a post, each in its own commit."""

import tempfile
import time
from pathlib import Path
from uuid import UUID

from flask import g
from flask_migrate import upgrade

from app.access.policy import Role
from app.cards import actions as cards
from app.cards import reviewing
from app.cards.models import CardVersion, Stage
from app.cards.schemas import Body, DutyRow, Head, Kind, OperationRow, RiskRow
from app.core import db
from app.org import actions as org
from app.org.models import Post
from tests.conftest import ROOT, make_app
from tests.world import DAY, World, sample_row

POSTS = 283
ROWS = 10  # of each card, as a post has them


def publish_283_posts_s() -> dict[str, float]:
    """Seconds for all 1,132 publications, with their audit, messages and checks."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(f"sqlite:///{Path(folder) / 'gangka.db'}", Path(folder))
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            world = World(app)
            versions = _approved(world)
            began = time.perf_counter()
            for version in versions:
                _publish(world, version)
            spent = time.perf_counter() - began
        app.extensions["engine"].dispose()
    return {"publish_283_posts_s": spent}


def _publish(world: World, version_id: UUID) -> None:
    """As a request does: from what the database says, not from what the last one left in memory."""
    db.session().expire_all()
    g.scope = frozenset({world.mine_id})
    version = db.session().get(CardVersion, version_id)
    assert version is not None and version.digest is not None
    by = world.people["safety_officer"].id
    reviewing.publish(version, digest=version.digest, effective_on=DAY, by=by)


@db.action
def _approved(world: World) -> list[UUID]:
    """The cards of 283 posts, written, signed and approved; ids in the order of the posts."""
    author, crew = world.people["team_leader"], world.people["worker"]
    posts = [world.crusher] + [
        org.add_post(unit=world.crew, title=f"第 {number} 岗", by=None) for number in range(1, POSTS)
    ]
    for post in posts[1:]:
        org.assign(crew, post, on=DAY, by=None)
    return [_ready(world, post, kind, author.id) for post in posts for kind in Kind]


def _ready(world: World, post: Post, kind: Kind, author_id: UUID) -> UUID:
    rows = [(f"r{number}", _numbered(kind, number)) for number in range(ROWS)]
    made = cards.write_draft(post, kind, Head(owner="车间主任"), rows, source="bench", by=author_id)
    reviewing.submit(made, by=author_id)
    assert made.digest is not None
    for stage, role in (
        (Stage.IDENTIFY, Role.WORKER),
        (Stage.ASSESS, Role.TEAM_LEADER),
        (Stage.DETERMINE, Role.SAFETY_OFFICER),
        (Stage.ASSIGN, Role.PRINCIPAL),
    ):
        reviewing.sign(made, stage, world.people[role.value].account, digest=made.digest)
    return made.id


def _numbered(kind: Kind, number: int) -> Body:
    row = sample_row(kind)
    if isinstance(row, RiskRow):
        row.point, row.owner = f"{row.point}{number}", "班长"
    elif isinstance(row, DutyRow):
        row.duty = f"{row.duty}{number}"
    elif isinstance(row, OperationRow):
        row.procedure = f"{row.procedure}{number}"
    return row
