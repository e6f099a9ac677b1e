"""What stands in the head of every answer."""

import base64
import gzip
import hashlib
import re

import brotli
import pytest
from flask import Flask

from app.core.assets import asset, text_of
from tests.world import World

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ADDRESSES = [
    "/",
    "/signin",
    "/c",
    "/healthz",
    "/api/me",
    "/no-such-page",
    "/console/",
    "/manifest.webmanifest",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_exact_policy_and_no_sniffing(world: World, address: str) -> None:
    headers = world.client(None).get(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_public_page_may_use_its_own_style_and_no_other(world: World) -> None:
    answer = world.client(None).get(f"/p/{world.label(world.crusher).token}")
    hashed = base64.b64encode(hashlib.sha256(text_of("public.css").encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == POLICY.replace(
        "style-src 'self'", f"style-src 'self' 'sha256-{hashed}'"
    )
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert styles == [text_of("public.css")], "what is hashed is what is sent"
    assert " style=" not in answer.text


def test_an_error_page_of_an_unexpected_kind_has_them_too(world: World) -> None:
    world.app.view_functions["cards.code_page"] = world.app.view_functions["health.healthz"]
    assert world.client(None).get("/c").headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("", None),
        ("*", "br"),
    ],
)
def test_it_is_compressed_as_the_browser_can_read_it(app: Flask, accepted: str, encoding: str | None) -> None:
    plain = app.test_client().get("/signin", headers={"Accept-Encoding": ""}).data
    answer = app.test_client().get("/signin", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.data)
    assert len(read) == len(plain)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_small_answers_and_pictures_are_left_alone(app: Flask) -> None:
    for address in ("/api/me", asset("icon-192.png")):
        assert (
            "Content-Encoding"
            not in app.test_client().get(address, headers={"Accept-Encoding": "br"}).headers
        )


def test_built_files_are_kept_for_ever_and_their_absence_is_not(app: Flask) -> None:
    found = app.test_client().get(asset("console.css"))
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.status_code == 200
    missing = app.test_client().get("/static/dist/console-00000000.css")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")


def test_a_built_file_says_the_same_compressed(app: Flask) -> None:
    plain = app.test_client().get(asset("app.js"), headers={"Accept-Encoding": ""}).data
    packed = app.test_client().get(asset("app.js"), headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain


def test_only_built_files_are_served(app: Flask) -> None:
    for path in ("../client/main.tsx", "..%2f..%2fapp/config.py", "etc/passwd", "manifest.json/.."):
        assert app.test_client().get(f"/static/dist/{path}").status_code == 404
    assert app.test_client().get("/static/client/main.tsx").status_code == 404


def test_pages_with_people_in_them_are_not_kept(world: World) -> None:
    for address in ("/console/", "/sessions", "/api/me"):
        assert world.client("administrator").get(address).headers["Cache-Control"] == "no-store"


def test_the_shell_is_the_same_for_everyone_and_asked_for_anew(world: World) -> None:
    nobody, worker = (world.client(who).get("/") for who in (None, "worker"))
    assert nobody.data == worker.data
    assert "Set-Cookie" not in worker.headers
    assert nobody.headers["Cache-Control"] == "no-cache"
    again = world.client(None).get("/", headers={"If-None-Match": nobody.headers["ETag"]})
    assert again.status_code == 304


def test_the_service_worker_may_be_switched_off(app: Flask) -> None:
    usual = app.test_client().get("/sw.js")
    assert (usual.mimetype, usual.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    app.config["SW_KILL"] = True
    assert app.test_client().get("/sw.js").text == text_of("sw-kill.js") != usual.text
