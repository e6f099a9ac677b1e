"""Recording a change, one question a page: what kind, where, then which posts that touches, and the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from unicodedata import normalize
from uuid import UUID

from flask import flash, g, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cards.renewals import open_at
from app.cards.schemas import Kind
from app.cards.settings import RENEWAL_TIME
from app.changes import actions, queries
from app.changes.kinds import GROUPS, KINDS, ChangeKind
from app.changes.routes.parts import RECORD, blueprint, home_day, to
from app.changes.touch import Place, Touched, grounds, mark_of, touched
from app.core import uploads
from app.core.errors import Conflict, Invalid, Problem
from app.core.ids import new_id
from app.core.pictures import LIMIT_UPLOAD
from app.core.web import actor, allow, field
from app.org import queries as org
from app.org.models import Post
from app.org.routes.parts import chosen_id, day_field, or_form, post_for, unit_for, units_to_choose
from app.settings.queries import value_of

LONGEST_TAG = 60


class Choice(NamedTuple):
    """A unit or a post, as the form offers it."""

    key: str  # unit:<id>, post:<id>
    name: str
    depth: int
    is_post: bool


@blueprint.get("/console/changes/new")
@allow(RECORD)
def change_form() -> str:
    """The question that comes next, by what the address answers already."""
    kind = KINDS.get(request.args.get("kind", ""))
    if kind is None:
        return render_template("changes/kinds.html", groups=_by_group())
    try:
        place = _asked_place()
        found = _touched(place) if place else []
    except (Invalid, Conflict) as problem:
        return _where(kind, problem)
    return _details(kind, place, found) if place else _where(kind, None)


def _by_group() -> list[tuple[str, list[ChangeKind]]]:
    return [(group, [one for one in KINDS.values() if one.group == group]) for group in GROUPS]


def _where(kind: ChangeKind, problem: Problem | None) -> str:
    g.problem = problem or g.get("problem")
    return render_template(
        "changes/where.html", kind=kind, choices=_choices(), tag=request.args.get("tag", "")[:LONGEST_TAG]
    )


def _choices() -> list[Choice]:
    """The units where the account may record changes, each followed by its posts."""
    units = units_to_choose(RECORD)
    top = min((one.depth for one in units), default=0)
    below: dict[UUID, list[Post]] = {}
    for post in org.posts(current_user.paths_for(RECORD)):
        below.setdefault(post.unit_id, []).append(post)
    found = []
    for unit in units:
        depth = unit.depth - top
        found.append(Choice(f"unit:{unit.id}", unit.name, depth, False))
        found += [Choice(f"post:{one.id}", one.title, depth + 1, True) for one in below.get(unit.id, [])]
    return found


def _asked_place() -> Place | None:
    """Where, as the address says it; None where it says nothing yet. Raises Invalid, Missing, Forbidden."""
    tag = normalize("NFKC", request.args.get("tag", "")).strip()  # Ｐ－１０１ was typed with the wrong width
    if tag:
        if len(tag) > LONGEST_TAG or not tag.isprintable():
            raise Invalid("这个位号不对", hint=f"照设备牌子上的写，最多 {LONGEST_TAG} 个字。")
        return Place(current_user.enterprise_id, tag=tag)
    kind, _, text = request.args.get("where", "").partition(":")
    if kind == "post":
        post = post_for(RECORD, text)
        return Place(post.enterprise_id, post=post)
    if kind == "unit":
        unit = unit_for(RECORD, text)
        return Place(unit.enterprise_id, unit=unit)
    if "tag" in request.args or "where" in request.args:
        raise Invalid("还没选哪里", hint="选一个单位、一个岗位，或者写设备位号。")
    return None


def _touched(place: Place) -> list[Touched]:
    """What a change there touches. Raises Conflict where that is nothing, or not this account's alone to record."""
    found = touched(place)
    if not found:
        none = f"没有一张发布了的卡写着“{place.tag}”" if place.tag else "这里没有开着的岗位"
        raise Conflict(
            none, hint="看看位号写对没有；不行就选岗位，或者选单位。" if place.tag else "换一个地方。"
        )
    others = [path for path in grounds(place, found) if not current_user.may(RECORD, path)]
    if others:
        raise Conflict(
            f"“{place.tag}”也写在别的部门的卡上", hint="这项变更请安全员来记，或者只选你这里的岗位、单位。"
        )
    return found


def _details(kind: ChangeKind, place: Place, found: Sequence[Touched]) -> str:
    paths = grounds(place, found)
    owners, day = queries.candidates(paths), org.today(paths[0])
    return render_template(
        "changes/details.html",
        kind=kind,
        place=place,
        found=found,
        running=open_at([one.post.id for one in found]),
        seen=mark_of(found),
        key=request.form.get("id") or new_id(),
        owners=owners,
        owner=next((one.id for one in owners if one.role == kind.role), owners[0].id if owners else ""),
        spread=len({one.post.unit_id for one in found}) > 1,
        today=day,
        due=day + timedelta(days=value_of(RENEWAL_TIME, paths[0])),
        kinds=list(Kind),
        most=uploads.MOST,
        largest=LIMIT_UPLOAD // 1024 // 1024,
    )


@blueprint.post("/console/changes/new")
@allow(RECORD)
@or_form(change_form)
def record_change() -> Response:
    """Record it; a second tap on the button is the same change."""
    kind, place, key = KINDS.get(request.args.get("kind", "")), _asked_place(), chosen_id("id", "编号")
    if kind is None or place is None:
        raise Invalid("还没选什么变了，在哪里变的")
    held = queries.recorded(key)
    if held is None:
        found, said = _touched(place), _said(kind)
        seen = field("seen", "岗位", limit=16)
        if seen == mark_of(found):  # else it is refused below, and no photo left on disk in vain
            said = said._replace(photos=_photos(place.enterprise_id))
        held = actions.record(key, place, said, seen=seen, by=actor())
        opened = queries.tallies([held.id])[held.id].opened
        flash(f"记好了，开了 {opened} 个修订任务")
    return to("change_page", change_id=held.id)


def _said(kind: ChangeKind) -> actions.Record:
    return actions.Record(
        kind=kind.key,
        what=field("what", "变了什么", limit=1000),
        happened_on=_day("happened_on", "哪天变的"),
        cards=[one for one in Kind if one.value in request.form.getlist("cards")],
        owner_id=chosen_id("owner", "负责人"),
        due_on=_day("due_on", "哪天以前看完"),
        spread="spread" in request.form,
        evidence=field("evidence", "依据", limit=1000, needed=False),
    )


def _day(name: str, label: str) -> date:
    found = day_field(name, label)
    if abs((found - home_day()).days) > 3660:
        raise Invalid(f"{label}不对", hint="离今天太远了。")
    return found


def _photos(enterprise_id: UUID) -> list[uploads.Photo]:
    """The photos of the form, on disk."""
    sent = [one for one in request.files.getlist("photos") if one.filename]
    found = uploads.taken([one.stream for one in sent])
    if found:
        uploads.save(enterprise_id, found)
    return found
