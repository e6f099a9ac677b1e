"""Headers of every answer: a strict content policy, and compression; pages that are the same for everyone."""

import base64
import gzip
import hashlib
import re
from typing import Any

import brotli
from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface

_SMALL = 600  # bytes; below this compressing costs more than it saves
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "image/svg+xml",
)
_NAMED_BY_CONTENT = re.compile(r"/static/dist/.*-[0-9A-Za-z]{8,}\.\w+$")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{styles}; "
    "img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Set the headers after each request."""
    app.after_request(_protect)
    app.after_request(_compress)  # runs first: later-registered functions do
    app.session_interface = _Sessions()


class _Sessions(SecureCookieSessionInterface):
    """Flask's sessions, which leave the pages for everyone alone: no cookie is set there or asked about."""

    def save_session(self, *parts: Any) -> None:
        """As Flask does, but for a page for everyone and for files that any cache may keep."""
        if not g.get("for_everyone") and request.endpoint != "static":
            super().save_session(*parts)


def page_for_everyone(template: str, **values: Any) -> Response:
    """A page whose bytes and headers can't depend on who asks: nobody is looked up, nothing is flashed."""
    g.for_everyone = True
    html = current_app.jinja_env.get_template(template).render(get_flashed_messages=tuple, **values)
    answer = Response(html, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    tag = hashlib.sha256(answer.get_data()).hexdigest()[:32]
    answer.set_etag(tag, weak=True)  # one tag, however it is compressed
    return answer


def allow_style(response: Response, css: str) -> None:
    """Let this answer carry exactly this inline style, by its hash."""
    response.headers["Content-Security-Policy"] = POLICY.format(styles=f" 'sha256-{_sha256(css)}'")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _protect(response: Response) -> Response:
    set_ = response.headers.setdefault
    set_("Content-Security-Policy", POLICY.format(styles=""))
    set_("X-Content-Type-Options", "nosniff")
    set_("Referrer-Policy", "same-origin")
    set_("Cross-Origin-Opener-Policy", "same-origin")
    set_("Permissions-Policy", "camera=(self), microphone=(), geolocation=(self)")
    if _NAMED_BY_CONTENT.match(request.path) and response.status_code < 400:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        set_("Cache-Control", "no-store")
    return response


def _compress(response: Response) -> Response:
    if response.status_code == 304:
        response.vary.add("Accept-Encoding")  # as the whole answer has it
    if not _worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    accepted = request.accept_encodings
    if accepted["br"]:
        response.set_data(brotli.compress(response.get_data(), quality=5))
        response.headers["Content-Encoding"] = "br"
    elif accepted["gzip"]:
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _worth_it(response: Response) -> bool:
    return (
        response.status_code == 200
        and "Content-Encoding" not in response.headers
        and (response.mimetype or "").startswith(_COMPRESSIBLE)
        and (response.direct_passthrough is False or request.path.startswith("/static/dist/"))
        and _length(response) >= _SMALL
    )


def _length(response: Response) -> int:
    response.direct_passthrough = False
    return len(response.get_data())
