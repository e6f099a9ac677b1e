"""The way of a version from draft to published: sent in, signed stage by stage (S3), given back, published (S5, S33).

draft → team_review (辨, 评) → expert_review (定, 责) → approved → published. What is reviewed stands still; a
signature counts for the words that it was given for, and for no others.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.access.models import Account
from app.audit import actions as audit
from app.cards import gates, telling_turns
from app.cards.actions import digest_of, put_in_force, refuse_without_steps
from app.cards.filled import refuse_unfilled
from app.cards.models import IN_REVIEW, CardSignoff, CardVersion, Stage, State
from app.cards.progress import MOVES_ON, Progress, is_only_author, progress_of
from app.cards.renewals import close_for
from app.cards.rights import OPEN_TO, STAGE_NAMES, STATE_WORDS
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Forbidden, Invalid, Problem
from app.core.ids import new_id


@db.action
def submit(version: CardVersion, *, by: UUID) -> None:
    """Send a draft to review; from here on its words stand still. Who is to sign is told.

    Raises Conflict unless it is a draft of an open post, Invalid where it could not be published as it is.
    """
    if version.state != State.DRAFT:
        raise Conflict("这份草稿已经送审了", hint=STATE_WORDS[State(version.state)])
    gates.refuse_closed_post(version)
    if not version.rows:
        raise Invalid("一行也没有，不能送审", hint="先写至少一行。")
    refuse_unfilled(version)
    refuse_without_steps(version)
    gates.refuse_uncontrolled(version)
    gates.refuse_lost_red(version)
    version.digest = digest_of(version)
    version.state, version.submitted_at, version.submitted_by = State.TEAM_REVIEW.value, now(), by
    db.session().flush()
    _noted(version, "card.submit", by)
    telling_turns.submitted(version)


@db.action
def sign(
    version: CardVersion,
    stage: Stage,
    account: Account,
    *,
    digest: str,
    words: str = "",
    signature: str | None = None,
) -> CardSignoff:
    """Somebody signs a stage of a version, for the words that `digest` stands for; the last of a stage moves it on.

    The same person again for the same words changes nothing; where these words were given back by somebody else and
    sent in once more, it says the same again and moves the version on. Raises as `refuse_to_sign` does.
    """
    refuse_to_sign(version, stage, account, digest=digest)
    stands = progress_of(version)
    held = stands.held_by(account.id, stage)
    if held is not None and not stands.moves_on(stage):
        return held
    made = held or _signed(version, stage, account.id, words, signature)
    if stage in MOVES_ON:
        version.state = MOVES_ON[stage].value
    db.session().flush()
    _noted(version, "card.sign", account.id, stage=stage.value)
    telling_turns.signed(version, stage)
    return made


def refuse_to_sign(version: CardVersion, stage: Stage, account: Account, *, digest: str) -> None:
    """Raise where somebody can't sign a stage of these words now.

    Forbidden; Conflict: other words by now, not its turn, too few of the crew yet, alone the author, or they gave
    these very words back.
    """
    if stage is Stage.RETURN:
        raise Invalid("退回要写原因")
    if version.digest is None or digest != version.digest:
        raise Conflict("这张卡的字刚刚变了", hint="再看一遍现在的，看完再签。")
    stands = progress_of(version)
    held = stands.held_by(account.id, stage)
    if held is not None and held not in stands.counting:
        raise Conflict("这些字你签过，又退回了", hint="等改了字、再送审，你再签。")
    if held is None or stands.moves_on(stage):
        _refuse(stands, stage, account)


@db.action
def give_back(version: CardVersion, account: Account, *, words: str, digest: str) -> None:
    """Whoever could sign now, or publish, gives a version back to be mended, with the reason. It is a draft again.

    Their own signatures for these words count no longer. Raises Forbidden, Conflict unless it is in review with these words, Invalid without a reason.
    """
    if version.state not in IN_REVIEW or version.digest != digest:
        raise Conflict("这一版现在不在评审", hint="回到这张卡，看看它到哪一步了。")
    if not words.strip():
        raise Invalid("退回的原因没写", hint="写一句：哪里要改，怎么改。")
    if not may_give_back(account, version):
        raise Forbidden("这一版现在不归你评审")
    _signed(version, Stage.RETURN, account.id, words, None)
    version.state, version.digest = State.DRAFT.value, None
    db.session().flush()
    _noted(version, "card.return", account.id, words=words)
    telling_turns.given_back(version, account, words)


@db.action
def publish(version: CardVersion, *, digest: str, effective_on: date, by: UUID) -> None:
    """Publish an approved version: its people have taken part (S5), and who approved it is not its only author.

    Its crew and leaders are told; open renewals (修订任务) of this card are done with it. Raises Conflict, Invalid.
    """
    if version.state in (State.PUBLISHED, State.SUPERSEDED):
        raise Conflict("这一版已经发布过了")
    if version.state != State.APPROVED:
        raise Conflict("还没批准，不能发布", hint=f"现在：{STATE_WORDS[State(version.state)]}。")
    if version.digest != digest:
        raise Conflict("这张卡的字刚刚变了", hint="再看一遍现在的，看完再发布。")
    problems = keeping_from_publication(version)
    if problems:
        raise problems[0]
    was_closed = gates.closes_post(version.card)
    put_in_force(version, effective_on=effective_on, by=by)
    close_for(version, by=by)
    telling_turns.published(version, was_closed=was_closed)


def keeping_from_publication(version: CardVersion) -> list[Problem]:
    """All that keeps a version from being published as it stands, but for its state."""
    stands, found = progress_of(version), []
    for gate in (
        gates.refuse_closed_post,
        refuse_unfilled,
        refuse_without_steps,
        gates.refuse_uncontrolled,
        gates.refuse_lost_red,
        lambda _version: _refuse_without_crew(stands),
        lambda _version: _refuse_approved_by_its_author(stands),
    ):
        try:
            gate(version)
        except Problem as problem:
            found.append(problem)
    return found


def _refuse_without_crew(stands: Progress) -> None:
    if stands.lacking:
        raise Conflict(f"还差 {stands.lacking} 个在岗的人签“辨”", hint="请在这个岗位上班的人看一遍，签上字。")


def _refuse_approved_by_its_author(stands: Progress) -> None:
    """Asked once more: whoever approved it must not be its only author, whatever the way it came here."""
    approvals = [one for one in stands.counting if one.stage == Stage.ASSIGN]
    if not approvals:
        raise Conflict("没有人批准过这些字", hint="退回去，再走一遍评审。")
    for one in approvals:
        _refuse_only_author(stands.version, one.account_id)


def counting(version: CardVersion) -> list[CardSignoff]:
    """The signatures that were given for what the version says now, in their order."""
    return progress_of(version).counting


def signed_by(version: CardVersion, stages: Sequence[Stage]) -> list[CardSignoff]:
    """The signatures of these stages that count."""
    return [one for one in counting(version) if one.stage in stages]


def participants_lacking(version: CardVersion) -> int:
    """How many people of the post have still to sign 辨 before the version may be published (S5)."""
    return progress_of(version).lacking


def may_give_back(account: Account, version: CardVersion) -> bool:
    """Whether somebody may say that this version is not right yet."""
    return progress_of(version).may_give_back(account)


def stages_for(account: Account, version: CardVersion) -> list[Stage]:
    """The stages that somebody can sign now, in their order."""
    return progress_of(version).stages_for(account)


def _refuse(stands: Progress, stage: Stage, account: Account) -> None:
    version = stands.version
    if version.state not in OPEN_TO[stage]:
        raise Conflict(f"现在还轮不到签“{STAGE_NAMES[stage]}”", hint=STATE_WORDS[State(version.state)] + "。")
    if not stands.may_sign(account, stage):
        raise Forbidden(f"这里的“{STAGE_NAMES[stage]}”不归你签", hint="谁能签，请看设置，或者问管理员。")
    waits = stands.waits_for(stage)
    if waits:
        raise Conflict(waits)
    if stage is Stage.ASSIGN:
        _refuse_only_author(version, account.id)


def _refuse_only_author(version: CardVersion, account_id: UUID) -> None:
    if is_only_author(version, account_id):
        raise Conflict("这张卡是你一个人写的，不能由你自己批准", hint="请另一位领导来签“责”。")


def _signed(
    version: CardVersion, stage: Stage, account_id: UUID, words: str, signature: str | None
) -> CardSignoff:
    assert version.digest is not None
    made = CardSignoff(
        id=new_id(),
        enterprise_id=version.enterprise_id,
        version_id=version.id,
        stage=stage.value,
        account_id=account_id,
        words=words.strip(),
        signature=signature,
        digest=version.digest,
    )
    db.session().add(made)
    db.session().flush()
    return made


def _noted(version: CardVersion, act: str, by: UUID, **told: str) -> None:
    said = {"version": version.number, "digest": version.digest, **told}
    audit.record(act, "card", version.card_id, enterprise_id=version.enterprise_id, by=by, **said)
