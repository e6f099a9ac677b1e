"""Renewals: what has to be looked at anew, by whom, until when; and saying that nothing has to change."""

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.cards import renewals as tasks
from app.cards.models import CardRenewal, State
from app.cards.queries import cards_of, open_version
from app.cards.rights import STATE_WORDS
from app.changes import queries
from app.changes.queries import ALL, CLOSED, MINE, OPEN, Filter
from app.changes.routes.parts import RECORD, WRITE, blueprint, home_day, to
from app.core.errors import Forbidden, Missing
from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, actor, allow, field, id_or_missing, permit
from app.org.queries import today
from app.org.routes.parts import chosen_id, or_form

WHOSE = {ALL: "全部", MINE: "我的"}
STATES = {OPEN: "没看完的", CLOSED: "结束了的"}


@blueprint.get("/console/renewals")
@allow(WRITE)
def renewal_list() -> str:
    """The renewals at the account's posts, those that are overdue first."""
    whose, state, number = request.args.get("whose", ""), request.args.get("state", ""), asked_page()
    asked = Filter(whose if whose in WHOSE else ALL, state if state in STATES else OPEN)
    found = queries.renewals(current_user, asked, page=number)
    day, still = home_day(), asked._replace(state=OPEN)
    return render_template(
        "changes/renewals.html",
        page=Page(found, number, queries.count_renewals(current_user, asked)),
        asked=asked,
        whose=WHOSE,
        states=STATES,
        overdue=queries.count_renewals(current_user, still, before=day),
        today=day,
    )


@blueprint.get("/console/renewals/<renewal_id>")
@allow(SIGNED_IN)
def renewal_page(renewal_id: str) -> str:
    """One renewal: why, which cards, how far they are, and what can be done."""
    found = _readable(renewal_id)
    path, change = found.post.unit.path, found.change_id
    ids = {one for one in (found.owner_id, found.closed_by) if one}
    owners = queries.candidates([path]) if _hands_over(found) else []
    return render_template(
        "changes/renewal.html",
        renewal=found,
        change=queries.readable(current_user, change) if change else None,
        renewed=tasks.renewed(found),
        reviewed=tasks.in_review(found),
        coming=_coming(found),
        names=names_of(ids),
        owners=[one for one in owners if one.id != found.owner_id],
        closes=found.closed_at is None and queries.may_close(current_user, found),
        gone=found.owner is not None and not found.owner.may(WRITE, path),
        today=today(path),
    )


def _coming(renewal: CardRenewal) -> dict[str, str]:
    """Kind > how far the next version of that card is, in words, where there is one."""
    on_its_way = {one.kind: open_version(one) for one in cards_of(renewal.post_id)}
    return {kind: STATE_WORDS[State(one.state)] for kind, one in on_its_way.items() if one is not None}


def _readable(renewal_id: str) -> CardRenewal:
    """A renewal for its owner and for who may write the cards there; for others as if it weren't there."""
    found = tasks.renewal(id_or_missing(renewal_id))
    if not queries.may_read(current_user, found):
        raise Missing("没有这个修订任务")
    return found


def _hands_over(renewal: CardRenewal) -> bool:
    return renewal.closed_at is None and bool(current_user.may(RECORD, renewal.post.unit.path))


@blueprint.post("/console/renewals/<renewal_id>/closure")
@allow(SIGNED_IN)
@or_form(renewal_page)
def close_renewal(renewal_id: str) -> Response:
    """Somebody looked, and nothing has to change."""
    found = _readable(renewal_id)
    if not queries.may_close(current_user, found):
        raise Forbidden("这个修订任务不归你", hint="找负责人，或者部门负责人。")
    tasks.keep_as_it_is(found, words=field("words", "看了什么", limit=500), by=actor())
    flash("记好了，这个修订任务结束了")
    return to("renewal_page", renewal_id=found.id)


@blueprint.post("/console/renewals/<renewal_id>/owner")
@allow(SIGNED_IN)
@or_form(renewal_page)
def hand_over_renewal(renewal_id: str) -> Response:
    """Somebody else is to look at the cards."""
    found = _readable(renewal_id)
    permit(RECORD, found.post.unit.path)
    tasks.hand_over(found, chosen_id("owner", "负责人"), by=actor())
    flash("换好了，已经告诉他")
    return to("renewal_page", renewal_id=found.id)
