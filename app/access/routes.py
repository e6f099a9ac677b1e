"""Signing in: by password, by a one-time QR, by its 6-digit code; passwords; sessions."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from app.access import actions, login, queries
from app.access.models import Account
from app.access.secrets import code_digest, hash_password, password_fits
from app.access.settings import PASSWORD_LENGTH
from app.core.errors import Missing, TooMany
from app.core.throttle import count_miss, forget, refuse_over
from app.core.web import ANYONE, SIGNED_IN, actor, allow, id_or_missing
from app.settings.queries import value_of

blueprint = Blueprint("access", __name__)
TRIES = "10/10 minutes"  # wrong passwords or codes for one account
WRONG = "工号或密码不对"  # the same words whether the account exists or not
WRONG_CODE = "工号或 6 位码不对"


@blueprint.get("/signin")
@allow(ANYONE)
def sign_in_page() -> str:
    """The ways in."""
    return render_template("access/signin.html")


@blueprint.post("/signin")
@allow(ANYONE)
def sign_in() -> BaseResponse | tuple[str, int]:
    """Employee number or phone, and password."""
    typed, password = request.form.get("who", "").strip(), request.form.get("password", "")
    found = queries.candidates(typed)
    try:
        _refuse_tired(found, typed)
    except TooMany as problem:
        return render_template("access/signin.html", error=problem.message, hint=problem.hint), 429
    fitting = [one for one in found if password_fits(one.password_hash, password)]
    if not found:
        password_fits(None, password)  # an unknown number takes as long
    if len(fitting) != 1:
        _count_misses(found, typed)
        return render_template("access/signin.html", error=WRONG, typed=typed), 401
    return _let_in(fitting[0], "password")


@blueprint.get("/signin/code")
@allow(ANYONE)
def code_page() -> str:
    """Where the 6-digit code is typed, in another browser than the one that opened the QR."""
    return render_template("access/code.html")


@blueprint.post("/signin/code")
@allow(ANYONE)
def sign_in_by_code() -> BaseResponse | tuple[str, int]:
    """Employee number and the 6 digits beside the QR. Asking for both lets guesses be counted per account."""
    typed, code = request.form.get("who", "").strip(), request.form.get("code", "").replace(" ", "")
    found = queries.candidates(typed)
    try:
        _refuse_tired(found, typed)
    except TooMany as problem:
        return render_template("access/code.html", error=problem.message, hint=problem.hint), 429
    keys = queries.live_keys_of(found)
    for key in keys:
        if key.code_digest == code_digest(key.account_id, code):
            login.sign_in(actions.spend_key(key, _agent()))
            forget(TRIES, "account", str(key.account_id))
            return redirect("/")
    for key in keys:
        actions.miss_code(key)
    _count_misses(found, typed)
    return render_template("access/code.html", error=WRONG_CODE, typed=typed), 401


@blueprint.get("/k/<secret>")
@allow(ANYONE)
def key_page(secret: str) -> tuple[str, int]:
    """What the QR opens. It only asks: link previews open links too, and must not spend it."""
    key = queries.live_key(secret)
    return render_template("access/key.html", key=key, secret=secret), 200 if key else 404


@blueprint.post("/k/<secret>")
@allow(ANYONE)
def spend_key(secret: str) -> BaseResponse | tuple[str, int]:
    """The tap that signs in."""
    key = queries.live_key(secret)
    if key is None:
        return render_template("access/key.html", key=None, secret=secret), 404
    login.sign_in(actions.spend_key(key, _agent()))
    return redirect("/")


@blueprint.post("/signout")
@allow(SIGNED_IN)
def sign_out() -> BaseResponse:
    """End this browser's session. Signing out on a shared phone is also how users are switched."""
    here = queries.live_session(login.current_sign_in())
    if here is not None:
        actions.end_session(here, by=actor())
    login.sign_out()
    return redirect(url_for("access.sign_in_page"))


