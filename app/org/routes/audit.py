"""The audit (审计记录): who did what, and when."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, render_template, request

from app.access.policy import ROLES
from app.access.queries import names_of
from app.audit.models import AuditEntry
from app.audit.queries import count_entries, entries, head
from app.audit.words import act_words, in_fours
from app.core.clock import now
from app.core.errors import Missing
from app.core.ids import parse_id
from app.core.paging import Page, asked_page
from app.core.web import allow
from app.core.words import day
from app.org import queries
from app.org.routes.parts import blueprint, enterprise_for
from app.settings.registry import named

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What a payload holds, in words; what is not here is for the machine.
LABELS = {
    "before": "原来",
    "after": "现在",
    "role": "角色",
    "unit": "单位",
    "person": "人",
    "on": "日期",
    "key": "设置",
    "name": "名称",
    "title": "名称",
    "key_post": "重点岗位",
    "version": "版本",
    "through": "到回执号",
}


@blueprint.get("/console/audit")
@allow("audit.read")
def audit_log() -> str:
    """The latest entries of the own enterprise, or those on one row; and the head of the chain."""
    enterprise, subject, number = enterprise_for("audit.read"), _subject(), asked_page()
    found = entries(enterprise.id, subject_id=subject, page=number)
    names = _names(found)
    lines = [(entry, act_words(entry.act), _details(entry.payload or {}, names)) for entry in found]
    page = Page(lines, number, count_entries(enterprise.id, subject_id=subject))
    return render_template(
        "audit/log.html", page=page, names=names, subject=subject, head=head(enterprise.id)
    )


@blueprint.get("/console/audit/head")
@allow("audit.read")
def audit_head() -> str:
    """The last link of the chain, to print and keep elsewhere."""
    enterprise = enterprise_for("audit.read")
    found = head(enterprise.id)
    return render_template(
        "audit/head.html",
        enterprise=enterprise,
        head=found,
        fours=in_fours(found.hash) if found else "",
        made=_to_the_second(found.at) if found else "",
        printed=_to_the_second(now()),
    )


def _to_the_second(at: datetime) -> str:
    """In full, as paper needs it: "today" would be wrong tomorrow."""
    return f"{at.astimezone(ZoneInfo(g.zone)):%Y-%m-%d %H:%M:%S}"


def _subject() -> UUID | None:
    text = request.args.get("subject", "")
    found = parse_id(text)
    if text and found is None:
        raise Missing()
    return found


def _names(found: Sequence[AuditEntry]) -> dict[UUID, str]:
    """What all that these entries speak of is called, in three queries."""
    ids = {one for entry in found for one in (entry.by, entry.subject_id) if one is not None}
    ids |= {one for entry in found for one in _ids(entry.payload or {})}
    units = {one.id: one.name for one in queries.units_by_id(ids).values()}
    return names_of(ids) | units | queries.titles_of(ids)


def _ids(payload: dict[str, Any]) -> list[UUID]:
    inner = [one for value in payload.values() if isinstance(value, dict) for one in value.values()]
    texts = [one for one in [*payload.values(), *inner] if isinstance(one, str)]
    return [found for text in texts if len(text) == 36 and (found := parse_id(text))]


def _details(payload: dict[str, Any], names: dict[UUID, str]) -> str:
    told = {key: value for key, value in payload.items() if key in LABELS and not _for_machines(key, value)}
    return "；".join(f"{LABELS[key]}：{_words(key, value, names)}" for key, value in told.items())


def _for_machines(key: str, value: Any) -> bool:
    """A check's window, a phone's key: they are called a key too, and tell a reader nothing."""
    return key == "key" and named(str(value)) is None


def _words(key: str, value: Any, names: dict[UUID, str]) -> str:
    if isinstance(value, dict):
        return "，".join(_words(inner, one, names) for inner, one in value.items() if inner in LABELS)
    if isinstance(value, list):
        return "、".join(map(str, value)) or "空"
    if isinstance(value, bool):
        return ("是" if value else "不是") + (LABELS[key] if key == "key_post" else "")
    return _named(key, "空" if value is None else str(value), names)


def _named(key: str, text: str, names: dict[UUID, str]) -> str:
    if key == "on" and DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    if key == "role":
        return next((rule.name for role, rule in ROLES.items() if role.value == text), text)
    if key == "key":
        setting = named(text)
        return setting.label if setting else text
    found = parse_id(text) if len(text) == 36 else None
    return names.get(found, "（看不到的）") if found else text
