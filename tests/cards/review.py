"""Cards on their way: drafts that can be sent in, and everybody's signature under them."""

from app.access.models import Account
from app.cards import actions as cards
from app.cards import queries, reviewing
from app.cards.models import CardVersion, Stage
from app.cards.schemas import Body, Head, Kind, Measure, RiskRow
from app.core import db
from app.org.models import Person, Post
from app.risk.matrices import grade
from tests.world import DAY, World, sample_row

WAY = (  # who signs what, as the settings have it by default
    (Stage.IDENTIFY, "worker"),
    (Stage.ASSESS, "team_leader"),
    (Stage.DETERMINE, "safety_officer"),
    (Stage.ASSIGN, "principal"),
)
RED, ORANGE, LOW = {"L": 5, "S": 5}, {"L": 4, "S": 4}, {"L": 2, "S": 2}


def draft(
    world: World, *rows: Body, kind: Kind = Kind.DUTY, by: str = "team_leader", post: Post | None = None
) -> CardVersion:
    """A draft that `by` wrote alone."""
    said = [(f"r{number}", row) for number, row in enumerate(rows or (sample_row(kind),), 1)]
    author = world.people[by].id
    return cards.write_draft(post or world.crusher, kind, Head(owner="主任"), said, source="test", by=author)


def sent(world: World, *rows: Body, **more: object) -> CardVersion:
    """A version in review."""
    made = draft(world, *rows, **more)  # type: ignore[arg-type]
    reviewing.submit(made, by=world.people["team_leader"].id)
    return made


def signed(world: World, version: CardVersion, upto: Stage = Stage.ASSIGN) -> CardVersion:
    """The same, with everybody's signature up to and with a stage."""
    for stage, role in WAY:
        sign(world, version, stage, role)
        if stage is upto:
            break
    return version


def sign(world: World, version: CardVersion, stage: Stage, who: str | Person) -> None:
    """Somebody signs what the version says now."""
    assert version.digest is not None
    reviewing.sign(version, stage, account(world, who), digest=version.digest)


def account(world: World, who: str | Person) -> Account:
    """Of somebody of the cast, or of a person."""
    return (world.people[who] if isinstance(who, str) else who).account


def publish(world: World, version: CardVersion) -> CardVersion:
    """Publish an approved version."""
    assert version.digest is not None
    by = world.people["safety_officer"].id
    reviewing.publish(version, digest=version.digest, effective_on=DAY, by=by)
    return version


def in_force(world: World, *rows: Body, **more: object) -> CardVersion:
    """The whole way, from draft to published."""
    return publish(world, signed(world, sent(world, *rows, **more)))


def risk(
    residual: dict[str, float] | None = None,
    *,
    owner: str = "班长",
    measures: tuple[str, ...] = ("装护罩",),
    **more: object,
) -> RiskRow:
    """A row of a risk list, with controls and an owner; ungraded after controls where nothing is said."""
    return RiskRow(
        point=str(more.get("point", "出料胶带")),
        hazard="手卷入",
        before=grade("LS", more.get("before", LOW)) if more.get("before", LOW) else None,  # type: ignore[arg-type]
        after=grade("LS", residual) if residual else None,
        measures=[Measure(id=f"m{number}", text=text) for number, text in enumerate(measures)],
        owner=owner,
    )


def again(version: CardVersion) -> CardVersion:
    """The version as the database has it."""
    db.session().rollback()
    db.session().expire_all()
    return queries.version(version.id)
