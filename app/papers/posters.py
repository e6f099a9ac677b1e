"""The four cards of a post on paper, for the wall: the emergency card large, all with their versions and a QR."""

from collections.abc import Sequence

from app.cards.models import CardVersion
from app.cards.public import by_role, calls_of
from app.cards.queries import KIND_NAMES, bodies_of, head_of
from app.cards.schemas import Body, DutyRow, Kind, OperationRow, RiskRow, ScenarioRow
from app.core.words import day
from app.labels.models import Label
from app.labels.prints import Versions, address
from app.papers.sheets import printed, qr_svg, where
from app.risk.matrices import LEVELS


def poster(
    enterprise: str, sheets: Sequence[tuple[Label, list[CardVersion]]], base: str, *, paper: str = "a4"
) -> bytes:
    """The cards of some posts as PDF, each post on pages of its own. `paper`: a4 or a3."""
    posts = [_post(label, versions, base) for label, versions in sheets]
    return printed("poster.typ", {"enterprise": enterprise, "paper": paper, "posts": posts})


def numbers(versions: Sequence[CardVersion]) -> Versions:
    """Kind of card > number, of published versions."""
    return {one.card.kind: one.number for one in versions}


def _post(label: Label, versions: list[CardVersion], base: str) -> dict[str, object]:
    return {
        "title": label.post.title,
        "unit": where(label.post.unit),
        "code": label.spoken_code,
        "qr": qr_svg(address(base, label.token, numbers(versions))).decode(),
        "cards": [_card(one, versions) for one in versions],
    }


def _card(version: CardVersion, versions: Sequence[CardVersion]) -> dict[str, object]:
    head, kind = head_of(version), Kind(version.card.kind)
    emergency = next((one for one in versions if one.card.kind == Kind.EMERGENCY), None)
    assert version.effective_on is not None
    return {
        "kind": kind.value,
        "name": KIND_NAMES[kind],
        "version": f"第 {version.number} 版，{day(version.effective_on)}起用",
        "owner": head.owner,
        "notice": head.notice,
        "jingle": head.jingle,
        "rights": head.rights,
        "calls": [[one.name, one.number] for one in calls_of(emergency)] if kind is Kind.EMERGENCY else [],
        "rows": [_row(body) for _, body in bodies_of(version)],
    }


def _row(body: Body) -> dict[str, object]:
    if isinstance(body, ScenarioRow):
        return _scenario(body)
    if isinstance(body, RiskRow):
        return _risk(body)
    if isinstance(body, OperationRow):
        cells = [body.procedure, body.standard, "\n".join(filter(None, [body.risk, *body.forbidden]))]
        return {"cells": cells}
    assert isinstance(body, DutyRow)
    return {"cells": [f"{body.number} {body.duty}".strip(), body.standard, body.assessment]}


def _scenario(body: ScenarioRow) -> dict[str, object]:
    groups = [
        [who, [[str(number), step.act, step.how] for number, step in steps]] for who, steps in by_role(body)
    ]
    return {
        "name": body.name,
        "groups": groups,
        "never": body.never,
        "supplies": body.supplies,
        "notes": body.notes,
    }


def _risk(body: RiskRow) -> dict[str, object]:
    grade = body.after or body.before
    level = LEVELS[grade.level] if grade else None
    measures = "\n".join(one.text for one in body.measures)
    return {
        "cells": [body.point, body.hazard, "、".join(body.accidents), measures, body.owner],
        "level": level.words if level else "",
        "colour": level.colour if level else "",
    }
