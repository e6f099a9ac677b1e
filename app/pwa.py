"""The installed app: service worker at the root, manifest, shell."""

import json
from functools import cache

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.assets import asset, text_of
from app.core.headers import page_for_everyone
from app.core.web import ANYONE, allow

blueprint = Blueprint("pwa", __name__)


@blueprint.get("/")
@allow(ANYONE)
def shell() -> BaseResponse:
    """The app's shell: the same bytes for everyone; who is signed in is found out by script."""
    return page_for_everyone("app.html").make_conditional(request)


@blueprint.get("/sw.js")
@allow(ANYONE)
def service_worker() -> Response:
    """The service worker, at the same address for ever; `SW_KILL=1` serves one that removes itself."""
    name = "sw-kill.js" if current_app.config.get("SW_KILL") else "sw.js"
    answer = Response(text_of(name), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/manifest.webmanifest")
@allow(ANYONE)
def manifest() -> Response:
    """How the app installs on a phone."""
    answer = Response(_manifest(), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@cache
def _manifest() -> str:
    icons = [
        {"src": asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
    ]
    maskable = {
        "src": asset("icon-maskable-512.png"),
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    }
    return json.dumps(
        {
            "id": "/",
            "name": "岗卡",
            "short_name": "岗卡",
            "description": "岗位的四张卡，没信号也能看",
            "lang": "zh-CN",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ededed",
            "theme_color": "#006633",
            "icons": [*icons, maskable],
        },
        ensure_ascii=False,
    )
