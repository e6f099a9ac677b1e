"""The first round trip carries the whole emergency card: 14,336 bytes, ten packets of a new connection."""

import gzip
import io
import zlib

import brotli
import pytest
from flask import Flask, g

from app.core import db
from app.demo import load as demo
from app.labels.queries import labels_within
from tests.world import DAY

FIRST_FLIGHT = 14_336


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    """The addresses of the demo's posts by title."""
    with app.app_context():
        g.scope = db.EVERYWHERE
        demo.load(lambda _line: None, DAY)
        return {label.post.title: f"/p/{label.token}" for label in labels_within(["/"])}


def first_part(wire: bytes, encoding: str) -> str:
    """What a browser can read of an answer when its first 14 KB have come."""
    start = wire[:FIRST_FLIGHT]
    if encoding == "br":
        return brotli.Decompressor().process(start).decode(errors="ignore")
    if encoding == "gzip":
        return zlib.decompressobj(wbits=31).decompress(start).decode(errors="ignore")
    return start.decode(errors="ignore")


def test_every_demo_page_comes_in_one_flight(app: Flask, pages: dict[str, str]) -> None:
    assert len(pages) >= 12
    for title, address in pages.items():
        for encoding in ("br", "gzip"):
            answer = app.test_client().get(address, headers={"Accept-Encoding": encoding})
            assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, encoding)
            assert len(answer.data) <= FIRST_FLIGHT, f"{title}: {len(answer.data)} bytes {encoding}"


def test_the_steps_are_in_the_first_flight_however_it_is_sent(app: Flask, pages: dict[str, str]) -> None:
    for title, address in pages.items():
        whole = app.test_client().get(address, headers={"Accept-Encoding": ""}).text
        last_step = whole[: whole.rindex("</ol>") + 5]
        for encoding in ("br", "gzip"):
            wire = app.test_client().get(address, headers={"Accept-Encoding": encoding}).data
            assert first_part(wire, encoding).startswith(last_step), f"{title} {encoding}"


def test_compression_says_the_same(app: Flask, pages: dict[str, str]) -> None:
    address = next(iter(pages.values()))
    whole, br, zipped = (
        app.test_client().get(address, headers={"Accept-Encoding": one}).data for one in ("", "br", "gzip")
    )
    assert brotli.decompress(br) == gzip.GzipFile(fileobj=io.BytesIO(zipped)).read() == whole


def test_each_demo_page_has_every_step_of_every_scenario(app: Flask, pages: dict[str, str]) -> None:
    for address in pages.values():
        page = app.test_client().get(address).text
        assert page.count('<section class="scenario"') >= 2
        assert page.index("<b>1</b>") < page.index('id="more"')
