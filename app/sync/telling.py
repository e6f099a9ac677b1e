"""What an op says, in words: for those who review it, and for those who carry it."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from app.access.models import Account
from app.cards.queries import KIND_NAMES
from app.cards.schemas import Kind
from app.checks.models import Plan, PlanRevision
from app.checks.schemas import CheckSubmitted
from app.core import db
from app.core.ids import parse_id
from app.hazards.models import Hazard
from app.hazards.schemas import HazardActed, HazardReported, StopWorkDeclared
from app.learning.schemas import CardLearnt, CardOpened
from app.learning.words import first_right
from app.org.queries import titles_of
from app.recite.schemas import ReciteAnswered
from app.spotchecks.schemas import SpotcheckHeld
from app.sync.handlers import NotUnderstood, Unfit, understand
from app.sync.schemas import OpPayload

SHOWN = 2000  # characters of what can't be told otherwise
Lines = list[tuple[str, str]]  # (what it is, what it says)
_OWN: Lines = [("答了什么", "只有本人看得到")]
_THEIRS: Lines = [("抽背结果", "只有本人和管这个班组的人看得到")]
KINDS = {
    "check.submitted": "检查",
    "hazard.reported": "隐患",
    "hazard.acted": "隐患处理",
    "stopwork.declared": "停止作业",
    "card.opened": "看卡",
    "card.learnt": "学新卡",
    "recite.answered": "背一背",
    "spotcheck.held": "抽背",
}
# What these say is not for everybody who reviews or carries, readable or not.
PRIVATE = {"recite.answered": _OWN, "spotcheck.held": _THEIRS}
RESULTS = {"normal": "正常", "abnormal": "异常", "na": "不适用"}
ACTS = {"register": "登记", "rectify": "改好了", "verify": "验收", "send_back": "退回重改", "close": "销号"}
GRADES = {"general": "一般隐患", "major": "重大隐患"}


def kind_words(kind: str) -> str:
    """A kind of op in words; one that nobody knows yet by its own name."""
    return KINDS.get(kind, kind)


def payload_of(text: str) -> OpPayload | None:
    """A stored payload, or None where it does not read as one."""
    try:
        return msgspec.json.decode(text, type=OpPayload)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def told(text: str) -> Lines:
    """What a stored payload says, line by line; what can't be read is shown as it is."""
    op = payload_of(text)
    if op is None:
        return _as_it_is(text)
    try:
        body = understand(op.kind, op.schema, op.body).body
    except (NotUnderstood, Unfit):
        return _as_it_is(text)
    return [(label, words) for label, words in _TELL[op.kind](body) if words]


def _as_it_is(text: str) -> Lines:
    private = next((said for kind, said in PRIVATE.items() if kind in text), None)
    return private or [("原文", text[:SHOWN])]


def _place(post: str | None) -> str:
    wanted = parse_id(post or "")
    return titles_of([wanted]).get(wanted, "") if wanted else ""


def _count(photos: Sequence[str]) -> str:
    return f"{len(photos)} 张" if photos else ""


def _check(body: CheckSubmitted) -> Lines:
    plan = _row(Plan, body.plan)
    counted = "，".join(
        f"{word} {number} 项"
        for state, word in RESULTS.items()
        if (number := sum(one.result == state for one in body.results))
    )
    texts = _texts(plan, body.revision)
    bad = [
        (
            "异常",
            "：".join(
                filter(
                    None,
                    (
                        texts.get(one.item, "一项"),
                        f"{one.value:g}" if one.value is not None else "",
                        one.note,
                        one.hazard.name if one.hazard else "",
                    ),
                )
            ),
        )
        for one in body.results
        if one.result == "abnormal"
    ]
    measures = [("措施", f"{one.text}，{one.owner}，{one.due_on} 前") for one in body.measures]
    return [("计划", plan.title if plan else ""), ("结果", counted), *bad, *measures]


def _texts(plan: Plan | None, number: int) -> dict[str, str]:
    """Item > what it asks, as it stood in a revision of a plan."""
    if plan is None:
        return {}
    asked = select(PlanRevision).where(PlanRevision.plan_id == plan.id, PlanRevision.number == number)
    found = db.session().scalar(asked)
    return {str(one.get("id")): str(one.get("text", "")) for one in found.items} if found else {}


def _row(model: Any, text: str) -> Any:
    wanted = parse_id(text)
    return db.session().scalar(select(model).where(model.id == wanted)) if wanted else None


def _reported(body: HazardReported) -> Lines:
    return [
        ("隐患", body.name),
        ("岗位", _place(body.post)),
        ("描述", body.note),
        ("类型", body.category),
        ("很危险", "是" if body.dangerous else ""),
        ("当场改好", "是" if body.fixed else ""),
        ("照片", _count([*body.photos, *body.photos_after])),
    ]


def _acted(body: HazardActed) -> Lines:
    hazard = _row(Hazard, body.hazard)
    return [
        ("隐患", hazard.name if hazard else "还没收到"),
        ("做了什么", ACTS[body.act]),
        ("说明", body.note),
        ("等级", GRADES.get(body.grade or "", "")),
        ("时限", str(body.due_on or "")),
        ("措施", body.measures),
        ("临时措施", body.interim),
        ("照片", _count(body.photos)),
    ]


def _stopped(body: StopWorkDeclared) -> Lines:
    return [
        ("为什么停", body.why),
        ("岗位", _place(body.post)),
        ("说明", body.note),
        ("照片", _count(body.photos)),
    ]


def _opened(body: CardOpened) -> Lines:
    return [("看了", f"{KIND_NAMES[Kind(body.kind)]}第 {body.version} 版"), ("岗位", _place(body.post))]


def _learnt(body: CardLearnt) -> Lines:
    asked = len({one.question for one in body.answers})
    return [
        ("学了", f"{KIND_NAMES[Kind(body.kind)]}第 {body.version} 版"),
        ("岗位", _place(body.post)),
        ("答题", f"{asked} 题，头一回答对 {first_right(body.answers)} 题" if asked else ""),
        ("签名", "签了" if body.signature else "没签，点了确认"),
    ]


def _recited(body: ReciteAnswered) -> Lines:
    return [("岗位", _place(body.post)), *_OWN]


def _spotchecked(body: SpotcheckHeld) -> Lines:
    who = _row(Account, body.account)
    return [("抽背谁", who.name if who else ""), ("岗位", _place(body.post)), *_THEIRS]


_TELL: dict[str, Callable[[Any], Lines]] = {
    "check.submitted": _check,
    "hazard.reported": _reported,
    "hazard.acted": _acted,
    "stopwork.declared": _stopped,
    "card.opened": _opened,
    "card.learnt": _learnt,
    "recite.answered": _recited,
    "spotcheck.held": _spotchecked,
}
