"""Telling people that it is their turn with a card, that one came back, and that a new one is in force."""

from collections.abc import Collection
from uuid import UUID

from app.access.models import Account
from app.access.queries import who_may
from app.cards.gates import red_of
from app.cards.models import CardVersion, Stage, State
from app.cards.progress import progress_of
from app.cards.queries import KIND_NAMES
from app.cards.rights import STAGE_NAMES, signers
from app.cards.schemas import Kind
from app.notify.actions import tell
from app.org.models import Post
from app.risk.matrices import LEVELS


def submitted(version: CardVersion) -> None:
    """Those of the crew who have not signed these words are to look; who assesses, once enough of the crew have."""
    stands = progress_of(version)
    signed = {one.account_id for one in stands.counting if one.stage == Stage.IDENTIFY}
    _tell(
        version,
        stands.crew - signed,
        "card.turn",
        f"请看一看“{_name(version)}”，签“辨”",
        "你在这个岗位上班，卡说得对不对，你最清楚。",
    )
    if not stands.crew:
        _ask(version, Stage.ASSESS, "岗位上现在没有人。先安排人，有人签了“辨”才能评。")
    elif not stands.lacking:
        _ask(version, Stage.ASSESS)


def signed(version: CardVersion, stage: Stage) -> None:
    """Who comes next is told, once."""
    stands = progress_of(version)
    times = sum(one.stage == stage for one in stands.counting)
    if stage is Stage.IDENTIFY and version.state == State.TEAM_REVIEW and not stands.lacking:
        if times == stands.wanted:
            _ask(version, Stage.ASSESS)
    elif stage is Stage.ASSESS:
        _ask(version, Stage.DETERMINE if stands.waits_for(Stage.ASSIGN) else Stage.ASSIGN)
    elif stage is Stage.DETERMINE and version.state == State.EXPERT_REVIEW and times == 1:
        _ask(version, Stage.ASSIGN)
    elif stage is Stage.ASSIGN:
        people = set(who_may("cards.publish", version.card.post.unit.path))
        _tell(version, people, "card.turn", f"“{_name(version)}”批准了，可以发布", "")


def given_back(version: CardVersion, account: Account, words: str) -> None:
    """Its authors, and who sent it in, are told why."""
    people = {UUID(one) for one in version.authors} | ({version.submitted_by} - {None})
    title = f"“{_name(version)}”退回来了，{account.name}请你们再改改"
    _tell(version, {one for one in people if one} - {account.id}, "card.back", title, words)


def published(version: CardVersion, *, was_closed: bool) -> None:
    """The crew is told that a new version is in force; the leaders, where its risk closes or opens the post (S33)."""
    post = version.card.post
    title = f"“{_name(version)}”有新的一版，打开看看哪里变了"
    _tell(version, signers(Stage.IDENTIFY, post), "card.new", title, "", about=post.id)
    red = list(red_of(version).values())
    if red:
        why = "、".join(row.point for row in red)[:200]
        title = f"“{post.title}”有红色风险，岗位停止作业"
        body = f"{why}。{LEVELS[1].acts}。重新评估、发布新的风险清单以后才能开工。"
        _tell(version, _leaders(post), "card.red", title, body, about=post.id)
    elif was_closed:
        title = f"“{post.title}”重新评过了，没有红色风险，可以开工"
        _tell(version, _leaders(post), "card.red", title, "开工前，先看新措施落实了没有。", about=post.id)


def _leaders(post: Post) -> set[UUID]:
    path = post.unit.path
    return {*who_may("cards.write", path), *who_may("cards.publish", path)}


def _ask(version: CardVersion, stage: Stage, body: str = "") -> None:
    people = signers(stage, version.card.post)
    _tell(version, people, "card.turn", f"“{_name(version)}”轮到你签“{STAGE_NAMES[stage]}”", body)


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
