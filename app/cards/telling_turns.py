"""Telling people that it is their turn with a card, that one came back, and that a new one is in force."""

from collections.abc import Collection
from uuid import UUID

from app.access.models import Account
from app.access.queries import who_may
from app.cards.gates import red_of
from app.cards.models import CardVersion, Stage, State
from app.cards.queries import KIND_NAMES
from app.cards.rights import STAGE_NAMES, signers
from app.cards.schemas import Kind
from app.notify.actions import tell
from app.risk.matrices import LEVELS


def submitted(version: CardVersion) -> None:
    """The crew and those who assess are to look."""
    post = version.card.post
    crew = signers(Stage.IDENTIFY, post)
    _tell(
        version,
        crew,
        "card.turn",
        f"请看一看“{_name(version)}”，签“辨”",
        "你在这个岗位上班，卡说得对不对，你最清楚。",
    )
    _ask(version, Stage.ASSESS, signers(Stage.ASSESS, post) - crew)


def signed(version: CardVersion, stage: Stage) -> None:
    """Who comes next is told."""
    post = version.card.post
    if stage is Stage.ASSESS:
        _ask(version, Stage.DETERMINE, signers(Stage.DETERMINE, post))
    elif stage is Stage.DETERMINE and version.state == State.EXPERT_REVIEW:
        _ask(version, Stage.ASSIGN, signers(Stage.ASSIGN, post))
    elif stage is Stage.ASSIGN:
        people = set(who_may("cards.publish", post.unit.path))
        _tell(version, people, "card.turn", f"“{_name(version)}”批准了，可以发布", "")


def given_back(version: CardVersion, account: Account, words: str) -> None:
    """Its authors, and who sent it in, are told why."""
    people = {UUID(one) for one in version.authors} | ({version.submitted_by} - {None})
    title = f"“{_name(version)}”退回来了，{account.name}请你们再改改"
    _tell(version, {one for one in people if one} - {account.id}, "card.back", title, words)


def published(version: CardVersion) -> None:
    """The crew is told that a new version is in force; the leaders, where its risk closes the post (S33)."""
    post = version.card.post
    title = f"“{_name(version)}”有新的一版，打开看看哪里变了"
    _tell(version, signers(Stage.IDENTIFY, post), "card.new", title, "", about=post.id)
    red = list(red_of(version).values())
    if red:
        leaders = {*who_may("cards.write", post.unit.path), *who_may("cards.publish", post.unit.path)}
        why = "、".join(row.point for row in red)[:200]
        title = f"“{post.title}”有红色风险，岗位停止作业"
        body = f"{why}。{LEVELS[1].acts}。重新评估、发布新的风险清单以后才能开工。"
        _tell(version, leaders, "card.red", title, body, about=post.id)


def _ask(version: CardVersion, stage: Stage, people: Collection[UUID]) -> None:
    _tell(version, people, "card.turn", f"“{_name(version)}”轮到你签“{STAGE_NAMES[stage]}”", "")


def _name(version: CardVersion) -> str:
    return f"{version.card.post.title}：{KIND_NAMES[Kind(version.card.kind)]}"


def _tell(
    version: CardVersion,
    people: Collection[UUID],
    kind: str,
    title: str,
    body: str,
    *,
    about: UUID | None = None,
) -> None:
    ent = version.enterprise_id
    tell(set(people), enterprise_id=ent, kind=kind, title=title, body=body, about=about or version.id)