@blueprint.get("/password")
@allow(SIGNED_IN)
def password_page() -> str:
    """Change the password, or set the first one."""
    return _password_form()


@blueprint.post("/password")
@allow(SIGNED_IN)
def change_password() -> BaseResponse | tuple[str, int]:
    """The old one, where there is one, and the new one twice."""
    new, error = request.form.get("new", ""), ""
    if _asks_old() and not _old_fits(request.form.get("old", "")):
        error = "原来的密码不对"
    elif len(new) < _least() or len(new) > 200:
        error = f"新密码至少 {_least()} 位"
    elif new != request.form.get("again", ""):
        error = "两次填的不一样"
    elif current_user.password_hash and password_fits(current_user.password_hash, new):
        error = "新密码不能和原来的一样"
    if error:
        return _password_form(error), 422
    actions.set_password(
        queries.account(actor()), hash_password(new), by=actor(), keep=login.current_sign_in()
    )
    flash("密码改好了，别的手机都退出了")
    return redirect("/console/" if current_user.may_somewhere("console.open") else "/")


@blueprint.get("/sessions")
@allow(SIGNED_IN)
def sessions() -> str:
    """Where this account is signed in (手机丢了)."""
    return render_template(
        "access/sessions.html", sessions=queries.sessions_of(actor()), here=login.current_sign_in()
    )


@blueprint.post("/sessions/<session_id>/end")
@allow(SIGNED_IN)
def end_session(session_id: str) -> BaseResponse:
    """Sign one of the own browsers out."""
    found = queries.live_session(id_or_missing(session_id))
    if found is None or found.account_id != actor():
        raise Missing()
    actions.end_session(found, by=actor(), lost=found.id != login.current_sign_in())
    flash("那部手机退出了")
    return redirect(url_for("access.sessions"))


@blueprint.post("/sessions/end-others")
@allow(SIGNED_IN)
def end_other_sessions() -> BaseResponse:
    """Sign out everywhere but here."""
    actions.end_sessions(queries.account(actor()), by=actor(), but=login.current_sign_in())
    flash("别的手机都退出了")
    return redirect(url_for("access.sessions"))


@blueprint.get("/api/me")
@allow(ANYONE)
def me() -> Response:
    """Who is signed in in this browser, and the token its writing requests carry."""
    known = current_user.is_authenticated
    answer = jsonify(
        account=str(current_user.id) if known else None,
        name=current_user.name if known else "",
        csrf=generate_csrf(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _password_form(error: str = "") -> str:
    return render_template("access/password.html", error=error, least=_least(), asks_old=_asks_old())


def _asks_old() -> bool:
    """The old password is not asked of someone whom a supervisor has just let in by a key: that is the reset."""
    here = queries.live_session(login.current_sign_in())
    vouched = here is not None and here.how == "key" and queries.began_lately(here)
    return current_user.password_hash is not None and not vouched


def _let_in(account: Account, how: str) -> BaseResponse:
    login.sign_in(actions.start_session(account, how, _agent()))
    forget(TRIES, "account", str(account.id))
    return redirect(url_for("access.password_page") if account.must_change else "/")


def _keys(found: list[Account], typed: str) -> list[str]:
    return [str(one.id) for one in found] or [typed[:64]]


def _refuse_tired(found: list[Account], typed: str) -> None:
    for key in _keys(found, typed):
        refuse_over(TRIES, "account", key)


def _count_misses(found: list[Account], typed: str) -> None:
    for key in _keys(found, typed):
        count_miss(TRIES, "account", key)


def _least() -> int:
    return value_of(PASSWORD_LENGTH, f"/{current_user.enterprise_id}/")


def _old_fits(old: str) -> bool:
    key = str(actor())
    refuse_over(TRIES, "password", key)
    if password_fits(current_user.password_hash, old):
        return True
    count_miss(TRIES, "password", key)
    return False


def _agent() -> str:
    return request.headers.get("User-Agent", "")
