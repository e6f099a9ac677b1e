"""Flask-Login, wired to our own revocable sessions."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask, after_this_request, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_login import mixins as flask_login_mixins
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.access import actions, queries
from app.access.models import Account, SignIn
from app.access.settings import SESSION_DAYS
from app.core import db
from app.core.errors import Forbidden
from app.core.ids import parse_id
from app.core.web import ANYONE, allowed, wants_json
from app.settings.queries import value_of

ScopeOf = Callable[[Account], db.Scope]
WHO = "gangka-who"  # cookie: the account that this browser is signed in to, "-" for nobody
FREE_OF_CHANGE = {"access.password_page", "access.change_password", "access.sign_out", "access.me"}


class Nobody(flask_login_mixins.AnonymousUserMixin):  # type: ignore[misc]
    """A visitor who has not signed in."""

    id = None

    def may(self, _act: str, _path: str) -> bool:
        """Nothing."""
        return False

    def may_somewhere(self, _act: str) -> bool:
        """Nothing, anywhere."""
        return False


def init_app(app: Flask, scope_of: ScopeOf) -> None:
    """Load the account of a session cookie; `scope_of` tells which enterprises it may look into."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.anonymous_user = Nobody

    def load(session_id: str) -> Account | None:
        parsed = parse_id(session_id)
        found = queries.live_session(parsed) if parsed else None
        if found is None:
            return None
        return _enter(found, scope_of)

    manager.user_loader(load)
    app.before_request(_force_change)


def _enter(found: SignIn, scope_of: ScopeOf) -> Account | None:
    account = found.account
    with db.everywhere():  # the account's own roles decide the scope, so they are read before it
        account.grants  # noqa: B018
        scope = scope_of(account)
    db.scope_to(scope)
    if queries.idle_before(value_of(SESSION_DAYS, f"/{account.enterprise_id}/"), found):
        return None
    account.sign_in_id = found.id
    if queries.seen_long_ago(found):
        actions.touch_session(found)
        session.modified = True  # the cookie's days are counted anew, too
    return account


def sign_in(made: SignIn) -> None:
    """Put a new session into this browser's cookie. Whoever was signed in here before is signed out."""
    if current_user.is_authenticated:
        before = queries.live_session(current_sign_in())
        if before is not None:
            actions.end_session(before, by=before.account_id)
    session.clear()
    with db.everywhere():  # it may be somebody of another enterprise than was signed in here
        account = made.account
    account.sign_in_id = made.id
    login_user(account)
    session.permanent = True
    _new_token()
    _say_who(str(made.account_id))


def sign_out() -> None:
    """Take the session out of this browser's cookie."""
    logout_user()
    session.clear()
    _say_who("-")


def _new_token() -> None:
    """The token of this session's forms, at once with it: two pages asked for together would each make their own.

    The later answer's cookie would then hold another token than the form in front of them.
    """
    g.pop("csrf_token", None)  # one that was made for whoever was here before
    generate_csrf()


def _say_who(account: str) -> None:
    """Tell the app on the phone whose browser this is now, without a network: it clears what is another's.

    Not a secret and no permission: the session is in a cookie of its own that script can't read.
    """

    @after_this_request
    def tell(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(WHO, account, max_age=400 * 86400, samesite="Lax", secure=secure)
        return response


def current_sign_in() -> UUID:
    """The id of the session of this request."""
    found: UUID = current_user.sign_in_id
    return found


def _force_change() -> Response | None:
    """A password that somebody else chose is changed before anything else is done with it."""
    if request.endpoint in FREE_OF_CHANGE or request.endpoint == "static" or _open_to_anyone():
        return None
    if not (current_user.is_authenticated and current_user.must_change and current_user.password_hash):
        return None
    if wants_json(request):
        raise Forbidden("先改密码", code="must_change_password")
    return redirect(url_for("access.password_page"))


def _open_to_anyone() -> bool:
    return request.endpoint is None or allowed(current_app, request.endpoint) == ANYONE
