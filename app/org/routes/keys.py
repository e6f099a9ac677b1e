"""Handing out sign-in keys (登录码): the QR and the 6 digits that let a person in without a password."""

import base64
import io

import qrcode
from flask import current_app, render_template, request
from flask_login import current_user
from qrcode.constants import ERROR_CORRECT_Q

from app.access import actions as access
from app.access.policy import may_vouch
from app.access.settings import KEY_MINUTES
from app.core.errors import Forbidden
from app.core.paging import Page, asked_page, asked_search
from app.core.web import actor, allow
from app.org import queries
from app.org.routes.parts import blueprint, person_for
from app.settings.queries import value_of

ACT = "signin.issue"


@blueprint.get("/console/keys")
@allow(ACT)
def key_list() -> str:
    """Whom to give a key; those one may not vouch for are shown without a button."""
    paths, search, number = current_user.paths_for(ACT), asked_search(), asked_page()
    found = queries.people(paths, search=search, page=number)
    people = [(one, may_vouch(current_user, one.account, [queries.path_of_person(one)])) for one in found]
    page = Page(people, number, queries.count_people(paths, search=search))
    return render_template("org/keys.html", page=page, search=search)


@blueprint.post("/console/people/<person_id>/key")
@allow(ACT)
def issue_key(person_id: str) -> str:
    """A new key for a person, shown once; keys given before are void."""
    person = person_for(ACT, person_id)
    path = queries.path_of_person(person)
    if not may_vouch(current_user, person.account, [path]):
        raise Forbidden("你不能给这个人登录码", hint="请他的班长，或者管理员来给。")
    minutes = value_of(KEY_MINUTES, path)
    secret, code = access.issue_key(person.account, minutes=minutes, by=actor())
    base = str(current_app.config["PUBLIC_URL"] or request.url_root).rstrip("/")
    return render_template(
        "org/key.html", person=person, code=code, minutes=minutes, picture=_qr(f"{base}/k/{secret}")
    )


def _qr(text: str) -> str:
    """A QR as a data address, scannable from another phone's screen."""
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=8, border=4)
    drawn.add_data(text)
    out = io.BytesIO()
    drawn.make_image().save(out)
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
